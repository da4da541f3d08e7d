//! `--format rdjson`: the format of reviewdog. Its columns count bytes.

use cardbot_core::finding::{Safety, Severity};
use cardbot_core::text::Position;
use serde::Serialize;

use crate::report::{FileReport, Located, LocatedEdit};

#[derive(Serialize)]
struct DiagnosticResult<'r> {
    source: Source,
    diagnostics: Vec<Diagnostic<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion<'r>; 1]>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
    url: String,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: Range,
    text: &'r str,
}

/// All findings, and the files that could not be read.
#[must_use]
pub fn result(files: &[FileReport]) -> String {
    let mut diagnostics = vec![];
    for file in files {
        diagnostics.extend(file.trouble().map(|trouble| Diagnostic {
            message: trouble.into_owned(),
            location: Location { path: &file.path, range: None },
            severity: "ERROR",
            code: None,
            suggestions: None,
        }));
        diagnostics.extend(file.findings.iter().map(|located| diagnostic(&file.path, located)));
    }
    let source = Source { name: "cardbot", url: env!("CARGO_PKG_REPOSITORY") };
    serde_json::to_string(&DiagnosticResult { source, diagnostics }).unwrap_or_default()
}

fn diagnostic<'r>(path: &'r str, located: &'r Located) -> Diagnostic<'r> {
    let finding = &located.finding;
    // All suggestions of a diagnostic are offered side by side, so the edits of one fix have to
    // be one suggestion.
    let suggestion = located.joint_edit.as_ref().map(suggestion);
    let asks =
        suggestion.is_some() && finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Ask);
    let mut message = if asks { "Please check: ".to_owned() } else { String::new() };
    message.push_str(&finding.message);
    message.push('.');
    if let Some(help) = &finding.help {
        message.push(' ');
        message.push_str(help);
    }
    Diagnostic {
        message,
        location: Location { path, range: Some(Range::new(located.shown.0, located.shown.1)) },
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Some(Code { value: finding.rule, url: super::rule_url(finding.rule) }),
        suggestions: suggestion.map(|suggestion| [suggestion]),
    }
}

fn suggestion(edit: &LocatedEdit) -> Suggestion<'_> {
    Suggestion { range: Range::new(edit.start, edit.end), text: &edit.text }
}

impl Range {
    fn new(start: Position, end: Position) -> Self {
        let point = |at: Position| Point { line: at.line, column: at.byte_column };
        Self { start: point(start), end: point(end) }
    }
}
