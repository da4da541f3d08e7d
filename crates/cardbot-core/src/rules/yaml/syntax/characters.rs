//! Values that begin with a character of YAML's own, control characters, type tags.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess, in_quotes};
use super::lines::Line;
use crate::edit::Edit;
use crate::finding::Safety;
use crate::rules::words::code;
use crate::text::Span;
use crate::yaml::ProblemKind;

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    match broken.kind {
        ProblemKind::ControlCharacter(c) => control(broken, *c, guesses),
        ProblemKind::Syntax(ErrorKind::UnexpectedCharacter { character })
            if character.is_control() =>
        {
            control(broken, *character, guesses);
        }
        ProblemKind::UnknownTag(name) => tag(broken, name, guesses),
        ProblemKind::UnknownAlias(_)
        | ProblemKind::Syntax(
            ErrorKind::UnexpectedCharacter { .. }
            | ErrorKind::MissingAnchorOrAliasName
            | ErrorKind::UnknownAnchor
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::InvalidTagEscape
            | ErrorKind::MissingTagUri
            | ErrorKind::UndeclaredTagHandle
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidGlobalTagCharacter,
        ) => sign(broken, broken.at, guesses),
        ProblemKind::Syntax(
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent,
        ) => {
            block_text(broken, guesses);
            sign(broken, broken.at, guesses);
        }
        _ => {}
    }
}

fn control(broken: Broken<'_>, c: char, guesses: &mut Vec<Guess>) {
    let place = Span::new(broken.at, broken.at + c.len_utf8());
    // One kind of them rarely comes alone.
    let all = broken.text.char_indices().filter(|(_, found)| *found == c).take(1000);
    let edits: Vec<Edit> =
        all.map(|(at, c)| Edit::delete(Span::new(at, at + c.len_utf8()))).collect();
    let message = match edits.len() {
        0 | 1 => format!(
            "an invisible control character, U+{:04X}, which YAML does not allow",
            u32::from(c)
        ),
        n => format!(
            "{n} invisible control characters, U+{:04X}, which YAML does not allow",
            u32::from(c)
        ),
    };
    guesses.push(Guess {
        id: "control-character",
        place,
        message,
        help: "It most likely came in with text that was copied from elsewhere.",
        title: "Remove it".to_owned(),
        safety: Safety::Safe,
        edits,
    });
}

/// `@x`, `` `x` ``, `%x`, `*x*`, `&`: in quotes.
fn sign(broken: Broken<'_>, at: usize, guesses: &mut Vec<Guess>) {
    let line = Line::at(broken.text, at);
    let field = line.field();
    // The sign may stand in a list in brackets rather than at the beginning of the value.
    let place = if at == field.value_start {
        field.place_alone()
    } else {
        let rest = broken.text.get(at..line.end()).unwrap_or("");
        let end = rest.find([',', ']', '}']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("").trim_end();
        Span::new(at, at + word.len())
    };
    let Some(value) = broken.text.get(place.range()) else { return };
    let Some(first) = value.chars().next() else { return };
    // A key that begins with such a sign is quoted without what follows.
    guesses.push(Guess {
        id: "sign",
        place,
        message: format!(
            "{} must be in quotes, because it begins with `{}`",
            code(value),
            shown(first)
        ),
        help: meaning(first),
        title: "Quote it".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::replace(place, in_quotes(value))],
    });
}

/// A backtick can't stand in backticks.
fn shown(c: char) -> String {
    if c == '`' { "`` ` ``".trim_matches('`').trim().to_owned() } else { c.to_string() }
}

fn meaning(sign: char) -> &'static str {
    match sign {
        '*' => "Without quotes `*` stands for a value that was named with `&` before.",
        '&' => "Without quotes `&` gives a name to the value that follows.",
        '!' => "Without quotes `!` names the type of the value that follows.",
        '|' | '>' => "Without quotes `|` and `>` announce a text on the lines below.",
        _ => "YAML keeps this sign for itself at the beginning of a value.",
    }
}

/// `text: > some words` with more of the text below: the words belong there too.
fn block_text(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let line = broken.line();
    let field = line.field();
    let indent = line.behind_dashes();
    let Some(below) = line.said_after(broken.text).filter(|below| below.indent() > indent) else {
        return;
    };
    let words = field.value.trim_start_matches(['|', '>', '-', '+']).trim_start();
    let start = field.value_start + field.value.len() - words.len();
    let sign_end = field.value_start + field.value.len()
        - field.value.trim_start_matches(['|', '>', '-', '+']).len();
    let eol = if broken.text.contains("\r\n") { "\r\n" } else { "\n" };
    guesses.push(Guess {
        id: "block-text",
        place: Span::new(start, start + words.len()),
        message: format!(
            "the text after `{}` begins on the next line",
            broken.text.get(field.value_start..sign_end).unwrap_or(">")
        ),
        help: meaning('>'),
        title: "Move it to a line of its own".to_owned(),
        safety: Safety::Safe,
        edits: vec![Edit::replace(
            Span::new(sign_end, start),
            format!("{eol}{}", " ".repeat(below.indent())),
        )],
    });
}

/// `!!python/tuple`: the tag goes. `!important`: in quotes.
fn tag(broken: Broken<'_>, name: &str, guesses: &mut Vec<Guess>) {
    let before = broken.text.get(..broken.at).unwrap_or("");
    let Some(start) = before.rfind(name).or_else(|| before.rfind('!')) else { return };
    let written = broken.text.get(start..).unwrap_or("");
    let end = written.find([' ', '\t', '\n', '\r']).unwrap_or(written.len());
    let place = Span::new(start, start + end);
    let word = written.get(..end).unwrap_or("");
    let blank = written.get(end..).unwrap_or("").len()
        - written.get(end..).unwrap_or("").trim_start_matches([' ', '\t']).len();
    if let Some(of_python) = word.strip_prefix("!!python/") {
        let simple =
            ["tuple", "list", "dict", "str", "unicode", "int", "long", "float", "bool", "none"];
        let same = simple.contains(&of_python.split(':').next().unwrap_or(""));
        guesses.push(Guess {
            id: "python-tag",
            place,
            message: format!("{} is a type of Python, which no other program knows", code(word)),
            help: "`yaml.safe_dump` writes YAML without such types.",
            title: "Remove the type".to_owned(),
            safety: if same { Safety::Safe } else { Safety::Ask },
            edits: vec![Edit::delete(Span::new(start, start + end + blank))],
        });
        return;
    }
    let line = Line::at(broken.text, start);
    if line.field().value_start == start {
        sign(broken, start, guesses);
        if let Some(guess) = guesses.last_mut() {
            guess.safety = Safety::Ask;
        }
    }
}
