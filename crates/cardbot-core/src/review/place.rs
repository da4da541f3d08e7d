//! Places a finding on the diff: inline on lines of one hunk, or in the summary.

use crate::edit::{self, Edit};
use crate::finding::Finding;
use crate::hunks::Hunk;
use crate::text::{Source, Span};

/// What the place of a review can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Comments on lines of the diff.
    pub inline: bool,
    /// Suggestions that are applied with one click.
    pub suggestions: bool,
}

impl Abilities {
    /// A pull request on GitHub.
    pub const GITHUB: Self = Self { inline: true, suggestions: true };
}

/// Where a finding is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// On lines of the head that the diff shows.
    Inline {
        /// First line, from 1.
        first: usize,
        /// Last line.
        last: usize,
        /// What the lines become, when the fix can be offered as a suggestion.
        suggestion: Option<String>,
    },
    /// In the summary.
    Summary,
}

/// Places a finding.
#[must_use]
pub(super) fn place(
    finding: &Finding,
    source: &Source<'_>,
    hunks: &[Hunk],
    abilities: Abilities,
) -> Placement {
    if !abilities.inline {
        return Placement::Summary;
    }
    let shown = |first: usize, last: usize| hunks.iter().any(|hunk| hunk.shows(first, last));
    if abilities.suggestions
        && let Some(fix) = &finding.fix
        && !source.text().contains("\r\n")
    {
        for region in regions(source, &fix.edits) {
            if shown(region.first, region.last)
                && let Some(text) = replacement(source, &fix.edits, region)
            {
                return Placement::Inline {
                    first: region.first,
                    last: region.last,
                    suggestion: Some(text),
                };
            }
        }
    }
    // The place itself: one line where it can be, for a long range is hard to read.
    let first = source.line_of(finding.span.start).min(source.line_count().max(1));
    if shown(first, first) {
        Placement::Inline { first, last: first, suggestion: None }
    } else {
        Placement::Summary
    }
}

/// Whole lines, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    first: usize,
    last: usize,
}

/// A suggestion longer than this is more than a person looks through.
const MOST_LINES: usize = 40;

/// The lines that the edits touch; for new lines put between two others, the one before or the
/// one after.
fn regions(source: &Source<'_>, edits: &[Edit]) -> Vec<Region> {
    let (Some(start), Some(end)) = (edits.first(), edits.last()) else { return vec![] };
    let (start, end) = (start.span.start, end.span.end);
    let first = source.line_of(start);
    let last = source.line_of(end);
    let at_line_start = source.line_span(last).start == end;
    let inserts_lines = start == end && at_line_start;
    let mut regions = vec![];
    if inserts_lines {
        if first > 1 {
            regions.push(Region { first: first - 1, last: first - 1 });
        }
        regions.push(Region { first, last });
    } else if at_line_start && last > first {
        // The last line is not touched: the edit ends with the line end before it.
        regions.push(Region { first, last: last - 1 });
    } else {
        regions.push(Region { first, last });
    }
    let lines = source.line_count();
    regions.retain(|r| r.last <= lines && r.last - r.first < MOST_LINES);
    regions
}

/// What the lines become; `None` when that can't be said as whole lines, or is what they are.
fn replacement(source: &Source<'_>, edits: &[Edit], region: Region) -> Option<String> {
    let start = source.line_span(region.first).start;
    let next = source.line_span(region.last + 1).start;
    let end = if region.last < source.line_count() { next } else { source.text().len() };
    let before = source.slice(Span::new(start, end));
    let moved: Vec<Edit> = edits
        .iter()
        .map(|e| {
            let span = Span::new(e.span.start.checked_sub(start)?, e.span.end.checked_sub(start)?);
            Some(Edit { span, text: e.text.clone() })
        })
        .collect::<Option<_>>()?;
    let after = edit::apply(before, &moved)?;
    // Lines must stay whole: what had a line end keeps it, unless nothing is left.
    let whole = after.is_empty() || after.ends_with('\n') == before.ends_with('\n');
    if !whole || after == before {
        return None;
    }
    Some(after.strip_suffix('\n').unwrap_or(&after).to_owned())
}

/// The replacement of some lines by several fixes at once.
pub(super) fn joint_replacement(
    source: &Source<'_>,
    edits: &[Edit],
    first: usize,
    last: usize,
) -> Option<String> {
    replacement(source, edits, Region { first, last })
}
