//! What a change does to the metadata and to the model's page.

use std::fmt::Write as _;

use annotate_snippets::renderer::{
    AnsiColor, DEFAULT_ADDITION_STYLE, DEFAULT_EMPHASIS_STYLE, DEFAULT_REMOVAL_STYLE, Style,
};
use cardbot_core::metadata_diff::{ChangeKind, MetadataChange};
use cardbot_core::review::CardReview;
use cardbot_core::yaml::path_text;

use super::super::escape::{self, one_line};
use super::count;

/// At most this many lines of a kind.
const MOST: usize = 20;
/// Values are cut to this many characters.
const MOST_CHARS: usize = 60;

const ADDED: (char, Style) = ('+', DEFAULT_ADDITION_STYLE);
const REMOVED: (char, Style) = ('-', DEFAULT_REMOVAL_STYLE);
const CHANGED: (char, Style) = ('~', AnsiColor::Yellow.on_default());

/// What the change does to the metadata, to the tags and to the page on the Hub, a line for each
/// change.
#[must_use]
pub fn changes(reviews: &[CardReview]) -> String {
    let mut out = String::new();
    for review in reviews {
        // All of a new card's metadata is new; what the page makes of it says enough.
        let told = if review.is_new { &[] } else { review.changes.as_slice() };
        if !told.is_empty() {
            heading("metadata of", review, &mut out);
            list(told, "change", &mut out, |change| (mark(change), line_of(change)));
            out.push('\n');
        }
        if !review.tags_added.is_empty() || !review.tags_removed.is_empty() {
            heading("tags on the Hub of", review, &mut out);
            list(&review.tags_added, "tag", &mut out, |tag| (ADDED, short(tag)));
            list(&review.tags_removed, "tag", &mut out, |tag| (REMOVED, short(tag)));
            out.push('\n');
        }
        let preview = &review.preview;
        if !preview.is_empty() {
            heading("page on the Hub of", review, &mut out);
            for line in preview.page.iter().chain(&preview.described) {
                let _ = writeln!(out, "  {}", one_line(line));
            }
            out.push('\n');
        }
    }
    out
}

fn heading(words: &str, review: &CardReview, out: &mut String) {
    let style = DEFAULT_EMPHASIS_STYLE;
    let _ = writeln!(out, "{style}{words} {}{style:#}", escape::path(&review.path));
}

fn list<T>(
    items: &[T],
    word: &str,
    out: &mut String,
    line: impl Fn(&T) -> ((char, Style), String),
) {
    for item in items.iter().take(MOST) {
        let ((sign, style), text) = line(item);
        let _ = writeln!(out, "  {style}{sign}{style:#} {text}");
    }
    if let Some(more) = items.len().checked_sub(MOST).filter(|n| *n > 0) {
        let _ = writeln!(out, "  and {}", count(more, &format!("more {word}")));
    }
}

fn mark(change: &MetadataChange) -> (char, Style) {
    match change.kind {
        ChangeKind::Added => ADDED,
        ChangeKind::Removed => REMOVED,
        ChangeKind::Changed | ChangeKind::Reordered => CHANGED,
    }
}

fn line_of(change: &MetadataChange) -> String {
    let key = one_line(&path_text(&change.key));
    let show =
        |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |value| short(&value));
    let (before, after) = change.brief(MOST_CHARS);
    match change.kind {
        ChangeKind::Added => format!("{key}: {}", show(after)),
        ChangeKind::Removed => format!("{key}: {}", show(before)),
        ChangeKind::Reordered => format!("{key}: other order"),
        ChangeKind::Changed => format!("{key}: {} → {}", show(before), show(after)),
    }
}

/// A value on one line, cut to what a terminal line holds.
fn short(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= MOST_CHARS {
        return line;
    }
    line.chars().take(MOST_CHARS).chain(['…']).collect()
}
