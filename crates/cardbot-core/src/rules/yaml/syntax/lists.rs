//! Lists: a dash without its space, a list on the line of its key, an item at the wrong column.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess, in_quotes};
use super::lines::Line;
use crate::edit::Edit;
use crate::finding::Safety;
use crate::rules::words::code;
use crate::text::Span;

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    match broken.syntax() {
        Some(ErrorKind::BlockSequenceEntryNotAllowed) => list_beside_key(broken, guesses),
        Some(
            ErrorKind::SimpleKeyExpected
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::ExpectedBlockSequenceEntry,
        ) => {
            glued_dash(broken, guesses);
            block_text(broken, guesses);
        }
        _ => {}
    }
}

/// `tags: - a`
fn list_beside_key(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let line = broken.line();
    let field = line.field();
    if field.value_start != broken.at || field.key.is_none() {
        return;
    }
    let key_column = line.behind_dashes();
    // Where further items follow, the first one stands above them.
    let below = line.said_after(broken.text).filter(Line::is_item);
    let column = below.map_or(key_column, |below| below.indent()).max(key_column);
    let eol = if broken.text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = broken.text.get(line.start..broken.at).unwrap_or("");
    let start = line.start + before.trim_end().len();
    let key = field.key.unwrap_or("");
    let place = Span::new(broken.at, broken.at + 1);
    guesses.push(Guess {
        id: "list-beside-key",
        place,
        message: format!("the list of {} begins on the line of its key", code(key)),
        help: "Each item of a list stands on a line of its own, below the key.",
        title: "Put it on the next line".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::replace(
            Span::new(start, broken.at),
            format!("{eol}{}", " ".repeat(column)),
        )],
    });
    let value = field.value_alone();
    guesses.push(Guess {
        id: "sign",
        place: field.place_alone(),
        message: format!("{} must be in quotes, because it begins with a dash", code(value)),
        help: "Without quotes a dash and a space begin the item of a list.",
        title: "Quote it".to_owned(),
        safety: Safety::Ask,
        edits: vec![Edit::replace(field.place_alone(), in_quotes(value))],
    });
}

/// `-a` below `- b`, or as the only items of a key.
fn glued_dash(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let here = broken.line();
    let is_glued = |line: &Line<'_>| {
        let mut chars = line.content().chars();
        chars.next() == Some('-') && chars.next().is_some_and(|c| !matches!(c, '-' | ' ' | '\t'))
    };
    // The error is told on a glued line or on the first proper line behind it.
    let Some(first) =
        std::iter::once(here).chain(here.said_before(broken.text)).find(|line| is_glued(line))
    else {
        return;
    };
    let mut lines: Vec<Line<'_>> =
        first.all_before(broken.text).take_while(|l| is_glued(l)).collect();
    lines.reverse();
    lines.push(first);
    lines.extend(
        first
            .all_after(broken.text)
            .take_while(|l| is_glued(l) || l.is_item())
            .filter(|l| is_glued(l)),
    );
    let Some(place) = lines.first().map(Line::place) else { return };
    let word = lines.first().map_or("", Line::content);
    let message = match lines.len() {
        1 => format!("a space is missing after the dash of {}", code(word)),
        n => format!(
            "a space is missing after the dashes of {n} list items, {} the first",
            code(word)
        ),
    };
    let dashes: Vec<usize> = lines.iter().map(|l| l.start + l.indent() + 1).collect();
    let edits: Vec<Edit> = dashes.iter().map(|at| Edit::insert(*at, " ")).collect();
    // `-1` and the like may be meant as they are.
    let safe = lines.iter().all(|l| {
        l.content()
            .trim_start_matches('-')
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\''))
    });
    guesses.push(Guess {
        id: "glued-dash",
        place,
        message,
        help: "A list item is a dash, a space and a value: `- en`.",
        title: "Put a space after the dash".to_owned(),
        safety: if safe { Safety::Safe } else { Safety::Ask },
        edits,
    });
}

/// `a: >` with its text at the margin.
fn block_text(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let here = broken.line();
    // Upward over lines that are no keys to the one that announces a text.
    let mut first = here;
    let mut header = None;
    for line in here.all_before(broken.text).take(40) {
        let field = line.field();
        if field.key.is_none() && !line.is_item() {
            first = line;
            continue;
        }
        header = is_block_sign(field.value).then_some(line);
        break;
    }
    let Some(header) = header else { return };
    let column = header.behind_dashes() + 2;
    let mut edits = vec![];
    let rest = std::iter::once(first).chain(first.all_after(broken.text));
    for line in rest.take_while(|line| line.field().key.is_none_or(|key| key.contains(' '))) {
        if !line.content().is_empty() && line.indent() < column {
            edits.push(Edit::insert(line.start, " ".repeat(column - line.indent())));
        }
    }
    if edits.is_empty() {
        return;
    }
    let key = header.field().key.unwrap_or("");
    guesses.push(Guess {
        id: "block-indent",
        place: here.place(),
        message: format!("the text of {} must be indented", code(key)),
        help: "After `|` or `>` the text goes on as long as its lines are indented.",
        title: "Indent the text".to_owned(),
        safety: Safety::Ask,
        edits,
    });
}

fn is_block_sign(value: &str) -> bool {
    let rest = value.trim_start_matches(['|', '>']);
    rest.len() < value.len()
        && rest.len() <= 2
        && rest.bytes().all(|b| b"+-0123456789".contains(&b))
}
