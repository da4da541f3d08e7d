//! `language`: ids of ISO 639, and what people write in their place.

mod items;
mod read;

pub(super) mod country_code;
pub(super) mod duplicate;
pub(super) mod group;
pub(super) mod likely_country;
pub(super) mod name;
pub(super) mod not_text;
pub(super) mod placeholder;
pub(super) mod programming;
pub(super) mod region;
pub(super) mod several;
pub(super) mod spelling;
pub(super) mod text_differs;
pub(super) mod three_letter;
pub(super) mod unknown;
pub(super) mod unquoted_no;
pub(super) mod withdrawn;

pub(in crate::rules) use items::{Readings, readings};

/// Whether a text certainly means a language, as an id or otherwise.
pub(in crate::rules) fn means_language(text: &str) -> bool {
    read::read(text).is_none_or(|reading| reading.sure && !reading.ids.is_empty())
}
