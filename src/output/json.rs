//! `--format json`: the fields of the contract.

use cardbot_core::finding::Finding;
use cardbot_core::text::Position;
use cardbot_core::yaml::KeyPart;
use serde::Serialize;

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
    suppressed: usize,
    not_shown: usize,
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
            findings: report.findings.iter().map(FindingJson::from).collect(),
        }
    }
}

impl<'r> From<&'r Located> for FindingJson<'r> {
    fn from(located: &'r Located) -> Self {
        let finding: &Finding = &located.finding;
        Self {
            rule: finding.rule,
            severity: finding.severity.word(),
            message: &finding.message,
            help: finding.help.as_deref(),
            url: Some(super::rule_url(finding.rule)),
            key: finding
                .key
                .iter()
                .map(|part| match part {
                    KeyPart::Key(key) => Key::Name(key),
                    KeyPart::Index(index) => Key::Index(*index),
                })
                .collect(),
            range: Range { start: located.start.into(), end: located.end.into() },
            fix: finding.fix.as_ref().map(|fix| Fix {
                title: &fix.title,
                safety: fix.safety.word(),
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| Edit {
                        start: edit.span.start,
                        end: edit.span.end,
                        text: &edit.text,
                    })
                    .collect(),
            }),
            fingerprint: &finding.fingerprint,
        }
    }
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
