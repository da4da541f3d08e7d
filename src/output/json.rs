//! `--format json`: the fields of the contract.

use std::borrow::Cow;

use cardbot_core::finding::Finding;
use cardbot_core::review::{Comment, Counts, NewComment, Placement, Plan, Reviewed, marker};
use cardbot_core::text::Position;
use cardbot_core::yaml::{KeyPart, Value};
use serde::Serialize;
use serde_json::Value as Json;

use crate::judge::Judgement;
use crate::source::{ChangeSet, Target};

use crate::report::{FileReport, Located, Summary};

/// Version of the JSON.
pub const SCHEMA: u32 = 1;

/// The program.
#[derive(Debug, Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

/// This program.
#[must_use]
pub fn tool() -> Tool {
    Tool { name: "cardbot", version: env!("CARGO_PKG_VERSION") }
}

#[derive(Serialize)]
struct Output<'r> {
    schema: u32,
    tool: Tool,
    files: Vec<File<'r>>,
    summary: SummaryJson,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct File<'r> {
    path: &'r str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    broken_rules: &'r [&'static str],
    findings: Vec<FindingJson<'r>>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct FindingJson<'r> {
    rule: &'r str,
    severity: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    url: Option<String>,
    key: Vec<Key<'r>>,
    range: Range,
    fix: Option<Fix<'r>>,
    fingerprint: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placement: Option<PlacementJson>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum PlacementJson {
    Inline {
        line: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        start_line: Option<usize>,
        side: &'static str,
    },
    Summary,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Key<'r> {
    Name(&'r str),
    Index(usize),
}

#[derive(Debug, Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Debug, Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Debug, Serialize)]
struct Fix<'r> {
    title: &'r str,
    safety: &'static str,
    edits: Vec<Edit<'r>>,
}

#[derive(Debug, Serialize)]
struct Edit<'r> {
    start: usize,
    end: usize,
    text: &'r str,
}

/// The counts.
#[derive(Debug, Serialize)]
pub struct SummaryJson {
    files: usize,
    model_cards: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    existing: Option<usize>,
    suppressed: usize,
    not_shown: usize,
}

impl From<Counts> for SummaryJson {
    fn from(counts: Counts) -> Self {
        Self {
            files: counts.files,
            model_cards: counts.cards,
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            fixable: counts.fixable,
            existing: Some(counts.existing),
            suppressed: counts.suppressed,
            not_shown: counts.not_shown,
        }
    }
}

impl From<Summary> for SummaryJson {
    fn from(summary: Summary) -> Self {
        Self {
            files: summary.files,
            model_cards: summary.model_cards,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            fixable: summary.fixable,
            existing: None,
            suppressed: summary.suppressed,
            not_shown: summary.not_shown,
        }
    }
}

impl<'r> From<&'r FileReport> for File<'r> {
    fn from(report: &'r FileReport) -> Self {
        Self {
            path: &report.path,
            kind: report.kind.word(),
            error: report.error.as_deref(),
            broken_rules: &report.broken_rules,
            findings: report.findings.iter().map(FindingJson::from).collect(),
        }
    }
}

impl<'r> From<&'r Located> for FindingJson<'r> {
    fn from(located: &'r Located) -> Self {
        Self::new(&located.finding, located.start, located.end)
    }
}

impl<'r> From<&'r Reviewed> for FindingJson<'r> {
    fn from(reviewed: &'r Reviewed) -> Self {
        let placement = match reviewed.placement {
            Placement::Inline { first, last, .. } => PlacementJson::Inline {
                line: last,
                start_line: (first < last).then_some(first),
                side: "RIGHT",
            },
            Placement::Summary => PlacementJson::Summary,
        };
        Self {
            origin: Some(reviewed.origin.word()),
            placement: Some(placement),
            ..Self::new(&reviewed.finding, reviewed.start, reviewed.end)
        }
    }
}

impl<'r> FindingJson<'r> {
    fn new(finding: &'r Finding, start: Position, end: Position) -> Self {
        let fix = finding.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            safety: fix.safety.word(),
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit { start: edit.span.start, end: edit.span.end, text: &edit.text })
                .collect(),
        });
        Self {
            rule: finding.rule,
            severity: finding.severity.word(),
            message: &finding.message,
            help: finding.help.as_deref(),
            url: Some(super::rule_url(finding.rule)),
            key: key(&finding.key),
            range: Range { start: start.into(), end: end.into() },
            fix,
            fingerprint: &finding.fingerprint,
            origin: None,
            placement: None,
        }
    }
}

fn key(path: &[KeyPart]) -> Vec<Key<'_>> {
    path.iter()
        .map(|part| match part {
            KeyPart::Key(key) => Key::Name(key),
            KeyPart::Index(index) => Key::Index(*index),
        })
        .collect()
}

impl From<Position> for Point {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column, byte: position.byte }
    }
}

