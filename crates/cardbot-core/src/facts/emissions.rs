//! What stands under `co2_eq_emissions`.

use super::find;
use super::tables::emissions::{
    ABOUT_WORDS, AMOUNT_NAMES, EMISSION_FIELD_NAMES, EMISSION_FIELDS, EMISSION_PLACEHOLDERS,
    EMISSION_TOOL_FIELDS, GAS_WORDS, UNITS,
};

/// The fields of the Hub.
#[must_use]
pub fn emission_fields() -> &'static [&'static str] {
    EMISSION_FIELDS
}

/// Whether training tools write this field.
#[must_use]
pub fn is_emission_tool_field(name: &str) -> bool {
    find(EMISSION_TOOL_FIELDS, name, |row| row).is_some()
}

/// The field of the Hub that is likely meant by another name.
#[must_use]
pub fn emission_field_meant(name: &str) -> Option<&'static str> {
    find(EMISSION_FIELD_NAMES, name, |row| row.0).map(|row| row.1)
}

/// Whether the amount itself is likely meant by a name.
#[must_use]
pub fn is_amount_name(name: &str) -> bool {
    find(AMOUNT_NAMES, name, |row| row).is_some()
}

/// The grams in a unit, in lower case.
#[must_use]
pub fn grams_in(unit: &str) -> Option<f64> {
    find(UNITS, unit, |row| row.0).map(|row| row.1)
}

/// Whether a word beside a unit only says that carbon dioxide is measured.
#[must_use]
pub fn is_gas_word(word: &str) -> bool {
    find(GAS_WORDS, word, |row| row).is_some()
}

/// Whether a text, in lower case, says nothing.
#[must_use]
pub fn is_emission_placeholder(text: &str) -> bool {
    find(EMISSION_PLACEHOLDERS, text, |row| row).is_some()
}

/// Whether a word before a number says that it is rounded.
#[must_use]
pub fn is_about_word(word: &str) -> bool {
    find(ABOUT_WORDS, word, |row| row).is_some()
}
