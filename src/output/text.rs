//! `--format text`: for people at a terminal, in the manner of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use cardbot_core::finding::{Safety, Severity};
use cardbot_core::metadata_diff::ChangeKind;
use cardbot_core::review::{CardReview, Counts};
use cardbot_core::yaml::{Value, path_text};

use super::plain;
use crate::report::{FileReport, Located, Summary};

/// All files' findings, with colours; the stream takes them out where they are not wanted.
#[must_use]
pub fn findings(files: &[FileReport]) -> String {
    let mut out = String::new();
    for file in files {
        if let Some(error) = &file.error {
            out.push_str(&format!("{}: {}\n\n", plain(&file.path), plain(error)));
        }
        for located in &file.findings {
            out.push_str(&finding(&file.path, located));
            out.push_str("\n\n");
        }
    }
    out
}

/// One finding: its line underlined, the message, the fix as a small diff, the rule's name.
#[must_use]
pub fn finding(path: &str, located: &Located) -> String {
    let finding = &located.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let path = plain(path);
    let message = one_line(&finding.message);
    let excerpt = &located.excerpt;
    let shown = visible(&excerpt.text);
    let snippet = Snippet::source(shown.as_str())
        .line_start(excerpt.first_line)
        .path(path.as_ref())
        .annotation(
            AnnotationKind::Primary.span(underline(&excerpt.text, excerpt.range(finding.span))),
        );
    let mut main = level.primary_title(message).id(finding.rule).element(snippet);
    let help = finding.help.as_deref().map(one_line);
    if let Some(help) = &help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![main];
    let title;
    let fix_shown;
    if let Some(fix) = &finding.fix {
        title = match fix.safety {
            Safety::Safe => one_line(&fix.title),
            Safety::Ask => format!("please check: {}", one_line(&fix.title)),
        };
        let heading = Level::HELP.with_name("fix").secondary_title(title.as_str());
        groups.push(match &located.fix_excerpt {
            Some(excerpt) => {
                fix_shown = visible(&excerpt.text);
                let patches = fix
                    .edits
                    .iter()
                    .map(|edit| Patch::new(excerpt.range(edit.span), visible(&edit.text)));
                heading.element(
                    Snippet::source(fix_shown.as_str())
                        .line_start(excerpt.first_line)
                        .patches(patches),
                )
            }
            None => Group::with_title(heading),
        });
    }
    Renderer::styled().render(&groups)
}

/// Text with every control character but the line end replaced by one of the same length, so
/// that offsets hold and a terminal is not commanded by a card.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || c == '\t' || !c.is_control() {
            // Marks that turn the direction of text could hide what a line says.
            match c {
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
                c => out.push(c),
            }
        } else {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    out
}

/// A range to underline: not beyond its last visible character, and never empty where a
/// character can be shown.
fn underline(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let cut = text.get(range.clone()).map_or(range.end, |t| range.start + t.trim_end().len());
    range.start..cut.max(range.start)
}

/// A message on one line.
fn one_line(text: &str) -> String {
    plain(text).replace(['\n', '\t'], " ")
}

/// The line that closes the output.
#[must_use]
pub fn closing(summary: &Summary) -> String {
    let cards = count(summary.model_cards, "model card");
    let files = count(summary.files, "file");
    let mut parts: Vec<String> =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| count(n, word))
            .collect();
    if parts.is_empty() {
        parts.push("nothing to say".to_owned());
    }
    let mut out = format!("{cards} in {files}: {}.", parts.join(", "));
    if summary.fixable > 0 {
        let safe = summary.safely_fixable;
        out.push_str(&format!(
            " {} with a fix, {safe} of them safe (`--fix` applies those).",
            summary.fixable
        ));
    }
    if summary.suppressed > 0 {
        out.push_str(&format!(" {} ignored.", summary.suppressed));
    }
    if summary.not_shown > 0 {
        out.push_str(&format!(" {} more of the same kinds not shown.", summary.not_shown));
    }
    out
}

/// `1 card`, `2 cards`.
#[must_use]
pub fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// What the change does to the metadata, a line for each change.
#[must_use]
pub fn changes(reviews: &[CardReview]) -> String {
    const MOST: usize = 20;
    let mut out = String::new();
    for review in reviews.iter().filter(|r| !r.changes.is_empty() && !r.is_new) {
        out.push_str(&format!("metadata of {}\n", plain(&review.path)));
        for change in review.changes.iter().take(MOST) {
            let show =
                |value: Option<&Value>| value.map_or("nothing".to_owned(), |v| short(&v.brief()));
            let key = one_line(&path_text(&change.key));
            let line = match change.kind {
                ChangeKind::Added => format!("  + {key}: {}", show(change.after.as_ref())),
                ChangeKind::Removed => format!("  - {key}: {}", show(change.before.as_ref())),
                ChangeKind::Reordered => format!("  ~ {key}: other order"),
                ChangeKind::Changed => format!(
                    "  ~ {key}: {} -> {}",
                    show(change.before.as_ref()),
                    show(change.after.as_ref())
                ),
            };
            out.push_str(&line);
            out.push('\n');
        }
        if let Some(more) = review.changes.len().checked_sub(MOST).filter(|n| *n > 0) {
            out.push_str(&format!("  and {} more\n", count(more, "change")));
        }
        for (sign, tags) in [('+', &review.tags_added), ('-', &review.tags_removed)] {
            for tag in tags.iter().take(MOST) {
                out.push_str(&format!("  {sign} tag on the Hub: {}\n", short(tag)));
            }
        }
        out.push('\n');
    }
    out
}

/// A value on one line, cut to what a terminal line holds.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = one_line(text);
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}

/// The line that closes a review.
#[must_use]
pub fn review_closing(counts: &Counts) -> String {
    let found: Vec<String> =
        [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| count(n, word))
            .collect();
    let cards = count(counts.cards, "model card");
    let mut out = if counts.cards == 0 && found.is_empty() {
        "No model card in this change.".to_owned()
    } else if found.is_empty() {
        format!("{cards} changed: nothing to say.")
    } else {
        format!("{cards} changed: {} introduced, {} with a fix.", found.join(", "), counts.fixable)
    };
    if counts.existing > 0 {
        out.push_str(&format!(" {} there before (`cardbot check` lists them).", counts.existing));
    }
    if counts.suppressed > 0 {
        out.push_str(&format!(" {} ignored.", counts.suppressed));
    }
    if counts.not_shown > 0 {
        out.push_str(&format!(" {} more of the same kinds not shown.", counts.not_shown));
    }
    out
}
