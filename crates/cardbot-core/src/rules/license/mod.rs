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

/// The licences of a card that has some, all of them written as the Hub wants them.
fn all_known(card: &Card<'_>) -> Option<Vec<&'static License>> {
    let texts = card.texts("license");
    let known: Option<Vec<_>> = texts.into_iter().map(|(_, text)| facts::license(text)).collect();
    known.filter(|licences| !licences.is_empty())
}

/// A key whose value is a text that says something.
fn spoken<'c>(card: &'c Card<'_>, key: &str) -> Option<(Entry<'c>, &'c str)> {
    let entry = card.entry(key)?;
    let text = entry.value.as_str()?.trim();
    (!text.is_empty()).then_some((entry, text))
}
