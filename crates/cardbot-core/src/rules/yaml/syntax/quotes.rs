//! Quotes that are not closed, or closed too early.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess, in_quotes};
use super::lines::{Line, is_word};
use crate::edit::Edit;
use crate::finding::Safety;
use crate::rules::words::code;
use crate::text::Span;

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    match broken.syntax() {
        Some(ErrorKind::UnclosedQuotedScalar) => unclosed(broken, broken.at, guesses),
        Some(
            ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar,
        ) => trailing(broken, guesses),
        Some(
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape,
        ) => backslashes(broken, broken.at, guesses),
        // A key in quotes that runs on over the next line, or a text that another quote ended.
        Some(
            ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::UnclosedFlowCollection { .. },
        ) => {
            if let Some(open) = open_before(broken.text, broken.at) {
                unclosed(broken, open, guesses);
            }
        }
        _ => {}
    }
}

/// Something stands behind a closing quote.
fn trailing(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let line = broken.line();
    let field = line.field();
    let value = field.value;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let behind = broken.text.get(broken.at..line.end()).unwrap_or("").trim();
    let same_line = quote.is_some() && field.value_start < broken.at;
    if let (Some(quote), true) = (quote, same_line) {
        comma(broken, behind, guesses);
        second_key(broken, &line, behind, guesses);
        if value.len() > 1 && value.ends_with(quote) {
            inner_quotes(broken, field.place(), quote, guesses);
        } else if let Some(inner) = value.strip_suffix(',').filter(|v| v.ends_with(quote)) {
            // `"a "b" c",`
            let place = Span::new(field.value_start, field.value_start + inner.len());
            inner_quotes(broken, place, quote, guesses);
        }
        let place = field.place();
        guesses.push(Guess {
            id: "text-behind-quote",
            place: Span::new(broken.at, broken.at + behind.len()),
            message: format!("{} stands behind the closing quote", code(behind)),
            help: "A value in quotes ends with its closing quote. Put quotes around all of it.",
            title: "Quote the whole value".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit::replace(place, in_quotes(value))],
        });
    } else {
        missing_comma(broken, guesses);
        key_with_quote(broken, &line, guesses);
    }
    if let Some(open) = open_before(broken.text, broken.at) {
        unclosed(broken, open, guesses);
    }
}

/// `license: "mit",`
fn comma(broken: Broken<'_>, behind: &str, guesses: &mut Vec<Guess>) {
    if !matches!(behind, "," | ";") {
        return;
    }
    let place = Span::new(broken.at, broken.at + behind.len());
    guesses.push(Guess {
        id: "comma",
        place,
        message: format!("a `{behind}` behind the value; in YAML the line's end ends it"),
        help: "Commas separate values between `[` and `]` or `{` and `}` only.",
        title: format!("Remove the `{behind}`"),
        safety: Safety::Safe,
        edits: vec![Edit::delete(place)],
    });
}

/// `a: "b" c: "d"`
fn second_key(broken: Broken<'_>, line: &Line<'_>, behind: &str, guesses: &mut Vec<Guess>) {
    let Some((key, _)) = behind.split_once(": ").filter(|(key, _)| is_word(key)) else { return };
    let before = broken.text.get(line.start..broken.at).unwrap_or("");
    let blanks = before.len() - before.trim_end().len();
    let eol = if broken.text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat(line.behind_dashes());
    guesses.push(Guess {
        id: "two-keys",
        place: Span::new(broken.at, broken.at + key.len()),
        message: format!("a second key, {}, stands on the same line", code(key)),
        help: "Each key of a map begins on a line of its own.",
        title: "Put it on the next line".to_owned(),
        safety: Safety::Ask,
        edits: vec![Edit::replace(
            Span::new(broken.at - blanks, broken.at),
            format!("{eol}{indent}"),
        )],
    });
}

/// `'it's'` and `"a "b" c"`: the quotes inside are doubled or get a backslash.
fn inner_quotes(broken: Broken<'_>, place: Span, quote: char, guesses: &mut Vec<Guess>) {
    let inner = Span::new(place.start + 1, place.end - 1);
    let Some(text) = broken.text.get(inner.range()) else { return };
    let mut edits = vec![];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            let escape = if quote == '"' { "\\" } else { "'" };
            edits.push(Edit::insert(inner.start + at, escape));
        }
    }
    let Some(first) = edits.first().map(|edit| edit.span.start) else { return };
    let (message, help) = if quote == '\'' {
        (
            "an apostrophe inside single quotes ends the text",
            "Between single quotes an apostrophe is written twice: `''`.",
        )
    } else {
        (
            "a quote inside double quotes ends the text",
            "Between double quotes a quote is written with a backslash: `\\\"`.",
        )
    };
    guesses.push(Guess {
        id: "inner-quote",
        place: Span::new(first, first + 1),
        message: message.to_owned(),
        help,
        title: if quote == '\'' { "Double it" } else { "Put a backslash before it" }.to_owned(),
        safety: Safety::Safe,
        edits,
    });
}

/// `["a" "b"]`
fn missing_comma(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let before = broken.text.get(..broken.at).unwrap_or("");
    let blanks = before.len() - before.trim_end().len();
    if !before.trim_end().ends_with(['"', '\'']) {
        return;
    }
    let at = broken.at - blanks;
    guesses.push(Guess {
        id: "missing-comma",
        place: Span::new(broken.at, broken.at + 1),
        message: "a comma is missing before this value".to_owned(),
        help: "Commas separate values between `[` and `]` or `{` and `}`.",
        title: "Put a comma there".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::insert(at, ",")],
    });
}

