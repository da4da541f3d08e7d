//! What is looked for in the text of cards: names that libraries dropped, slots of templates.

use super::tables::placeholders::{EMPTY_FIELD, SLOTS, TEMPLATE_VARIABLES};
use super::tables::removed_names::REMOVED_NAMES;

/// A name in code that the current version of a library no longer has.
#[derive(Debug, Clone, Copy)]
pub struct RemovedName {
    /// The name.
    pub name: &'static str,
    /// What it was.
    pub what: RemovedWhat,
    /// The library.
    pub library: &'static str,
    /// The first version without it.
    pub since: &'static str,
    /// What to use, in words.
    pub instead: &'static str,
    /// What to write in its place; empty where that is not all.
    pub write: &'static str,
    /// A code block with one of these words means something else.
    pub except: &'static [&'static str],
}

/// What a removed name was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovedWhat {
    /// Something that is imported.
    Name,
    /// An argument of a function.
    Argument {
        /// The function.
        of: &'static str,
    },
    /// A program.
    Command,
}

/// All removed names.
#[must_use]
pub fn removed_names() -> &'static [RemovedName] {
    REMOVED_NAMES
}

/// A slot that a template leaves to be filled in by hand.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The texts around it, as the template has them.
    pub find: &'static [&'static str],
    /// The part of it that is to be filled in.
    pub slot: &'static str,
    /// What belongs there.
    pub means: &'static str,
    /// Whether that is the model's id.
    pub is_id: bool,
}

/// All slots.
#[must_use]
pub fn slots() -> &'static [Slot] {
    SLOTS
}

/// Whether a word is a variable of huggingface_hub's template.
#[must_use]
pub fn is_template_variable(word: &str) -> bool {
    TEMPLATE_VARIABLES.binary_search(&word).is_ok()
}

/// What that template writes for a field that nobody gave, and how many of them make a card that
/// is still the template.
#[must_use]
pub fn empty_field() -> (&'static str, usize) {
    EMPTY_FIELD
}
