//! What reading ended with, in words, where no guess explains it.

use granit_parser::ErrorKind;

use crate::finding::Severity;
use crate::yaml::ProblemKind;

/// The message, the help and the severity of a problem.
pub(super) struct Words {
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) severity: Severity,
}

pub(super) fn of(kind: &ProblemKind) -> Words {
    let (message, help) = match kind {
        ProblemKind::Syntax(kind) => return Words { severity: Severity::Error, ..grammar(kind) },
        ProblemKind::EmptyKey => (
            "a colon with no key before it".to_owned(),
            "A key, a colon, a space, a value: `license: mit`.",
        ),
        ProblemKind::SecondDocument => (
            "a second YAML document begins here; the metadata is one".to_owned(),
            "A line that begins with `---` or `...` ends the first one.",
        ),
        ProblemKind::TabBeforeKey => (
            "a tab indents this line, where YAML takes spaces only".to_owned(),
            "Most editors can be told to write spaces when you press the Tab key.",
        ),
        ProblemKind::ControlCharacter(c) => (
            format!(
                "an invisible control character, U+{:04X}, which YAML does not allow",
                u32::from(*c)
            ),
            "It most likely came in with text that was copied from elsewhere.",
        ),
        ProblemKind::UnknownTag(name) => (
            format!("`{name}` is a type that the Hub does not know"),
            "`!` at the beginning of a value names its type; put the value in quotes if it is text.",
        ),
        ProblemKind::WrongTag(name) => (
            format!("the value is not what `{name}` before it says"),
            "Leave the type out: YAML sees by itself what a value is.",
        ),
        ProblemKind::BadMerge => (
            "`<<` can only take in another map".to_owned(),
            "Give it an alias of a map (`<<: *name`), or write the keys out.",
        ),
        ProblemKind::UnknownAlias(name) => (
            format!("`*{name}` stands for a value that has no name `&{name}` before"),
            "Put the text in quotes if the `*` belongs to it.",
        ),
        ProblemKind::TooLarge(_) | ProblemKind::TooManyNodes(_) => {
            return Words {
                message: "the metadata is too large to be checked".to_owned(),
                help: "Cards of models need a few kilobytes. Was something else pasted in?",
                severity: Severity::Warning,
            };
        }
        ProblemKind::TooDeep(levels) => {
            return Words {
                message: format!("the metadata is nested deeper than {levels} levels"),
                help: "Cards of models need eight at most. Was something else pasted in?",
                severity: Severity::Warning,
            };
        }
    };
    Words { message, help, severity: Severity::Error }
}

const FORM: &str = "A key, a colon, a space, a value: `license: mit`.";
const COLUMNS: &str = "Keys of one map, and items of one list, begin at the same column.";

fn grammar(kind: &ErrorKind) -> Words {
    let (message, help) = match kind {
        ErrorKind::TooManyComments => {
            return Words {
                message: "the metadata has too many comments to be checked".to_owned(),
                help: "Cards of models need a few kilobytes. Was something else pasted in?",
                severity: Severity::Warning,
            };
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("this line has no key with a colon", FORM)
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "YAML does not expect a key and a colon here",
            "A value with `: ` in it must be in quotes; keys of one map begin at the same column.",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::BlockSequenceEntryNotAllowed => {
            ("this does not fit to the lines above", COLUMNS)
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => (
            "this quote is never closed",
            "A text that begins with a quote ends with the same one.",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "something stands behind the closing quote",
            "A value in quotes ends with its closing quote.",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => {
            ("this bracket is never closed", "A list in brackets ends with `]`, a map with `}`.")
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "between brackets a comma or the closing bracket is missing",
            "Commas separate values between `[` and `]` or `{` and `}`.",
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => (
            "a tab, where YAML takes spaces only",
            "Most editors can be told to write spaces when you press the Tab key.",
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "a backslash that begins no escape of YAML",
            "Between double quotes a backslash is written twice: `\\\\`.",
        ),
        ErrorKind::MissingAnchorOrAliasName => {
            ("`&` or `*` without a name", "Put the text in quotes if the sign belongs to it.")
        }
        other => {
            return Words {
                message: format!("the Hub can't read this YAML: {other}"),
                help: "The line or the one before it holds a mistake.",
                severity: Severity::Error,
            };
        }
    };
    Words { message: message.to_owned(), help, severity: Severity::Error }
}
