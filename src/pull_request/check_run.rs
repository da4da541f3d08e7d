//! A check run on the head of a change: its conclusion, the summary, and an annotation for each
//! finding. Annotations may stand on any line, also outside of the diff.

use cardbot_core::finding::Severity;
use cardbot_core::review::Origin;
use serde::{Deserialize, Serialize};

use super::Prepared;
use crate::github::{Client, Trouble, WriteTrouble};
use crate::judge::introduced;
use crate::output::{plain, rule_url};
use crate::report::{Detail, FileReport, Located};

/// GitHub takes so many annotations in a request; those of later ones are added.
const AT_ONCE: usize = 50;
/// Characters of an annotation's message; GitHub takes 64 KB.
const MESSAGE_CHARS: usize = 4_000;

#[derive(Serialize)]
struct CheckRun<'c> {
    name: &'c str,
    head_sha: &'c str,
    status: &'c str,
    conclusion: &'c str,
    output: Output<'c>,
}

#[derive(Serialize)]
struct Further<'c> {
    output: Output<'c>,
}

#[derive(Serialize)]
struct Output<'c> {
    title: &'c str,
    summary: &'c str,
    annotations: &'c [Annotation],
}

#[derive(Serialize)]
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

#[derive(Deserialize)]
struct Created {
    id: u64,
    #[serde(default)]
    html_url: Option<String>,
}

/// Makes a check run of what was prepared, and gives its page.
///
/// # Errors
/// [`WriteTrouble`]. Some of the annotations may be there all the same.
pub async fn check_run(client: &Client, prepared: &Prepared) -> Result<String, WriteTrouble> {
    let about = &prepared.reading.about;
    let title = title(prepared);
    let files = introduced(&prepared.reading.change, &prepared.judgement, Detail::Place);
    let annotations = annotations(&files);
    let mut parts = annotations.chunks(AT_ONCE);
    let output =
        |annotations| Output { title: &title, summary: &prepared.judgement.body, annotations };
    let run = CheckRun {
        name: "cardbot",
        head_sha: &about.head,
        status: "completed",
        conclusion: conclusion(prepared),
        output: output(parts.next().unwrap_or_default()),
    };
    let path = format!("{}/check-runs", about.path());
    let answer = client.post(&path, &run).await?;
    let created: Created =
        answer.json().map_err(|trouble: Trouble| WriteTrouble::Unanswered(trouble))?;
    for part in parts {
        client.patch(&format!("{path}/{}", created.id), &Further { output: output(part) }).await?;
    }
    Ok(created.html_url.unwrap_or_default())
}

/// Findings that fail nothing are neutral, so that they are seen.
fn conclusion(prepared: &Prepared) -> &'static str {
    let reviews = prepared.judgement.reviews.iter().flat_map(|review| &review.findings);
    let mut found = reviews.filter(|reviewed| reviewed.origin == Origin::Introduced).peekable();
    if found.peek().is_none() {
        return "success";
    }
    let fails = found.any(|reviewed| prepared.config.fail_on.fails(reviewed.finding.severity));
    if fails { "failure" } else { "neutral" }
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

/// The worst first.
fn annotations(files: &[FileReport]) -> Vec<Annotation> {
    let levels =
        [(Severity::Error, "failure"), (Severity::Warning, "warning"), (Severity::Note, "notice")];
    let mut annotations = vec![];
    for (severity, level) in levels {
        for file in files {
            let same = file.findings.iter().filter(|l| l.finding.severity == severity);
            annotations.extend(same.map(|located| annotation(&file.path, level, located)));
        }
    }
    annotations
}

fn annotation(path: &str, level: &'static str, located: &Located) -> Annotation {
    let finding = &located.finding;
    let (start, end) = located.shown;
    // A span that ends with a line end does not touch the next line.
    let last = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let in_a_line = start.line == end.line;
    let help = finding.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
    let message = format!("{}.{help}\n{}", finding.message, rule_url(finding.rule));
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
