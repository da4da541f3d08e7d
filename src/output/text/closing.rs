//! The lines that close the output.

use cardbot_core::review::Counts;

use crate::report::Summary;

/// The line that closes the output.
#[must_use]
pub fn closing(summary: &Summary) -> String {
    if summary.files == 0 {
        return "No file to check here.".to_owned();
    }
    let files = count(summary.files, "file");
    let mut parts: Vec<String> =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| count(n, word))
            .collect();
    // Files of results and of the configuration are checked too.
    let place = if summary.model_cards == 0 && !parts.is_empty() {
        files
    } else {
        format!("{} in {files}", cards(summary.model_cards))
    };
    if parts.is_empty() {
        parts.push("nothing to say".to_owned());
    }
    let mut out = format!("{place}: {}.", parts.join(", "));
    out.push_str(&fixable(summary.fixable, summary.safely_fixable));
    if summary.unreadable > 0 {
        out.push_str(&format!(" {} not read.", count(summary.unreadable, "file")));
    }
    if summary.suppressed > 0 {
        out.push_str(&format!(" {} ignored.", summary.suppressed));
    }
    if summary.not_shown > 0 {
        out.push_str(&format!(" {} more of the same kinds not shown.", summary.not_shown));
    }
    out
}

/// How many findings have a fix.
fn fixable(all: usize, safe: usize) -> String {
    match (all, safe) {
        (0, _) => String::new(),
        (1, 1) => " 1 has a safe fix (`--fix` applies it).".to_owned(),
        (1, _) => " 1 has a fix to look at.".to_owned(),
        (all, 0) => format!(" {all} have a fix to look at."),
        (all, safe) if all == safe => format!(" {all} have a safe fix (`--fix` applies them)."),
        (all, safe) => format!(" {all} have a fix, {safe} of them safe (`--fix` applies those)."),
    }
}

/// `1 model card`, `2 model cards`; files of results and of the configuration are none.
fn cards(n: usize) -> String {
    if n == 0 { "No model card".to_owned() } else { count(n, "model card") }
}

/// `1 fix`, `2 fixes`.
#[must_use]
pub fn fixes(n: usize) -> String {
    if n == 1 { "1 fix".to_owned() } else { format!("{n} fixes") }
}

/// `1 card`, `2 cards`.
#[must_use]
pub fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
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
    let cards = cards(counts.cards);
    let introduced = || format!("{} introduced, {} with a fix.", found.join(", "), counts.fixable);
    let mut out = match (counts.cards, found.is_empty()) {
        (0, true) => "No model card in this change.".to_owned(),
        // In files of results or in the configuration.
        (0, false) => introduced(),
        (_, true) => format!("{cards} changed: nothing to say."),
        (_, false) => format!("{cards} changed: {}", introduced()),
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
