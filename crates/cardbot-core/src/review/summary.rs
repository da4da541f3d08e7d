//! The summary: verdict, what the change does to the metadata, what could not be told inline.

use std::fmt::Write as _;

use super::card::{CardReview, Origin, Reviewed};
use super::comment::{fix_block, said};
use super::markdown;
use super::place::Placement;
use crate::finding::Severity;
use crate::kind::Kind;
use crate::metadata_diff::{ChangeKind, MetadataChange};
use crate::text::Source;
use crate::yaml::path_text;

/// The counts of a review. What was introduced is counted by severity.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Changed files that were looked at.
    pub files: usize,
    /// Of these, model cards.
    pub cards: usize,
    /// Errors that the change introduced.
    pub errors: usize,
    /// Warnings that the change introduced.
    pub warnings: usize,
    /// Notes that the change introduced.
    pub notes: usize,
    /// Of what was introduced, findings with a fix.
    pub fixable: usize,
    /// Findings that were there before.
    pub existing: usize,
    /// Findings that were silenced.
    pub suppressed: usize,
    /// Findings left out because a rule had too many in one file.
    pub not_shown: usize,
}

/// Counts over all files.
#[must_use]
pub fn counts(reviews: &[CardReview]) -> Counts {
    let mut counts = Counts { files: reviews.len(), ..Counts::default() };
    for review in reviews {
        counts.cards += usize::from(review.kind == Kind::ModelCard);
        counts.suppressed += review.suppressed;
        counts.not_shown += review.not_shown;
        for reviewed in &review.findings {
            if reviewed.origin == Origin::Existing {
                counts.existing += 1;
                continue;
            }
            match reviewed.finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
            counts.fixable += usize::from(reviewed.finding.fix.is_some());
        }
    }
    counts
}

/// At most this many bytes in the summary.
const MOST_BYTES: usize = 60_000;
/// At most this many rows in the table of a card's changes.
const MOST_ROWS: usize = 20;
/// Values are cut to this many characters in the table.
const MOST_CHARS: usize = 60;

/// The text of the summary. Each review comes with the bytes of its head.
#[must_use]
pub fn body(reviews: &[(&CardReview, &[u8])], url: &dyn Fn(&str) -> String) -> String {
    let plain: Vec<CardReview> = reviews.iter().map(|(r, _)| (*r).clone()).collect();
    let counts = counts(&plain);
    let mut out = verdict(counts);
    for (review, head) in reviews {
        card_section(review, head, reviews.len() > 1, url, &mut out);
    }
    let left = left_out(counts);
    if !left.is_empty() {
        let _ = write!(out, "\n\n{left}");
    }
    out.push('\n');
    markdown::cut(&out, MOST_BYTES, "(cut: the rest did not fit)")
}

/// The first line.
fn verdict(counts: Counts) -> String {
    let found = counts.errors + counts.warnings + counts.notes;
    if found == 0 {
        return "**cardbot**: nothing to say about the metadata in this change.".to_owned();
    }
    let parts: Vec<String> =
        [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| plural(n, word))
            .collect();
    let fixable = match counts.fixable {
        0 => String::new(),
        n if n == found && n == 1 => ", with a fix".to_owned(),
        n if n == found => ", all with a fix".to_owned(),
        n => format!(", {n} with a fix"),
    };
    format!("**cardbot**: {}{fixable}.", parts.join(", "))
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

fn card_section(
    review: &CardReview,
    head: &[u8],
    many: bool,
    url: &dyn Fn(&str) -> String,
    out: &mut String,
) {
    let in_summary: Vec<&Reviewed> = review
        .findings
        .iter()
        .filter(|r| r.origin == Origin::Introduced && r.placement == Placement::Summary)
        .collect();
    let quiet = review.changes.is_empty()
        && review.tags_added.is_empty()
        && review.tags_removed.is_empty()
        && review.preview.is_empty();
    if in_summary.is_empty() && quiet {
        return;
    }
    if many {
        let _ = write!(out, "\n\n### {}", markdown::code(&review.path, 200));
    }
    let source = Source::new(head);
    for reviewed in in_summary {
        let _ = write!(out, "\n\n- Line {}: {}", reviewed.start.line, said(reviewed, url));
        if let Some(block) = fix_block(reviewed, &source) {
            let indented: Vec<String> = block
                .lines()
                .map(|line| if line.is_empty() { String::new() } else { format!("  {line}") })
                .collect();
            let _ = write!(out, "\n\n{}", indented.join("\n"));
        }
    }
    if !review.changes.is_empty() && !review.is_new {
        let _ = write!(out, "\n\n{}", table(&review.changes));
    }
    tags(review, out);
    page(review, out);
}

fn tags(review: &CardReview, out: &mut String) {
    let list = |tags: &[String]| {
        let shown: Vec<String> =
            tags.iter().take(MOST_ROWS).map(|t| markdown::code(t, MOST_CHARS)).collect();
        let more = tags.len().saturating_sub(MOST_ROWS);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{rest}", shown.join(", "))
    };
    if !review.tags_added.is_empty() {
        let words = if review.is_new { "Tags on the Hub" } else { "Tags gained on the Hub" };
        let _ = write!(out, "\n\n{words}: {}", list(&review.tags_added));
    }
    if !review.tags_removed.is_empty() {
        let _ = write!(out, "\n\nTags lost on the Hub: {}", list(&review.tags_removed));
    }
}

/// What the model's page will show, and what the card describes.
fn page(review: &CardReview, out: &mut String) {
    let lines: Vec<String> =
        review.preview.page.iter().map(|line| markdown::inline(line)).collect();
    match lines.as_slice() {
        [] => {}
        [one] => {
            let _ = write!(out, "\n\nOn the model's page, {one}");
        }
        _ => {
            let _ = write!(out, "\n\nOn the model's page:\n\n- {}", lines.join("\n- "));
        }
    }
    if let Some(line) = &review.preview.described {
        let _ = write!(out, "\n\n{}", markdown::inline(line));
    }
}

/// What the change does to the metadata.
fn table(changes: &[MetadataChange]) -> String {
    let mut out = String::from("| key | before | after |\n|---|---|---|\n");
    for change in changes.iter().take(MOST_ROWS) {
        let show = |value: Option<&crate::yaml::Value>| {
            value.map_or("–".to_owned(), |v| markdown::code(&v.brief(), MOST_CHARS))
        };
        let _ = if change.kind == ChangeKind::Reordered {
            writeln!(out, "| {} | (other order) | |", markdown::code(&path_text(&change.key), 80))
        } else {
            writeln!(
                out,
                "| {} | {} | {} |",
                markdown::code(&path_text(&change.key), 80),
                show(change.before.as_ref()),
                show(change.after.as_ref())
            )
        };
    }
    let more = changes.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        let _ = write!(out, "\n{} not shown.", plural(more, "further change"));
    }
    out.trim_end().to_owned()
}

/// What is not told, and why.
fn left_out(counts: Counts) -> String {
    let mut parts = vec![];
    if counts.existing > 0 {
        parts.push(format!("{} there before this change", counts.existing));
    }
    if counts.suppressed > 0 {
        parts.push(format!("{} ignored", counts.suppressed));
    }
    if counts.not_shown > 0 {
        parts.push(format!("{} more of the same kinds", counts.not_shown));
    }
    if parts.is_empty() { String::new() } else { format!("Not listed: {}.", parts.join(", ")) }
}
