//! Places a finding on the diff: inline on lines of one hunk, or in the summary.

use super::{limits, markdown};
use crate::edit::{self, Edit};
use crate::finding::Finding;
use crate::hunks::{Hunk, HunkLine};
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

impl Placement {
    /// The first and the last line, when it is told on lines.
    #[must_use]
    pub fn lines(&self) -> Option<(usize, usize)> {
        match self {
            Self::Inline { first, last, .. } => Some((*first, *last)),
            Self::Summary => None,
        }
    }
}

/// The file that findings are placed in.
pub(super) struct Page<'a> {
    source: &'a Source<'a>,
    shown: Shown,
    abilities: Abilities,
    /// Suggestions are applied with line feeds; a file that has other line ends, or a carriage
    /// return somewhere, would come out of it mixed.
    suggestions: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(source: &'a Source<'a>, hunks: &[Hunk], abilities: Abilities) -> Self {
        let suggestions = abilities.suggestions && !source.text().contains('\r');
        Self { source, shown: Shown::new(hunks), abilities, suggestions }
    }

    /// Places a finding.
    pub(super) fn place(&self, finding: &Finding) -> Placement {
        if !self.abilities.inline {
            return Placement::Summary;
        }
        let source = self.source;
        if self.suggestions
            && let Some(fix) = &finding.fix
        {
            for region in regions(source, &fix.edits) {
                if self.shown.unbroken(region.first, region.last)
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
        if self.shown.shows(first) {
            Placement::Inline { first, last: first, suggestion: None }
        } else {
            Placement::Summary
        }
    }
}

/// The lines of the head that a diff shows.
struct Shown {
    /// Runs of lines, first and last, with nothing removed between them; ascending.
    runs: Vec<(usize, usize)>,
}

impl Shown {
    fn new(hunks: &[Hunk]) -> Self {
        let mut runs = vec![];
        for hunk in hunks {
            let (mut first, mut next) = (hunk.new_start, hunk.new_start);
            for line in &hunk.lines {
                if *line == HunkLine::Removed {
                    if first < next {
                        runs.push((first, next - 1));
                    }
                    first = next;
                } else {
                    next += 1;
                }
            }
            if first < next {
                runs.push((first, next - 1));
            }
        }
        runs.sort_unstable();
        Self { runs }
    }

    fn shows(&self, line: usize) -> bool {
        self.unbroken(line, line)
    }

    /// Whether one hunk shows all these lines and no deleted line between them: GitHub refuses
    /// suggestions on deleted lines, and whether a range across them counts is not said.
    fn unbroken(&self, first: usize, last: usize) -> bool {
        let after = self.runs.partition_point(|(start, _)| *start <= first);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        first <= last && run.is_some_and(|(_, end)| last <= *end)
    }
}

/// Whole lines, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    first: usize,
    last: usize,
}

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
    regions.retain(|r| r.last <= lines && r.last - r.first < limits::SUGGESTED_LINES);
    regions
}

/// What the lines become; `None` when that can't be said as whole lines, or is what they are.
fn replacement(source: &Source<'_>, edits: &[Edit], region: Region) -> Option<String> {
    let start = source.line_span(region.first).start;
    let next = source.line_span(region.last + 1).start;
    let end = if region.last < source.line_count() { next } else { source.text().len() };
    let before = source.slice(Span::new(start, end));
    let after = edit::apply(before, &edit::shifted(edits, start)?)?;
    // Lines must stay whole: what had a line end keeps it. All lines may go, but not the last one
    // of a file without a final line end: which line would then end the file can't be said.
    let whole = after.ends_with('\n') == before.ends_with('\n')
        || (after.is_empty() && before.ends_with('\n'));
    if !whole || after == before {
        return None;
    }
    let text = after.strip_suffix('\n').unwrap_or(&after);
    // A block with one empty line would be read as an empty block, which deletes the lines.
    if text.is_empty() && !after.is_empty() {
        return None;
    }
    let fits = text.lines().count() <= limits::SUGGESTED_LINES
        && text.lines().all(|line| line.len() <= limits::SUGGESTED_LINE_BYTES)
        && !text.contains(markdown::is_hidden);
    fits.then(|| text.to_owned())
}

/// The replacement of some lines by several fixes at once.
pub(super) fn joint_replacement(
    source: &Source<'_>,
    edits: &[Edit],
    first: usize,
    last: usize,
) -> Option<String> {
    if last - first >= limits::SUGGESTED_LINES {
        return None;
    }
    replacement(source, edits, Region { first, last })
}