/// The output of `check`.
#[must_use]
pub fn check(files: &[FileReport], summary: Summary) -> String {
    let output = Output {
        schema: SCHEMA,
        tool: tool(),
        files: files.iter().map(File::from).collect(),
        summary: summary.into(),
    };
    // Serialising these types to memory can't fail.
    serde_json::to_string(&output).unwrap_or_default()
}

#[derive(Serialize)]
struct ReviewOutput<'r> {
    schema: u32,
    tool: Tool,
    files: Vec<File<'r>>,
    summary: SummaryJson,
    target: &'r Target,
    changes: Vec<ChangeJson<'r>>,
    tags: Vec<TagsJson<'r>>,
    review: ReviewJson<'r>,
}

#[derive(Serialize)]
struct ChangeJson<'r> {
    path: &'r str,
    key: Vec<Key<'r>>,
    kind: &'static str,
    before: Option<Json>,
    after: Option<Json>,
}

#[derive(Serialize)]
struct TagsJson<'r> {
    path: &'r str,
    added: &'r [String],
    removed: &'r [String],
}

#[derive(Serialize)]
struct ReviewJson<'r> {
    body: Cow<'r, str>,
    comments: Vec<CommentJson<'r>>,
}

impl<'r> From<&'r Judgement> for ReviewJson<'r> {
    fn from(judgement: &'r Judgement) -> Self {
        Self {
            body: Cow::Borrowed(&judgement.body),
            comments: judgement.comments.iter().map(CommentJson::from).collect(),
        }
    }
}

/// What stands on a pull request is not posted again. Without the hidden marks, which only count in
/// what cardbot posts itself.
impl<'r> From<&'r Plan> for ReviewJson<'r> {
    fn from(plan: &'r Plan) -> Self {
        let Some(review) = &plan.review else {
            return Self { body: Cow::default(), comments: vec![] };
        };
        Self {
            body: Cow::Owned(marker::visible(&review.body)),
            comments: review.comments.iter().map(CommentJson::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct CommentJson<'r> {
    path: &'r str,
    line: usize,
    side: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_side: Option<&'static str>,
    body: Cow<'r, str>,
}

impl<'r> From<&'r Comment> for CommentJson<'r> {
    fn from(comment: &'r Comment) -> Self {
        let several = comment.first < comment.last;
        Self {
            path: &comment.path,
            line: comment.last,
            side: "RIGHT",
            start_line: several.then_some(comment.first),
            start_side: several.then_some("RIGHT"),
            body: Cow::Borrowed(&comment.body),
        }
    }
}

impl<'r> From<&'r NewComment> for CommentJson<'r> {
    fn from(comment: &'r NewComment) -> Self {
        Self {
            path: &comment.path,
            line: comment.line,
            side: "RIGHT",
            start_line: comment.start_line,
            start_side: comment.start_line.map(|_| "RIGHT"),
            body: Cow::Owned(marker::visible(&comment.body)),
        }
    }
}

/// The output of `review`; of a pull request with what is planned for it.
#[must_use]
pub fn review(change: &ChangeSet, judgement: &Judgement, plan: Option<&Plan>) -> String {
    let output = ReviewOutput {
        schema: SCHEMA,
        tool: tool(),
        files: judgement
            .reviews
            .iter()
            .map(|review| File {
                path: &review.path,
                kind: review.kind.word(),
                error: None,
                broken_rules: &review.broken_rules,
                findings: review.findings.iter().map(FindingJson::from).collect(),
            })
            .collect(),
        summary: judgement.counts.into(),
        target: &change.target,
        changes: judgement
            .reviews
            .iter()
            .flat_map(|review| {
                review.changes.iter().map(|change| ChangeJson {
                    path: &review.path,
                    key: key(&change.key),
                    kind: change.kind.word(),
                    before: change.before.as_ref().map(loaded),
                    after: change.after.as_ref().map(loaded),
                })
            })
            .collect(),
        tags: judgement
            .reviews
            .iter()
            .filter(|review| !review.tags_added.is_empty() || !review.tags_removed.is_empty())
            .map(|review| TagsJson {
                path: &review.path,
                added: &review.tags_added,
                removed: &review.tags_removed,
            })
            .collect(),
        review: plan.map_or_else(|| judgement.into(), ReviewJson::from),
    };
    serde_json::to_string(&output).unwrap_or_default()
}

/// A value as js-yaml loads it: dates as ISO text, NaN and infinities as text.
fn loaded(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Int(n) => Json::from(*n),
        Value::Float(n) => match serde_json::Number::from_f64(*n) {
            // JavaScript writes whole numbers without a point.
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            Some(_) if n.fract() == 0.0 && n.abs() < 9.0e15 => Json::from(*n as i64),
            Some(number) => Json::Number(number),
            None if n.is_nan() => Json::from("NaN"),
            None => Json::from(if *n > 0.0 { "Infinity" } else { "-Infinity" }),
        },
        Value::Str(text) | Value::Date(text) => Json::from(text.as_str()),
        Value::Seq(items) => Json::Array(items.iter().map(loaded).collect()),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(k, v)| (k.clone(), loaded(v))).collect())
        }
    }
}
