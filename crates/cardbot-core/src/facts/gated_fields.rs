//! The fields of the form that a gated model asks to fill in.

use super::tables::gated_fields::{GATED_FIELD_LIKELY, GATED_FIELD_SAME, GATED_FIELD_TYPES};
use super::{Meant, find, squeezed};

/// The types of a field, sorted.
#[must_use]
pub fn gated_field_types() -> &'static [&'static str] {
    GATED_FIELD_TYPES
}

/// Whether a text is a type, exactly as written.
#[must_use]
pub fn is_gated_field_type(text: &str) -> bool {
    GATED_FIELD_TYPES.binary_search(&text).is_ok()
}

/// The type that another word means.
#[must_use]
pub fn gated_field_meant(word: &str) -> Option<Meant> {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 40;
    if word.len() > LONGEST {
        return None;
    }
    let own = squeezed(word);
    let known = || GATED_FIELD_TYPES.iter().copied();
    let sure = known()
        .find(|id| squeezed(id) == own)
        .or_else(|| find(GATED_FIELD_SAME, &own, |row| row.0).map(|row| row.1));
    let slip = || {
        let long = own.chars().count() >= SHORTEST;
        known().find(|id| long && strsim::osa_distance(&squeezed(id), &own) == 1)
    };
    if let Some(id) = sure.or_else(slip) {
        return Some(Meant { id, sure: true });
    }
    find(GATED_FIELD_LIKELY, &own, |row| row.0).map(|row| Meant { id: row.1, sure: false })
}
