//! What the Hub's loader would refuse.

use granit_parser::ErrorKind;

use super::node::KeyPart;
use crate::text::Span;

/// Why a block can't be read.
#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    /// The grammar of YAML is broken here.
    Syntax(ErrorKind),
    /// A map entry without a key: `: value`.
    EmptyKey,
    /// A second document in the block.
    SecondDocument,
    /// A tab where a key would begin.
    TabBeforeKey,
    /// A character that YAML does not allow.
    ControlCharacter(char),
    /// A type tag that the Hub does not know, such as `!!python/tuple`.
    UnknownTag(String),
    /// A type tag that does not fit its value, such as `!!int many`.
    WrongTag(String),
    /// `<<` with something that is no map.
    BadMerge,
    /// An alias to an anchor that is not there.
    UnknownAlias(String),
    /// The block is larger than the given number of bytes.
    TooLarge(usize),
    /// More nodes than the given number.
    TooManyNodes(usize),
    /// Nested deeper than the given number of levels.
    TooDeep(usize),
}

impl ProblemKind {
    /// Whether the block is merely more than cardbot reads: nothing is known of its grammar.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::TooLarge(_) | Self::TooManyNodes(_) | Self::TooDeep(_))
    }
}

/// A reason to refuse the block, and its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The reason.
    pub kind: ProblemKind,
    /// The place.
    pub span: Span,
    /// The key path of the innermost node that was open, as far as it is known.
    pub path: Vec<KeyPart>,
}

/// A key that stands twice in one map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The first key's place.
    pub first: Span,
    /// The later key's place.
    pub second: Span,
    /// Index of the later key's node.
    pub(super) second_id: u32,
    /// Index of the first key's node.
    pub(super) first_id: u32,
}
