//! `license`: ids, spellings, and what belongs to `other`.

use super::words;
use crate::card::Card;
use crate::facts::{self, License};
use crate::yaml::Entry;

pub(super) mod duplicate;
pub(super) mod link_form;
pub(super) mod name_form;
pub(super) mod name_unused;
pub(super) mod other_known;
pub(super) mod other_unnamed;
pub(super) mod unknown;
pub(super) mod versionless;

/// The licences of a card that are written as the Hub wants them.
fn known(card: &Card<'_>) -> Vec<&'static License> {
    card.texts("license").into_iter().filter_map(|(_, text)| facts::license(text)).collect()
}

/// A key whose value is a text that says something.
fn spoken<'c>(card: &'c Card<'_>, key: &str) -> Option<(Entry<'c>, &'c str)> {
    let entry = card.entry(key)?;
    let text = entry.value.as_str()?.trim();
    (!text.is_empty()).then_some((entry, text))
}
