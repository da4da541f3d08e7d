//! `library_name`: near misses of the registered libraries. Any other name is the author's own.

use super::words;
use crate::card::Card;
use crate::yaml::NodeRef;

pub(super) mod form;
pub(super) mod misspelt;

/// The library's name, if it is a text that says something and not registered. Other types are
/// `key-wrong-type`'s.
fn unregistered<'c>(card: &'c Card<'_>) -> Option<(NodeRef<'c>, &'c str)> {
    let node = card.get("library_name")?;
    let text = node.as_str()?;
    let known = crate::facts::library(text).is_some() || text.trim().is_empty();
    (!known).then_some((node, text))
}
