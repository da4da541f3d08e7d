//! A guess at what the author did: the place, the words and the edits that undo it.

use granit_parser::ErrorKind;

use super::lines::Line;
use crate::edit::Edit;
use crate::finding::Safety;
use crate::fixing::{can_be_plain, quote_double};
use crate::text::Span;
use crate::yaml::ProblemKind;

/// A guess. Places are offsets into the YAML text.
#[derive(Debug)]
pub(super) struct Guess {
    /// What kind of mistake it is; part of the finding's identity.
    pub(super) id: &'static str,
    pub(super) place: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) title: String,
    pub(super) safety: Safety,
    pub(super) edits: Vec<Edit>,
}

/// What is known about a text that can't be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken<'t> {
    /// The YAML text.
    pub(super) text: &'t str,
    /// Where reading ended.
    pub(super) at: usize,
    /// Why.
    pub(super) kind: &'t ProblemKind,
}

impl<'t> Broken<'t> {
    /// The line on which reading ended.
    pub(super) fn line(&self) -> Line<'t> {
        Line::at(self.text, self.at)
    }

    /// The grammar's reason, if it is one.
    pub(super) fn syntax(&self) -> Option<&'t ErrorKind> {
        match self.kind {
            ProblemKind::Syntax(kind) => Some(kind),
            _ => None,
        }
    }
}

/// A text in quotes: single ones where that spares backslashes.
pub(super) fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.chars().any(char::is_control) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        quote_double(text)
    }
}

/// A text in quotes if it needs them.
pub(super) fn as_scalar(text: &str) -> String {
    if can_be_plain(text) { text.to_owned() } else { in_quotes(text) }
}
