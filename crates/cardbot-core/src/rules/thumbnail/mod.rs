//! `thumbnail`: the image for previews in social networks.

use super::words;
use crate::card::Card;
use crate::yaml::Entry;

pub(super) mod form;
pub(super) mod page;

/// The thumbnail, if it is a text that says something.
fn named<'c>(card: &'c Card<'_>) -> Option<(Entry<'c>, &'c str)> {
    let entry = card.entry("thumbnail")?;
    let text = entry.value.as_str()?.trim();
    (!text.is_empty()).then_some((entry, text))
}
