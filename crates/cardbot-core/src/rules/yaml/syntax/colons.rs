//! Colons: one too many in a value, one missing after a key, or without its space.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess, as_scalar, in_quotes};
use super::lines::{Line, is_word};
use crate::edit::Edit;
use crate::facts;
use crate::finding::Safety;
use crate::rules::words::code;
use crate::text::Span;
use crate::yaml::ProblemKind;

const FORM: &str = "A key, a colon, a space, a value: `license: mit`.";

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let line = broken.line();
    match broken.kind {
        ProblemKind::Syntax(ErrorKind::MappingValueNotAllowed) => {
            two_keys(broken, &line, guesses);
            colon_in_value(broken, &line, guesses);
            // The line before may be the one that lacks its colon.
            if let Some(before) = line.said_before(broken.text)
                && before.field().key.is_none()
            {
                without_colon(&before, guesses);
            }
        }
        ProblemKind::Syntax(ErrorKind::InvalidColonPlacement) => {
            colon_in_value(broken, &line, guesses);
        }
        ProblemKind::Syntax(
            ErrorKind::SimpleKeyExpected
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::UnexpectedEof
            | ErrorKind::ExpectedBlockSequenceEntry,
        ) => without_colon(&line, guesses),
        ProblemKind::EmptyKey => colon_in_value(broken, &line, guesses),
        _ => {}
    }
}

/// `title: Foo: bar`
fn colon_in_value(broken: Broken<'_>, line: &Line<'_>, guesses: &mut Vec<Guess>) {
    let field = line.field();
    if broken.at < field.value_start || field.key.is_none() {
        return;
    }
    let value = field.value_alone();
    if value.is_empty() || value.starts_with(['"', '\'']) {
        return;
    }
    let place = field.place_alone();
    guesses.push(Guess {
        id: "colon",
        place,
        message: format!("{} must be in quotes, because of the colon in it", code(value)),
        help: "Without quotes YAML takes what stands before a colon and a space for a key.",
        title: "Quote the value".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::replace(place, in_quotes(value))],
    });
}

/// `license: mit language: en`
fn two_keys(broken: Broken<'_>, line: &Line<'_>, guesses: &mut Vec<Guess>) {
    let field = line.field();
    let before = broken.text.get(field.value_start..broken.at).unwrap_or("");
    let Some((value, key)) = before.rsplit_once([' ', '\t']) else { return };
    let value_known = field.key.is_some_and(is_known);
    if !value_known
        || !is_known(key)
        || value.trim().contains([' ', '\t'])
        || value.trim().is_empty()
    {
        return;
    }
    let start = broken.at - key.len();
    let blanks = value.len() - value.trim_end().len() + 1;
    let eol = if broken.text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat(line.behind_dashes());
    guesses.push(Guess {
        id: "two-keys",
        place: Span::new(start, broken.at),
        message: format!("a second key, {}, stands on the same line", code(key)),
        help: "Each key begins on a line of its own.",
        title: "Put it on the next line".to_owned(),
        safety: Safety::Ask,
        edits: vec![Edit::replace(Span::new(start - blanks, start), format!("{eol}{indent}"))],
    });
}

/// A line that should be a key with a value, and has no colon that YAML takes for one.
fn without_colon(line: &Line<'_>, guesses: &mut Vec<Guess>) {
    let start = line.behind_dashes();
    let said = line.text.get(start..).unwrap_or("").trim_end();
    let at = line.start + start;
    if let Some((key, rest)) = said.split_once('：') {
        wide_colon(at, key.trim_end(), rest, guesses);
    }
    if let Some((key, rest)) = said.split_once(':') {
        let address = rest.starts_with("//") || said.contains("://") && !is_known(key);
        if is_word(key) && !rest.is_empty() && !rest.starts_with([' ', '\t']) && !address {
            let place = Span::new(at, at + key.len() + 1);
            guesses.push(Guess {
                id: "colon-space",
                place,
                message: format!("a space is missing after `{key}:`"),
                help: FORM,
                title: "Put a space after the colon".to_owned(),
                safety: if is_known(key) || is_inner(key) { Safety::Safe } else { Safety::Ask },
                edits: vec![Edit::insert(place.end, " ")],
            });
        }
    }
    if let Some((key, value)) = said.split_once('=') {
        let (key, value) = (key.trim_end(), value.trim_start());
        if is_word(key) && (is_known(key) || is_inner(key)) {
            let start = at + key.len();
            let end = at + said.len() - value.len();
            guesses.push(Guess {
                id: "equals-sign",
                place: Span::new(start, end),
                message: format!("{} is followed by `=` instead of a colon", code(key)),
                help: FORM,
                title: "Write a colon".to_owned(),
                safety: Safety::Safe,
                edits: vec![Edit::replace(Span::new(start, end), ": ")],
            });
        }
    }
    let (key, value) = said.split_once([' ', '\t']).unwrap_or((said, ""));
    if !is_known(key) {
        return;
    }
    let place = Span::new(at, at + key.len());
    let message = format!("the colon after {} is missing", code(key));
    if value.trim().is_empty() {
        guesses.push(Guess {
            id: "missing-colon",
            place,
            message,
            help: FORM,
            title: "Write a colon".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit::insert(place.end, ":")],
        });
    } else {
        guesses.push(Guess {
            id: "missing-colon",
            place,
            message,
            help: FORM,
            title: "Write a colon".to_owned(),
            safety: Safety::Ask,
            edits: vec![Edit::insert(place.end, ":")],
        });
    }
}

/// `license：mit`, as Chinese and Japanese keyboards write it.
fn wide_colon(at: usize, key: &str, rest: &str, guesses: &mut Vec<Guess>) {
    if !is_word(key) {
        return;
    }
    let colon = at + key.len();
    let value = rest.trim_start();
    let end = colon + '：'.len_utf8() + (rest.len() - value.len());
    let written = if value.is_empty() { ":".to_owned() } else { format!(": {}", as_scalar(value)) };
    guesses.push(Guess {
        id: "wide-colon",
        place: Span::new(colon, colon + '：'.len_utf8()),
        message: "`：` is not the colon that YAML knows".to_owned(),
        help: "Keys end with the narrow colon `:` and a space.",
        title: "Write `: `".to_owned(),
        safety: if is_known(key) { Safety::Safe } else { Safety::Ask },
        edits: vec![Edit::replace(Span::new(colon, end + value.len()), written)],
    });
}

/// A top-level key of cards.
pub(super) fn is_known(key: &str) -> bool {
    facts::key(key).is_some() || facts::key_by_spelling(key).is_some_and(|spelt| spelt.sure)
}

/// Keys inside `widget`, `model-index` and the like.
fn is_inner(key: &str) -> bool {
    [
        "text",
        "example_title",
        "output",
        "url",
        "src",
        "context",
        "name",
        "type",
        "value",
        "task",
        "dataset",
        "metrics",
        "results",
        "config",
        "split",
        "args",
        "revision",
        "source",
        "emissions",
        "parameters",
        "training_type",
        "geographical_location",
        "hardware_used",
        "source_sentence",
        "sentences",
        "candidate_labels",
    ]
    .contains(&key)
}
