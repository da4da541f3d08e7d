//! `extra_gated_fields`: the form that people fill in before they get a gated model.

use super::words;
use crate::card::Card;
use crate::yaml::{Entry, NodeRef};

pub(super) mod field_options;
pub(super) mod field_type;

/// The fields of the form. A value that is no map is `key-wrong-type`'s.
fn fields<'c>(card: &'c Card<'_>) -> impl Iterator<Item = Entry<'c>> {
    let map = card.get("extra_gated_fields").map(|value| value.resolved());
    map.into_iter().flat_map(|map| map.entries()).filter(|entry| !entry.is_merge())
}

/// Whether nothing is said.
fn is_empty(node: NodeRef<'_>) -> bool {
    node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty())
}
