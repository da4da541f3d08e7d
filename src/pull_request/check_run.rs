//! A check run on the head of a change: its conclusion, the summary, and an annotation for each
//! finding. Annotations may stand on any line, also outside of the diff.

mod publish;

pub use self::publish::{Named, WillDo, names_on};
use cardbot_core::finding::Severity;
use cardbot_core::review::markdown::inline;
use cardbot_core::review::{Origin, Placement, Reviewed};
use cardbot_core::text::Source;
use serde::Serialize;

use super::{Note, Open, Posting, Prepared};
use crate::github::{Client, WriteTrouble};
use crate::output::{RulePages, escape, plain};
use crate::report::{Detail, Located};

/// Characters of an annotation's message; GitHub takes 64 KB.
const MESSAGE_CHARS: usize = 4_000;
/// Bytes of a summary; GitHub takes 65,535 characters.
const SUMMARY_BYTES: usize = 65_000;

/// What is to stand in a check run.
#[derive(Debug, Clone)]
pub struct Check {
    /// `OWNER/NAME`
    pub repository: String,
    /// The commit.
    pub head: String,
    /// How it ended.
    pub conclusion: Conclusion,
    /// One line.
    pub title: String,
    /// Markdown.
    pub summary: String,
    annotations: Vec<Annotation>,
    buttons: Vec<Button>,
}

/// A button on a check run. GitHub tells of a click by the identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Button {
    /// At most 20 characters.
    pub label: &'static str,
    /// At most 40.
    pub description: &'static str,
    /// At most 20.
    pub identifier: &'static str,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Conclusion {
    /// There is nothing to say.
    Success,
    /// There is something to say that fails nothing.
    Neutral,
    /// Something fails.
    Failure,
}

impl Conclusion {
    fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Neutral => "neutral",
            Self::Failure => "failure",
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Annotation {
    path: String,
    start_line: usize,
    end_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    annotation_level: &'static str,
    title: &'static str,
    message: String,
}

/// Makes a check run of what was prepared, and gives its page.
///
/// # Errors
/// [`WriteTrouble`]. Some of the annotations may be there all the same.
pub async fn check_run(client: &Client, prepared: &Prepared) -> Result<String, WriteTrouble> {
    Check::of(prepared, |_| true).create(client, None, &prepared.run, &Open).await
}

impl Check {
    /// The check run of what was prepared, with an annotation for each finding that is wanted.
    fn of(prepared: &Prepared, wanted: impl Fn(&Reviewed) -> bool) -> Self {
        let about = &prepared.reading.about;
        Self {
            repository: about.repository.clone(),
            head: about.head.clone(),
            conclusion: conclusion(prepared),
            title: title(prepared),
            summary: prepared.judgement.body.clone(),
            annotations: annotations(prepared, wanted),
            buttons: vec![],
        }
    }

    /// The same with these buttons.
    #[must_use]
    pub fn with_buttons(self, buttons: impl IntoIterator<Item = Button>) -> Self {
        Self { buttons: buttons.into_iter().collect(), ..self }
    }

    /// The check run beside a review. Where the review stands on the pull request, only what its
    /// comments on lines do not tell gets an annotation. The notes are told in the summary, and why
    /// nothing was posted.
    #[must_use]
    pub fn beside_review(prepared: &Prepared, posting: &Posting) -> Self {
        let is_told = posting.is_told();
        let mut check =
            Self::of(prepared, |reviewed| !is_told || reviewed.placement == Placement::Summary);
        let mut warnings = String::new();
        for note in &prepared.notes {
            match note {
                Note::BrokenConfig(_)
                | Note::TooLarge(_)
                | Note::Unlisted(_)
                | Note::FirstOnly(_) => {
                    let line = inline(&escape::one_line(&note.to_string()));
                    warnings.push_str(&format!("> [!WARNING]\n> {line}\n\n"));
                }
                Note::ForkDeleted | Note::Draft | Note::OwnPullRequest => {}
            }
        }
        if let Posting::Kept(obstacle) = posting {
            let line = inline(&escape::one_line(&obstacle.to_string()));
            warnings.push_str(&format!("> [!NOTE]\n> No review was posted: {line}.\n\n"));
        }
        if check.summary.trim().is_empty() {
            check.summary = format!("{}.", check.title);
        }
        if !warnings.is_empty() {
            check.summary = format!("{warnings}{}", check.summary);
        }
        check
    }

    /// A check run that says one thing.
    #[must_use]
    pub fn plain(
        repository: &str,
        head: &str,
        conclusion: Conclusion,
        title: &str,
        summary: &str,
    ) -> Self {
        Self {
            repository: repository.to_owned(),
            head: head.to_owned(),
            conclusion,
            title: title.to_owned(),
            summary: summary.to_owned(),
            annotations: vec![],
            buttons: vec![],
        }
    }
}

/// Findings that fail nothing are neutral, so that they are seen.
fn conclusion(prepared: &Prepared) -> Conclusion {
    let reviews = prepared.judgement.reviews.iter().flat_map(|review| &review.findings);
    let mut found = reviews.filter(|reviewed| reviewed.origin == Origin::Introduced).peekable();
    if found.peek().is_none() {
        return Conclusion::Success;
    }
    let fails = found.any(|reviewed| prepared.config.fail_on.fails(reviewed.finding.severity));
    if fails { Conclusion::Failure } else { Conclusion::Neutral }
}

fn title(prepared: &Prepared) -> String {
    let counts = prepared.judgement.counts;
    match (counts.cards, counts.introduced()) {
        (0, 0) => "No model card changed".to_owned(),
        (_, 0) => "Nothing to say".to_owned(),
        _ => {
            let count = crate::output::text::count;
            let (errors, warnings) =
                (count(counts.errors, "error"), count(counts.warnings, "warning"));
            format!("{errors}, {warnings}, {}", count(counts.notes, "note"))
        }
    }
}

/// The annotations of what the change introduced, the worst first.
fn annotations(prepared: &Prepared, wanted: impl Fn(&Reviewed) -> bool) -> Vec<Annotation> {
    let levels =
        [(Severity::Error, "failure"), (Severity::Warning, "warning"), (Severity::Note, "notice")];
    let mut annotations = vec![];
    for (severity, level) in levels {
        let files = prepared.reading.change.files.iter().zip(&prepared.judgement.reviews);
        for (file, review) in files {
            let source = Source::new(file.head.as_deref().unwrap_or_default());
            let found = review.findings.iter().filter(|reviewed| {
                reviewed.origin == Origin::Introduced
                    && reviewed.finding.severity == severity
                    && wanted(reviewed)
            });
            annotations.extend(found.map(|reviewed| {
                let located = Located::new(reviewed.finding.clone(), &source, Detail::Place);
                annotation(&review.path, level, &located, &prepared.pages)
            }));
        }
    }
    annotations
}

fn annotation(path: &str, level: &'static str, located: &Located, pages: &RulePages) -> Annotation {
    let finding = &located.finding;
    let (start, end) = located.shown;
    // A span that ends with a line end does not touch the next line.
    let last = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let in_a_line = start.line == end.line;
    let help = finding.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
    let message = format!("{}.{help}\n{}", finding.message, pages.url(finding.rule));
    Annotation {
        path: path.to_owned(),
        start_line: start.line,
        end_line: last,
        start_column: in_a_line.then_some(start.column),
        end_column: in_a_line.then_some(end.column),
        annotation_level: level,
        title: finding.rule,
        message: plain(&message).chars().take(MESSAGE_CHARS).collect(),
    }
}
