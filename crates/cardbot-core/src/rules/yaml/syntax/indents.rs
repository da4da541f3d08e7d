//! Lines at the wrong column.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess};
use super::lines::Line;
use crate::edit::Edit;
use crate::facts;
use crate::finding::Safety;
use crate::text::Span;

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    if !matches!(
        broken.syntax(),
        Some(
            ErrorKind::MappingValueNotAllowed
                | ErrorKind::ExpectedBlockMappingKey
                | ErrorKind::ExpectedBlockSequenceEntry
                | ErrorKind::BlockSequenceEntryNotAllowed
                | ErrorKind::SimpleKeyExpected
                | ErrorKind::InvalidIndentation
                | ErrorKind::InvalidSimpleKey
                | ErrorKind::ExpectedDocumentStart
                | ErrorKind::UnexpectedEof
        )
    ) {
        return;
    }
    let line = broken.line();
    shift(broken, line, guesses);
    // The line that is told may be the first that does not fit to a wrong one above it.
    if let Some(above) = line.said_before(broken.text) {
        shift(broken, above, guesses);
    }
}

/// The line, with all that belongs to it, at the columns of the lines above.
fn shift(broken: Broken<'_>, line: Line<'_>, guesses: &mut Vec<Guess>) {
    let own = line.indent();
    let is_item = line.is_item();
    if !is_item && line.field().key.is_none() {
        return;
    }
    let columns = columns_above(broken.text, line, is_item);
    // What stands deeper below it goes along.
    let below =
        line.all_after(broken.text).take_while(|next| next.is_idle() || next.indent() > own);
    let lines: Vec<Line<'_>> =
        std::iter::once(line).chain(below).filter(|l| !l.content().is_empty()).collect();
    let key = line.field().key.unwrap_or("");
    for column in columns.into_iter().take(4) {
        let edits: Vec<Edit> = lines.iter().filter_map(|l| moved(l, own, column)).collect();
        if edits.is_empty() {
            continue;
        }
        // A key of the card can stand at the margin only, and one blank too many is a slip.
        let top =
            column == 0 && !is_item && facts::key(key).is_some() && above_is_top(broken.text, line);
        let slip = is_item && own.abs_diff(column) == 1 && lines.len() == 1;
        let (verb, title) =
            if column < own { ("too far", "back") } else { ("not far enough", "in") };
        guesses.push(Guess {
            id: "indent",
            place: if own == 0 { line.place() } else { Span::new(line.start, line.start + own) },
            message: if own == 0 {
                format!("this line is not indented, where {} {} wanted", spaces(column), be(column))
            } else {
                format!(
                    "this line is indented {verb}: {} {} wanted, {own} {} there",
                    spaces(column),
                    be(column),
                    be(own)
                )
            },
            help: "Keys of one map, and items of one list, begin at the same column.",
            title: format!("Move it {title}"),
            safety: if top || slip { Safety::Safe } else { Safety::Ask },
            edits,
        });
    }
}

fn spaces(n: usize) -> String {
    match n {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        n => format!("{n} spaces"),
    }
}

fn be(n: usize) -> &'static str {
    if n == 1 || n == 0 { "is" } else { "are" }
}

/// The line at another column; `None` when it stands there already.
fn moved(line: &Line<'_>, from: usize, to: usize) -> Option<Edit> {
    let indent = line.indent();
    if to < from {
        let less = (from - to).min(indent);
        (less > 0).then(|| Edit::delete(Span::new(line.start, line.start + less)))
    } else {
        (to > from).then(|| Edit::insert(line.start, " ".repeat(to - from)))
    }
}

/// Columns at which keys, or items, stand above; the nearest to the line's own first.
fn columns_above(text: &str, line: Line<'_>, items: bool) -> Vec<usize> {
    let own = line.indent();
    let mut columns: Vec<usize> = vec![];
    let mut lowest = usize::MAX;
    for above in line.all_before(text) {
        let indent = above.indent();
        // What is closed by a line further out can't be gone on with.
        if indent > lowest {
            continue;
        }
        lowest = indent;
        let inner = above.behind_dashes();
        let mut add = |column: usize| {
            if column != own && !columns.contains(&column) {
                columns.push(column);
            }
        };
        if items && above.is_item() {
            add(indent);
        }
        if items && above.field().key.is_some() && above.field().value.is_empty() {
            add(inner);
            add(inner + 2);
        }
        if !items && above.field().key.is_some() {
            add(inner);
            if above.field().value.is_empty() {
                add(inner + 2);
            }
        }
        if indent == 0 && !above.is_item() {
            break;
        }
    }
    columns.sort_by_key(|column| (own.abs_diff(*column), *column));
    columns
}

/// The nearest line above is a whole `key: value` at the margin.
fn above_is_top(text: &str, line: Line<'_>) -> bool {
    line.said_before(text).is_some_and(|above| above.indent() == 0 && above.field().key.is_some())
}
