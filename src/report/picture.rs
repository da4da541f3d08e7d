//! The lines around a finding, kept for outputs that draw them.

use std::ops::Range;

use cardbot_core::finding::Finding;
use cardbot_core::text::{Source, Span};

use super::fix_diff::FixDiff;

/// What is drawn of a finding.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The lines of the finding, with places near to it that belong to it; `None` when they are
    /// too long to draw.
    pub main: Option<Excerpt>,
    /// Other places that belong to it, each with its lines.
    pub further: Vec<Excerpt>,
    /// What its fix does.
    pub diff: Option<FixDiff>,
}

/// Some whole lines of a file.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// What the finding itself marks, as a range of the text; `None` in an excerpt of a further
    /// place.
    pub marked: Option<Range<usize>>,
    /// Places with a few words each.
    pub labels: Vec<Label>,
}

/// A place with a few words.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place, as a range of the excerpt's text.
    pub range: Range<usize>,
    /// The words.
    pub text: String,
}

/// Of a finding that spans more lines than this, the first ones are shown.
const MOST_LINES: usize = 6;
/// A related place up to this many lines away is shown in the same excerpt.
const NEAR: usize = 8;
/// On the same line, up to this many bytes away: both must fit into a terminal.
const ALONG: usize = 50;
/// At most this many related places are shown.
const MOST_RELATED: usize = 3;
/// Lines with more bytes than this are not drawn.
const MOST_BYTES: usize = 20_000;

impl Picture {
    /// Cuts out what is to be drawn of a finding.
    pub(super) fn new(finding: &Finding, source: &Source<'_>) -> Self {
        let span = super::in_lines(finding.span, source);
        let mut lines = lines_of(span, source);
        let related: Vec<_> = finding.related.iter().take(MOST_RELATED).collect();
        let mut near = vec![];
        let mut further = vec![];
        for (place, text) in related {
            let place = super::in_lines(*place, source);
            let own = lines_of(place, source);
            let lines_near = own.end + NEAR >= lines.start && lines.end + NEAR >= own.start;
            let far_along = own.start == lines.start && span.start.abs_diff(place.start) > ALONG;
            if lines_near && !far_along {
                lines = lines.start.min(own.start)..lines.end.max(own.end);
                near.push((place, text));
            } else {
                further.extend(Excerpt::new(source, own, None, &[(place, text)]));
            }
        }
        Self {
            main: Excerpt::new(source, lines, Some(span), &near),
            further,
            diff: finding.fix.as_ref().and_then(|fix| FixDiff::new(&fix.edits, source)),
        }
    }
}

/// The lines that a span touches, but not more than are shown; the end is exclusive.
fn lines_of(span: Span, source: &Source<'_>) -> Range<usize> {
    let first = source.line_of(span.start);
    let last = source.line_of(span.end.saturating_sub(1).max(span.start));
    first..(last + 1).min(first + MOST_LINES)
}

impl Excerpt {
    fn new(
        source: &Source<'_>,
        lines: Range<usize>,
        marked: Option<Span>,
        labels: &[(Span, &String)],
    ) -> Option<Self> {
        let start = source.line_span(lines.start).start;
        let end = source.line_span(lines.end.saturating_sub(1)).end.max(start);
        if end - start > MOST_BYTES {
            return None;
        }
        let text = source.slice(Span::new(start, end)).to_owned();
        let cut = |at: usize| at.saturating_sub(start).min(text.len());
        let range = |span: Span| without_trailing_space(&text, cut(span.start)..cut(span.end));
        Some(Self {
            first_line: lines.start,
            marked: marked.map(range),
            labels: labels
                .iter()
                .map(|(span, words)| Label { range: range(*span), text: (*words).clone() })
                .collect(),
            text,
        })
    }
}

impl Excerpt {
    /// The number of the last line.
    #[must_use]
    pub fn last_line(&self) -> usize {
        self.first_line + self.text.matches('\n').count()
    }
}

/// A range that does not go on behind its last visible character.
fn without_trailing_space(text: &str, range: Range<usize>) -> Range<usize> {
    match text.get(range.clone()).map(str::trim_end) {
        Some(seen) if !seen.is_empty() => range.start..range.start + seen.len(),
        _ => range,
    }
}
