//! What the summary says about one card.

use std::fmt::Write as _;

use super::{Links, plural};
use crate::finding::Severity;
use crate::metadata_diff::{ChangeKind, MetadataChange};
use crate::review::card::{CardReview, Reviewed};
use crate::review::comment::said;
use crate::review::{limits, markdown, snippet};
use crate::text::Source;
use crate::yaml::path_text;

/// A card's part of the summary, in pieces that can be left out.
pub(super) struct Section {
    path: String,
    /// The findings that are told here.
    findings: Vec<Piece>,
    /// What the change does to metadata, tags and page.
    details: Option<Piece>,
    /// Rules that the change itself tells to be silent.
    ignores: Option<String>,
}

struct Piece {
    severity: Severity,
    text: String,
    kept: bool,
}

impl Piece {
    fn new(severity: Severity, text: String) -> Self {
        Self { severity, text, kept: false }
    }
}

/// What did not fit.
#[derive(Default)]
pub(super) struct LeftOut {
    pub(super) findings: usize,
    pub(super) cards: usize,
    /// Whether the details of some card are there.
    pub(super) has_shown: bool,
}

/// Chooses what is kept of the sections within a number of bytes: first findings, the most
/// important ones before others, then details.
pub(super) fn fit(sections: &mut [Section], room: usize) -> LeftOut {
    let mut left_out = LeftOut::default();
    let mut used: usize = sections.iter().map(Section::fixed_bytes).sum();
    // Findings may take most of the room, but the tables are what a summary is for.
    let for_findings = room / 4 * 3;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let pieces = sections.iter_mut().flat_map(|section| &mut section.findings);
        for piece in pieces.filter(|piece| piece.severity == severity) {
            piece.kept = used + piece.text.len() <= for_findings;
            if piece.kept {
                used += piece.text.len();
            } else {
                left_out.findings += 1;
            }
        }
    }
    for piece in sections.iter_mut().filter_map(|section| section.details.as_mut()) {
        piece.kept = used + piece.text.len() <= room;
        if piece.kept {
            used += piece.text.len();
            left_out.has_shown = true;
        } else {
            left_out.cards += 1;
        }
    }
    left_out
}

impl Section {
    pub(super) fn new(
        review: &CardReview,
        head: &[u8],
        below: &[&Reviewed],
        links: Links<'_>,
        folds: bool,
    ) -> Self {
        let source = Source::new(head);
        let findings = below
            .iter()
            .map(|reviewed| {
                let text = finding(reviewed, &review.path, &source, links);
                Piece::new(reviewed.finding.severity, text)
            })
            .collect();
        let mut details = details(review);
        if folds && !details.is_empty() {
            details =
                format!("<details><summary>What this changes</summary>\n\n{details}\n\n</details>");
        }
        let ignores = (!review.ignores_added.is_empty()).then(|| {
            let rules: Vec<String> =
                review.ignores_added.iter().map(|rule| format!("`{rule}`")).collect();
            format!("Ignored by comments that this change adds: {}.", rules.join(", "))
        });
        Self {
            path: review.path.clone(),
            findings,
            details: (!details.is_empty()).then(|| Piece::new(Severity::Note, details)),
            ignores,
        }
    }

    /// Bytes that are there whatever is left out.
    fn fixed_bytes(&self) -> usize {
        const AROUND: usize = 100;
        let ignores = self.ignores.as_ref().map_or(0, String::len);
        let anything = !self.findings.is_empty() || self.details.is_some() || ignores > 0;
        let path = self.path.chars().take(limits::PATH_CHARS).map(char::len_utf8).sum::<usize>();
        if anything { ignores + path + AROUND } else { 0 }
    }

