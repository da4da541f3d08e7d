//! Brackets that are not closed, closed twice, or the beginning of a text.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess, in_quotes};
use super::lines::Line;
use crate::edit::Edit;
use crate::finding::Safety;
use crate::rules::words::code;
use crate::text::Span;

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    match broken.syntax() {
        Some(ErrorKind::MisplacedFlowCollectionEnd) => stray(broken, guesses),
        Some(ErrorKind::MismatchedFlowCollectionEnd { open, close }) => {
            mismatched(broken, *open, *close, guesses);
        }
        Some(
            ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::BlockEntryInFlowCollection
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::PlainScalarStartsWithDashFlowIndicator
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::MappingKeyNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::ExpectedNodeContent
            | ErrorKind::InvalidIndentation
            | ErrorKind::FlowMappingValueAdjacentCollection,
        ) => {
            text_in_brackets(broken, guesses);
            comma_too_many(broken, guesses);
            missing_comma(broken, guesses);
            unclosed(broken, guesses);
        }
        _ => {}
    }
}

/// `tags: [a, b]]`
fn stray(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let place = Span::new(broken.at, broken.at + 1);
    let bracket = broken.text.get(place.range()).unwrap_or("]");
    let line = broken.line();
    let behind = broken.text.get(broken.at + 1..line.end()).unwrap_or("");
    let last = behind.trim_matches([' ', '\t', ']', '}', ',']).is_empty();
    guesses.push(Guess {
        id: "stray-bracket",
        place,
        message: format!("this `{bracket}` closes nothing"),
        help: "Each `]` needs a `[` before it, and each `}` a `{`.",
        title: "Remove it".to_owned(),
        safety: if last && line.field().value != bracket { Safety::Safe } else { Safety::Ask },
        edits: vec![Edit::delete(place)],
    });
}

/// `tags: [a, b}`
fn mismatched(broken: Broken<'_>, open: char, close: char, guesses: &mut Vec<Guess>) {
    let wanted = if open == '[' { ']' } else { '}' };
    // The place is that of the opening bracket; the wrong one is the first that fits it in depth.
    let Some(at) = first_unmatched(broken.text, broken.at, close) else { return };
    let place = Span::new(at, at + 1);
    guesses.push(Guess {
        id: "wrong-bracket",
        place,
        message: format!("`{open}` is closed by `{close}`"),
        help: "`[` and `]` enclose a list, `{` and `}` a map.",
        title: format!("Write `{wanted}`"),
        safety: Safety::Safe,
        edits: vec![Edit::replace(place, wanted.to_string())],
    });
}

fn first_unmatched(text: &str, open: usize, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.get(open..)?.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 && c == close => return Some(open + at),
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// `text: [MASK] is the capital`: a text, not a list.
fn text_in_brackets(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    for line in here_and_before(broken, 2) {
        let field = line.field();
        let value = field.value_alone();
        if !value.starts_with(['[', '{']) {
            continue;
        }
        // Closed on its line, with something behind it.
        let Some(end) = closing(value) else { continue };
        let behind = value.get(end + 1..).unwrap_or("").trim();
        if behind.is_empty() || behind.starts_with([',', ']', '}']) {
            continue;
        }
        guesses.push(Guess {
            id: "bracket-text",
            place: field.place_alone(),
            message: format!("{} must be in quotes, because it begins with a bracket", code(value)),
            help: "Without quotes `[` begins a list and `{` a map.",
            title: "Quote it".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit::replace(field.place_alone(), in_quotes(value))],
        });
        return;
    }
}

/// Where the bracket at the beginning of a value is closed.
fn closing(value: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 => return Some(at),
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// `[a,, b]` and `[a, , b]`
fn comma_too_many(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let rest = broken.text.get(broken.at..).unwrap_or("");
    let before = broken.text.get(..broken.at).unwrap_or("").trim_end();
    if !rest.starts_with(',') || !before.ends_with([',', '[', '{']) {
        return;
    }
    let place = Span::new(broken.at, broken.at + 1);
    guesses.push(Guess {
        id: "two-commas",
        place,
        message: "a comma with no value before it".to_owned(),
        help: "One comma stands between two values.",
        title: "Remove it".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::delete(place)],
    });
}

/// `["a" b]`
fn missing_comma(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    if !matches!(
        broken.syntax(),
        Some(ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator)
    ) {
        return;
    }
    let before = broken.text.get(..broken.at).unwrap_or("");
    let end = before.trim_end().len();
    if !before.trim_end().ends_with(['"', '\'', ']', '}']) {
        return;
    }
    guesses.push(Guess {
        id: "missing-comma",
        place: Span::new(broken.at, broken.at + 1),
        message: "a comma is missing before this value".to_owned(),
        help: "Commas separate values between `[` and `]` or `{` and `}`.",
        title: "Put a comma there".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::insert(end, ",")],
    });
}

/// `tags: [a, b` with the next key below.
fn unclosed(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    for line in here_and_before(broken, 60) {
        let Some((at, open)) = left_open(&line) else { continue };
        let close = if open == '[' { "]" } else { "}" };
        // The list may go on over several lines; it ends before the next key or item.
        let last = line
            .all_after(broken.text)
            .take_while(|next| !next.is_item() && next.field().key.is_none() && !next.is_idle())
            .last()
            .unwrap_or(line);
        let said = last.text.split(" #").next().unwrap_or("").trim_end();
        let said_end = last.start + said.len();
        let end = last.start + said.trim_end_matches(',').len();
        let safety = if last.start == line.start { Safety::Safe } else { Safety::Ask };
        guesses.push(Guess {
            id: "unclosed-bracket",
            place: Span::new(line.start + at, line.start + at + 1),
            message: format!("this `{open}` is never closed"),
            help: "A list in brackets ends with `]`, a map with `}`.",
            title: format!("Close it with `{close}`"),
            safety,
            edits: vec![Edit::replace(Span::new(end, said_end), close)],
        });
        return;
    }
}

/// The last bracket of a line's value that the line leaves open, outside of quotes.
fn left_open(line: &Line<'_>) -> Option<(usize, char)> {
    let field = line.field();
    if !field.value.starts_with(['[', '{']) {
        return None;
    }
    let from = field.value_start - line.start;
    let mut open = vec![];
    let mut quote = None;
    for (at, c) in line.text.char_indices().skip_while(|(at, _)| *at < from) {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => open.push((at, c)),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

fn here_and_before(broken: Broken<'_>, most: usize) -> impl Iterator<Item = Line<'_>> {
    let here = broken.line();
    std::iter::once(here).chain(here.all_before(broken.text)).take(most)
}
