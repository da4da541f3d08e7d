//! `--format github`: workflow commands, which GitHub Actions shows as annotations.

use std::fmt::Write as _;

use cardbot_core::finding::Severity;

use super::plain;
use crate::report::{FileReport, Located};

/// GitHub shows this many annotations of each kind for a step and drops the rest without a word,
/// in the order in which they are printed.
const SHOWN_OF_A_KIND: usize = 10;
/// A longer message is cut; GitHub takes 64 KiB.
const MOST_CHARS: usize = 4000;

/// The severities with the commands that tell them, in the order in which they are printed.
const KINDS: [(Severity, &str); 3] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")];

/// All findings as commands, the worst first. Where there are more than GitHub shows, a last
/// command says how many are hidden.
#[must_use]
pub fn commands(files: &[FileReport]) -> String {
    commands_with(&[], files)
}

/// The same, with some sentences of our own before them.
#[must_use]
pub fn commands_with(own: &[(Severity, String)], files: &[FileReport]) -> String {
    let mut out = String::new();
    let mut printed = [0_usize; KINDS.len()];
    for ((severity, word), n) in KINDS.iter().zip(&mut printed) {
        for (_, sentence) in own.iter().filter(|(own, _)| own == severity) {
            command(word, &[("title", "cardbot")], sentence, &mut out);
            *n += 1;
        }
        for file in files {
            if *severity == Severity::Error
                && let Some(error) = &file.error
            {
                command(word, &[("file", file.repository_path())], error, &mut out);
                *n += 1;
            }
            for located in file.findings.iter().filter(|l| l.finding.severity == *severity) {
                finding(word, file.repository_path(), located, &mut out);
                *n += 1;
            }
        }
    }
    let hidden: usize = printed.iter().map(|n| n.saturating_sub(SHOWN_OF_A_KIND)).sum();
    if hidden > 0 {
        // Told as a kind that has room left, or it would be hidden itself.
        let [_, warnings, notices] = printed;
        let full = |n: usize| n >= SHOWN_OF_A_KIND;
        let word = if full(notices) && !full(warnings) { "warning" } else { "notice" };
        let message = format!(
            "{} in this step's log only: GitHub shows {SHOWN_OF_A_KIND} annotations of a kind.",
            super::text::count(hidden, "further finding")
        );
        command(word, &[("title", "cardbot")], &message, &mut out);
    }
    out
}

fn finding(word: &str, path: &str, located: &Located, out: &mut String) {
    let finding = &located.finding;
    let (start, end) = located.shown;
    // A span that ends with a line end does not touch the next line.
    let last = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let mut place = vec![("line", start.line), ("endLine", last)];
    // GitHub takes columns only within one line.
    if start.line == end.line {
        place.extend([("col", start.column), ("endColumn", end.column)]);
    }
    let place: Vec<_> = place.into_iter().map(|(key, n)| (key, n.to_string())).collect();
    let mut properties = vec![];
    if path != "-" {
        properties.push(("file", path));
    }
    properties.extend(place.iter().map(|(key, n)| (*key, n.as_str())));
    properties.push(("title", finding.rule));
    let mut message = format!("{}.", finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(message, " {help}");
    }
    let _ = write!(message, "\n{}: {}", finding.rule, super::rule_url(finding.rule));
    command(word, &properties, &message, out);
}

/// One command. All text is escaped, so that no card can print a command of its own.
fn command(word: &str, properties: &[(&str, &str)], message: &str, out: &mut String) {
    let _ = write!(out, "::{word}");
    for (i, (key, value)) in properties.iter().enumerate() {
        let _ = write!(out, "{}{key}={}", if i == 0 { ' ' } else { ',' }, property(value));
    }
    let cut: String = plain(message).chars().take(MOST_CHARS).collect();
    let _ = writeln!(out, "::{}", data(&cut));
}

/// Text of a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(&plain(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_command() {
        let mut out = String::new();
        command("error", &[("file", "a,b:c%\n.md")], "50 %\r\n::error::x", &mut out);
        assert_eq!(out, "::error file=a%2Cb%3Ac%25%0A.md::50 %25\\u{d}%0A::error::x\n");
    }
}