/// `"license: mit"` is left to the guess about unclosed quotes; `"license" mit` lacks its colon.
fn key_with_quote(broken: Broken<'_>, line: &Line<'_>, guesses: &mut Vec<Guess>) {
    let before = broken.text.get(line.start..broken.at).unwrap_or("").trim();
    let key = before.trim_start_matches("- ").trim_matches(['"', '\'']);
    if !is_word(key) || before.len() < key.len() + 2 {
        return;
    }
    let at = line.start + line.indent() + before.len();
    guesses.push(Guess {
        id: "missing-colon",
        place: Span::new(at, broken.at.max(at)),
        message: format!("the colon after {} is missing", code(key)),
        help: "A key, a colon, a space, a value: `license: mit`.",
        title: "Write a colon".to_owned(),
        safety: Safety::Ask,
        edits: vec![Edit::replace(Span::new(at, broken.at.max(at)), ": ")],
    });
}

/// The quote that opened a text which should have ended on its own line.
fn unclosed(broken: Broken<'_>, open: usize, guesses: &mut Vec<Guess>) {
    let line = Line::at(broken.text, open);
    let Some(quote) = broken.text.get(open..).and_then(|t| t.chars().next()) else { return };
    if !matches!(quote, '"' | '\'') {
        return;
    }
    let place = Span::new(open, open + 1);
    let rest = broken.text.get(open + 1..line.end()).unwrap_or("");
    let mut push = |title: &str, safety: Safety, edits: Vec<Edit>| {
        guesses.push(Guess {
            id: "unclosed-quote",
            place,
            message: "this quote is not closed on its line".to_owned(),
            help: "YAML reads on to the next quote of the kind, so what follows becomes part of the text.",
            title: title.to_owned(),
            safety,
            edits,
        });
    };
    let said = rest.trim_end();
    let end = open + 1 + said.len();
    // `"mit'`: closed by the other kind.
    let other = if quote == '"' { '\'' } else { '"' };
    if said.ends_with(other) && said.matches(other).count() == 1 {
        push(
            "Write the same quote at both ends",
            Safety::Safe,
            vec![Edit::replace(Span::new(end - 1, end), quote.to_string())],
        );
    }
    // `"license: mit`: the key was meant to be in quotes, or nothing at all.
    let opens_line = line.start + line.behind_dashes() == open;
    if let Some((key, _)) = said.split_once(": ").filter(|(key, _)| opens_line && is_word(key)) {
        let close = open + 1 + key.len();
        push("Close the quote", Safety::Safe, vec![Edit::insert(close, quote.to_string())]);
    }
    // `[a, "b, c]`: before the next comma or bracket.
    let in_brackets = broken.text.get(line.start..open).is_some_and(|before| {
        before.matches(['[', '{']).count() > before.matches([']', '}']).count()
    });
    if in_brackets && let Some(stop) = said.find([',', ']', '}']) {
        let stop = said.get(..stop).unwrap_or("").trim_end().len();
        push(
            "Close the quote",
            Safety::Ask,
            vec![Edit::insert(open + 1 + stop, quote.to_string())],
        );
    }
    // `"C:\dir\"`: the last backslash took the quote.
    if quote == '"' && said.ends_with("\\\"") {
        backslashes(broken, open, guesses);
        return;
    }
    if !said.is_empty() {
        // A comment may or may not have been meant as one.
        let safety = if said.contains(" #") { Safety::Ask } else { Safety::Safe };
        push("Close the quote", safety, vec![Edit::insert(end, quote.to_string())]);
    }
}

/// Backslashes that begin no escape are doubled.
fn backslashes(broken: Broken<'_>, open: usize, guesses: &mut Vec<Guess>) {
    let line = Line::at(broken.text, open);
    let text = broken.text.get(open + 1..line.end()).unwrap_or("");
    let closing = text.trim_end().len().saturating_sub(1);
    let mut edits = vec![];
    let mut first = None;
    let mut good = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '"' {
            break;
        }
        if c != '\\' {
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        let takes_closing = next == Some('"') && at + 1 == closing;
        if is_escape(next, text.get(at + 2..).unwrap_or("")) && !takes_closing {
            good += usize::from(!matches!(next, Some('"' | '\\')));
            chars.next();
            continue;
        }
        edits.push(Edit::insert(open + 1 + at, "\\"));
        first.get_or_insert((open + 1 + at, next));
    }
    let Some((at, next)) = first else { return };
    let written = format!("\\{}", next.filter(|c| !c.is_control()).unwrap_or(' '));
    guesses.push(Guess {
        id: "backslash",
        place: Span::new(at, at + written.trim_end().len()),
        message: format!("{} is no escape that YAML knows", code(&written)),
        help: "Between double quotes a backslash is written twice: `\\\\`. Between single quotes once is enough.",
        title: "Double the backslash".to_owned(),
        // `"C:\new\path"`: the first of these is a line end to YAML, and hardly to the author.
        safety: if good == 0 { Safety::Safe } else { Safety::Ask },
        edits,
    });
}

fn is_escape(next: Option<char>, rest: &str) -> bool {
    let hex = |n: usize| rest.get(..n).is_some_and(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
    match next {
        Some('x') => hex(2),
        Some('u') => hex(4),
        Some('U') => hex(8),
        Some(c) => "0abt\tnvfre \"/\\N_LP".contains(c),
        None => true,
    }
}

/// The nearest quote before `at` that opens a value and is not closed on its line.
fn open_before(text: &str, at: usize) -> Option<usize> {
    let here = Line::at(text, at);
    std::iter::once(here).chain(here.all_before(text)).find_map(|line| {
        let field = line.field();
        let value = field.value;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        if field.value_start >= at {
            return None;
        }
        let open = closed_at(value, quote).is_none();
        open.then_some(field.value_start)
    })
}

/// Where a text in quotes is closed; `None` if it is not.
fn closed_at(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return Some(at);
            }
        }
    }
    None
}
