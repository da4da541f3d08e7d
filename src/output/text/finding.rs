//! One finding: its line underlined, the message, the fix as a small diff, the rule's name.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Origin, Renderer, Snippet, Title};
use cardbot_core::finding::Severity;

use super::super::escape::{self, one_line, visible};
use super::fix::{self, columns};
use crate::report::{Excerpt, Located};

/// Draws a finding.
pub(super) fn drawn(path: &str, located: &Located, width: usize) -> String {
    let finding = &located.finding;
    let path = escape::path(path);
    let mut group = title(located).elements(None::<Snippet<'_, Annotation<'_>>>);
    let main = located.picture.as_ref().and_then(|picture| picture.main.as_ref());
    group = match main {
        Some(excerpt) => group.element(snippet(excerpt, &path, width)),
        None => {
            let (at, _) = located.shown;
            group.element(Origin::path(path.as_str()).line(at.line).char_column(at.column))
        }
    };
    let further = located.picture.iter().flat_map(|picture| &picture.further);
    for excerpt in further {
        group = group.element(snippet(excerpt, &path, width));
    }
    let gutter = main.map_or(1, |excerpt| digits(excerpt.last_line()));
    if let Some(help) = &finding.help {
        let room = width.saturating_sub(gutter + "  = help: ".len());
        group = group.element(Level::HELP.message(wrapped(&one_line(help), room)));
    }
    // The renderer's width is that of the source line, without the line number and the cut mark.
    let room = width.saturating_sub(gutter + " | ".len() + "...".len());
    let mut out = Renderer::styled().term_width(room).render(&[group]);
    if let Some(fix) = &finding.fix {
        let diff = located.picture.as_ref().and_then(|picture| picture.diff.as_ref());
        out.push('\n');
        fix::draw(fix, diff, gutter, width, &mut out);
    }
    out
}

fn title(located: &Located) -> Title<'_> {
    let level = match located.finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.primary_title(one_line(&located.finding.message)).id(located.finding.rule)
}

fn snippet<'e>(excerpt: &'e Excerpt, path: &'e str, width: usize) -> Snippet<'e, Annotation<'e>> {
    // Room for the line numbers, and for what stands before the mark.
    let room = width.saturating_sub(30);
    // Measured as it is drawn: what takes no column may be stood in for by what takes two.
    let text = visible(&excerpt.text);
    let mark =
        |range: &Range<usize>, words: usize| cut(&text, range.clone(), room.saturating_sub(words));
    let marked = excerpt.marked.as_ref().map(|range| AnnotationKind::Primary.span(mark(range, 0)));
    let labels: Vec<_> = excerpt
        .labels
        .iter()
        .map(|label| {
            let words = one_line(&label.text);
            let range = mark(&label.range, words.chars().count() + 1);
            AnnotationKind::Context.span(range).label(words)
        })
        .collect();
    Snippet::source(text)
        .line_start(excerpt.first_line)
        .path(path)
        .annotations(marked)
        .annotations(labels)
}

/// A text with line ends between words, so that it fits into a number of columns.
fn wrapped(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut used = 0;
    for (i, word) in text.split(' ').enumerate() {
        let width: usize = word.chars().map(columns).sum();
        if i > 0 && used + 1 + width > most {
            out.push('\n');
            used = 0;
        } else if i > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += width;
    }
    out
}

/// A range cut to a number of columns, so that its beginning and what is said about it can be seen
/// at once. Of one over several lines the last line is cut; where it begins too far to the right
/// to draw a line from there to its end, its first line has to do.
fn cut(text: &str, range: Range<usize>, most: usize) -> Range<usize> {
    let marked = text.get(range.clone()).unwrap_or("");
    // Drawn up to the end of its line, not over the line after it.
    let marked = marked.strip_suffix('\n').unwrap_or(marked);
    let range = range.start..range.start + marked.len();
    let Some(last_line) = marked.rfind('\n').map(|at| range.start + at + 1) else {
        return range.start..range.start + fitting(marked, most);
    };
    let before = text.get(..range.start).unwrap_or("");
    let before = before.rfind('\n').map_or(before, |at| before.get(at + 1..).unwrap_or(""));
    if fitting(before, most) < before.len() {
        let first = marked.lines().next().unwrap_or("");
        return range.start..range.start + fitting(first, most);
    }
    let last = text.get(last_line..range.end).unwrap_or("");
    range.start..last_line + fitting(last, most)
}

/// How many bytes of a text fit into a number of columns.
fn fitting(text: &str, most: usize) -> usize {
    let mut room = most.max(1);
    let kept = text.chars().take_while(|c| {
        let fits = columns(*c) <= room;
        room = room.saturating_sub(columns(*c));
        fits
    });
    kept.map(char::len_utf8).sum()
}

/// How many digits a line number takes.
pub(super) fn digits(n: usize) -> usize {
    n.checked_ilog10().map_or(1, |log| log as usize + 1)
}
