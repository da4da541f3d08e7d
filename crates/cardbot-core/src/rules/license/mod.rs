//! `license`: ids, spellings, and what belongs to `other`.

use super::words;
use crate::card::Card;
use crate::facts::{self, License};
use crate::yaml::Entry;

pub(super) mod business_source;
pub(super) mod duplicate;
pub(super) mod file_differs;
pub(super) mod link_form;
pub(super) mod name_form;
pub(super) mod name_unused;
pub(super) mod other_known;
pub(super) mod other_unnamed;
mod stated;
pub(super) mod text_differs;
pub(super) mod undeclared;
pub(super) mod unknown;
pub(super) mod versionless;

/// The licences of a card, each once, if it has some and all are written as the Hub wants them.
fn all_known(card: &Card<'_>) -> Option<Vec<&'static License>> {
    let mut known = vec![];
    for (_, text) in card.texts("license") {
        let license = facts::license(text)?;
        // There are not many ids, so the search is short however long the list is.
        if !known.contains(&license) {
            known.push(license);
        }
    }
    (!known.is_empty()).then_some(known)
}

/// A key whose value is a text that says something.
fn spoken<'c>(card: &'c Card<'_>, key: &str) -> Option<(Entry<'c>, &'c str)> {
    let entry = card.entry(key)?;
    let text = entry.value.as_str()?.trim();
    (!text.is_empty()).then_some((entry, text))
}
