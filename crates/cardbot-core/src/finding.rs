//! Findings: what a rule has to say, where, and how to mend it.

use crate::edit::Edit;
use crate::text::Span;
use crate::yaml::{KeyPart, Value};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth improving.
    Note,
    /// The Hub takes it, but a feature will not work or others will be misled.
    Warning,
    /// The Hub refuses the card, or reads something else than the author wrote.
    Error,
}

impl Severity {
    /// The word used on the command line, in JSON and in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|s| s.word() == word)
    }
}

/// Whether a fix may be applied without a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What the author meant is certain.
    Safe,
    /// A person must look.
    Ask,
}

impl Safety {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Ask => "ask",
        }
    }
}

/// What a fix promises about the loaded metadata. Checked before the fix is offered.
#[derive(Debug, Clone, PartialEq)]
pub enum Promise {
    /// These changes, one after the other, and nothing else.
    Values(Vec<Change>),
    /// The metadata could not be read before; afterwards it can.
    Parses,
    /// The front matter was not found before; afterwards it is, and can be read.
    FrontMatter,
    /// Only the card text changes; the metadata stays as it is.
    Body,
}

/// One change of the loaded metadata.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The value at a path becomes this one; a last key that is missing is added.
    Set(Vec<KeyPart>, Value),
    /// The key or item at a path goes.
    Remove(Vec<KeyPart>),
    /// The key at the end of a path gets a new name.
    Rename(Vec<KeyPart>, String),
    /// The item at a path becomes these items: none to remove it, several to split it. Takes place
    /// after all other changes, the last item first, so that each path means the list as it was.
    Splice(Vec<KeyPart>, Vec<Value>),
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, in the imperative: `Write apache-2.0`.
    pub title: String,
    /// Whether it may be applied without a look.
    pub safety: Safety,
    /// Sorted and disjoint; all apply to the text as it is now.
    pub edits: Vec<Edit>,
    /// What the metadata will be.
    pub promise: Promise,
}

/// What a rule says about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Why it matters or what to do, in one or two sentences.
    pub help: Option<String>,
    /// Where in the metadata; empty for the card as a whole.
    pub key: Vec<KeyPart>,
    /// Where in the file.
    pub span: Span,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// The fix, if there is one.
    pub fix: Option<Fix>,
    /// The offending value in canonical form; part of the identity.
    pub value: String,
    /// The identity, stable over moved lines, inserted items and renamed cards.
    pub fingerprint: String,
}
