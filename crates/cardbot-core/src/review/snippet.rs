//! Plain blocks: what stands in a card, or what a fix makes of it, where no suggestion can be.

use super::card::Reviewed;
use super::{limits, markdown};
use crate::finding::{Fix, Safety};
use crate::text::Source;

/// A fix as a diff.
pub(super) fn fix(fix: &Fix, source: &Source<'_>) -> Option<String> {
    let title = match fix.safety {
        Safety::Safe => markdown::inline(&fix.title),
        Safety::Ask => format!("Please check: {}", markdown::inline(&fix.title)),
    };
    let Some(lines) = diff(fix, source) else {
        return Some(match fix.safety {
            Safety::Safe => format!("{title} (`cardbot check --fix` does it)."),
            Safety::Ask => format!("{title}."),
        });
    };
    Some(format!("{title}:\n\n{}", markdown::fenced("diff", &lines.join("\n"))))
}

/// The lines of the diff; `None` when there are too many to look through, or one is too long.
fn diff(fix: &Fix, source: &Source<'_>) -> Option<Vec<String>> {
    let (start, end) = (fix.edits.first()?.span.start, fix.edits.last()?.span.end);
    let first = source.line_of(start);
    let last = source.line_of(end).min(source.line_count().max(first));
    if last - first > limits::SHOWN_LINES {
        return None;
    }
    let from = source.line_span(first).start;
    let to = if last < source.line_count() {
        source.line_span(last + 1).start
    } else {
        source.text().len()
    };
    let before = source.text().get(from..to)?;
    let moved = crate::edit::shifted(&fix.edits, from)?;
    let after = crate::edit::apply(before, &moved)?;
    let text = similar::TextDiff::from_lines(before, after.as_str())
        .unified_diff()
        .context_radius(0)
        .to_string();
    let lines: Vec<String> = text
        .split('\n')
        .filter(|line| !line.is_empty() && !line.starts_with("@@") && !line.starts_with('\\'))
        .map(|line| markdown::visible(line.trim_end_matches('\r')))
        .collect();
    let fits = lines.len() <= limits::SHOWN_LINES
        && lines.iter().all(|line| line.chars().nth(limits::SHOWN_CHARS).is_none());
    fits.then_some(lines)
}

/// The lines that a finding is about.
pub(super) fn lines(reviewed: &Reviewed, source: &Source<'_>) -> Option<String> {
    /// More would hide the other findings.
    const MOST: usize = 3;
    let (first, last) = lines_of(reviewed, source)?;
    let shown = (first..=last).take(MOST).map(|line| {
        let text = markdown::visible(source.line_text(line));
        markdown::shortened(&text, limits::SHOWN_CHARS)
    });
    let mut shown: Vec<String> = shown.collect();
    if shown.iter().all(|line| line.trim().is_empty()) {
        return None;
    }
    if last - first >= MOST {
        shown.push("…".to_owned());
    }
    Some(markdown::fenced("yaml", &shown.join("\n")))
}

/// The lines of a finding, as long as the file has them.
pub(super) fn lines_of(reviewed: &Reviewed, source: &Source<'_>) -> Option<(usize, usize)> {
    let count = source.line_count();
    let first = reviewed.start.line;
    // An end at the very start of a line belongs to the line before.
    let end = reviewed.end;
    let last = if end.column == 1 && end.line > first { end.line - 1 } else { end.line };
    (1..=count).contains(&first).then(|| (first, last.clamp(first, count)))
}
