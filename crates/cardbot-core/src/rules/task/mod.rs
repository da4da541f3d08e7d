//! `pipeline_tag`: tasks that the Hub does not know, or no longer.

use super::words;
use crate::card::Card;
use crate::yaml::Entry;

pub(super) mod former;
pub(super) mod unknown;

/// The explicit task, if it is a text that says something. Other types are `key-wrong-type`'s.
fn explicit<'c>(card: &'c Card<'_>) -> Option<(Entry<'c>, &'c str)> {
    let entry = card.entry("pipeline_tag")?;
    let text = entry.value.as_str()?;
    (!text.trim().is_empty()).then_some((entry, text))
}
