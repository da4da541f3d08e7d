//! The top-level keys of a card.

use super::tables::keys::{KEY_SPELLINGS, KEYS, OTHER_KEYS, TASK_KEYS};
use super::{find, squeezed};

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A list.
    List,
    /// A map.
    Map,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// Nothing.
    Null,
}

/// A key that the Hub or its libraries read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value may be.
    pub types: &'static [Type],
    /// The Hub refuses another type, or drops the value.
    pub refused: bool,
    /// Free text: who wrote a number or a boolean meant it as text.
    pub free: bool,
    /// Brackets around the value are part of it: `[MASK]`.
    pub raw: bool,
    /// Holds further keys.
    pub nested: bool,
    /// Rules of its own family look at its type.
    pub own: bool,
}

/// The key that a misspelt one stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelt {
    /// The key.
    pub key: &'static str,
    /// Whether nothing else can be meant.
    pub sure: bool,
}

/// All keys, sorted by name.
#[must_use]
pub fn keys() -> &'static [Key] {
    KEYS
}

/// The key of a name, exactly as written.
#[must_use]
pub fn key(name: &str) -> Option<&'static Key> {
    find(KEYS, name, |row| row.name)
}

/// The key that another form or a common misspelling stands for.
#[must_use]
pub fn key_by_spelling(name: &str) -> Option<Spelt> {
    let squeezed = squeezed(name);
    find(KEY_SPELLINGS, &squeezed, |row| row.0).map(|row| row.1)
}

/// The key that a misspelt one comes near to: one slip, in long words two, and never the first
/// letter.
#[must_use]
pub fn key_nearby(name: &str) -> Option<&'static str> {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 40;
    if name.len() > LONGEST || OTHER_KEYS.binary_search(&name).is_ok() {
        return None;
    }
    let squeezed = squeezed(name);
    let length = squeezed.chars().count();
    let allowed = if length < 10 { 1 } else { 2 };
    if length < SHORTEST {
        return None;
    }
    KEY_SPELLINGS
        .iter()
        .filter(|(_, spelt)| spelt.sure)
        .filter(|(known, _)| {
            known.len() >= SHORTEST
                && known.len().abs_diff(length) <= allowed
                && known.chars().next() == squeezed.chars().next()
                && strsim::osa_distance(known, &squeezed) <= allowed
        })
        .map(|(_, spelt)| spelt.key)
        .next()
}

/// Whether people name a task with this key, which no one reads.
#[must_use]
pub fn is_task_key(name: &str) -> bool {
    TASK_KEYS.binary_search(&squeezed(name).as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_forms_and_misspellings_are_known() {
        for (name, key) in [
            ("licence", "license"),
            ("Liscence", "license"),
            ("licence_name", "license_name"),
            ("pipeline-tag", "pipeline_tag"),
            ("model_index", "model-index"),
            ("Datasets", "datasets"),
            ("dataset", "datasets"),
            ("mask-token", "mask_token"),
            ("baseModel", "base_model"),
        ] {
            assert_eq!(key_by_spelling(name), Some(Spelt { key, sure: true }), "{name}");
        }
    }

    #[test]
    fn one_slip_is_near_and_other_words_are_not() {
        for (name, key) in [
            ("thumbnial", "thumbnail"),
            ("pipline_tag", "pipeline_tag"),
            ("extra_gate_fields", "extra_gated_fields"),
            ("widgetz", "widget"),
        ] {
            assert_eq!(key_nearby(name), Some(key), "{name}");
        }
        for name in [
            "reference",
            "references",
            "best_model",
            "library_version",
            "base_model_revision",
            "task",
            "tasks",
            "language_creators",
            "model_type",
            "model_name",
            "license_info",
            "database",
            "dataset_info",
            "environment",
            "parameters",
            "version",
            "models",
            "description_long",
        ] {
            assert_eq!(key_nearby(name), None, "{name}");
        }
    }
}