    pub(super) fn write(&self, many: bool, out: &mut String) {
        let findings: Vec<&Piece> = self.findings.iter().filter(|piece| piece.kept).collect();
        let details = self.details.as_ref().filter(|piece| piece.kept);
        if findings.is_empty() && details.is_none() && self.ignores.is_none() {
            return;
        }
        if many {
            let _ = write!(out, "\n\n### {}", markdown::code(&self.path, limits::PATH_CHARS));
        }
        for piece in findings {
            out.push_str("\n\n");
            out.push_str(&piece.text);
        }
        if let Some(piece) = details {
            out.push_str("\n\n");
            out.push_str(&piece.text);
        }
        if let Some(ignores) = &self.ignores {
            out.push_str("\n\n");
            out.push_str(ignores);
        }
    }
}

/// One finding as an item of a list: where, what, and the fix or the lines as a plain block.
fn finding(reviewed: &Reviewed, path: &str, source: &Source<'_>, links: Links<'_>) -> String {
    let place = place(reviewed, path, source, links);
    let mut out = format!("- {place}: {}", said(reviewed, links.rule));
    let fix = reviewed.finding.fix.as_ref().and_then(|fix| snippet::fix(fix, source));
    if let Some(block) = fix.or_else(|| snippet::lines(reviewed, source)) {
        out.push('\n');
        for line in block.lines() {
            out.push('\n');
            if !line.is_empty() {
                out.push_str("  ");
                out.push_str(line);
            }
        }
    }
    out
}

fn place(reviewed: &Reviewed, path: &str, source: &Source<'_>, links: Links<'_>) -> String {
    let Some((first, last)) = snippet::lines_of(reviewed, source) else {
        return "The file".to_owned();
    };
    let words =
        if first == last { format!("Line {first}") } else { format!("Lines {first} to {last}") };
    match links.lines {
        Some(lines) => format!("[{words}]({})", markdown::address(&lines(path, first, last))),
        None => words,
    }
}

/// The metadata as a table, the tags, the page, and what the card describes.
fn details(review: &CardReview) -> String {
    let mut parts = vec![];
    if !review.changes.is_empty() && !review.is_new {
        parts.push(table(&review.changes));
    }
    if !review.tags_added.is_empty() {
        let words = if review.is_new { "Tags on the Hub" } else { "Tags gained on the Hub" };
        parts.push(format!("{words}: {}", tags(&review.tags_added)));
    }
    if !review.tags_removed.is_empty() {
        parts.push(format!("Tags lost on the Hub: {}", tags(&review.tags_removed)));
    }
    let lines: Vec<String> = review.preview.page.iter().map(|line| words(line)).collect();
    match lines.as_slice() {
        [] => {}
        [one] => parts.push(format!("On the model's page, {one}")),
        _ => parts.push(format!("On the model's page:\n\n- {}", lines.join("\n- "))),
    }
    parts.extend(review.preview.described.iter().map(|line| words(line)));
    parts.join("\n\n")
}

fn words(line: &str) -> String {
    markdown::inline(&markdown::shortened(line, limits::MESSAGE_CHARS))
}

fn tags(tags: &[String]) -> String {
    let shown: Vec<String> =
        tags.iter().take(limits::ROWS).map(|t| markdown::code(t, limits::VALUE_CHARS)).collect();
    let more = tags.len().saturating_sub(limits::ROWS);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// What the change does to the metadata.
fn table(changes: &[MetadataChange]) -> String {
    let mut out = String::from("| key | before | after |\n|---|---|---|\n");
    for change in changes.iter().take(limits::ROWS) {
        let show = |value: Option<String>| {
            value.map_or("–".to_owned(), |v| markdown::cell(&v, limits::VALUE_CHARS))
        };
        let key = markdown::cell(&path_text(&change.key), limits::VALUE_CHARS);
        let _ = if change.kind == ChangeKind::Reordered {
            writeln!(out, "| {key} | (other order) | |")
        } else {
            let (before, after) = change.brief(limits::VALUE_CHARS);
            writeln!(out, "| {key} | {} | {} |", show(before), show(after))
        };
    }
    let more = changes.len().saturating_sub(limits::ROWS);
    if more > 0 {
        let _ = write!(out, "\n{} not shown.", plural(more, "further change"));
    }
    out.trim_end().to_owned()
}
