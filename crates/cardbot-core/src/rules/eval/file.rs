//! The maps of a file of `.eval_results/`.

use super::misspelt_key::MOST_FIELDS;
use crate::card::Card;
use crate::facts::{self, FileMap};
use crate::spelling;
use crate::yaml::{NodeRef, Tree};

/// What the file holds; `None` when that is nothing.
pub(super) fn root<'c>(card: &'c Card<'_>) -> Option<NodeRef<'c>> {
    card.tree().and_then(Tree::root).filter(|root| !root.is_null())
}

/// The results that are maps; a lone map in the list's place counts as one if it looks like one.
pub(in crate::rules) fn entries<'c>(card: &'c Card<'_>) -> impl Iterator<Item = NodeRef<'c>> {
    let is_result = |map: &NodeRef<'_>| map.get("dataset").is_some();
    let root = root(card);
    let lone = root.filter(NodeRef::is_map).filter(is_result);
    let items = root.into_iter().flat_map(|root| root.items()).filter(NodeRef::is_map);
    lone.into_iter().chain(items)
}

/// All maps with fields of their own.
pub(super) fn maps<'c>(card: &'c Card<'_>) -> impl Iterator<Item = (FileMap, NodeRef<'c>)> {
    entries(card).flat_map(|entry| {
        let part = move |name, kind| {
            let map = entry.get(name).filter(NodeRef::is_map);
            map.map(move |map| (kind, map))
        };
        [
            Some((FileMap::Entry, entry)),
            part("dataset", FileMap::Dataset),
            part("source", FileMap::Source),
        ]
        .into_iter()
        .flatten()
    })
}

/// The field that an unknown key stands for, if the map has it under no other name.
pub(super) fn meant(kind: FileMap, map: NodeRef<'_>, name: &str) -> Option<&'static str> {
    let fields = facts::eval_file_fields(kind);
    if fields.contains(&name) {
        return None;
    }
    let known = facts::eval_field_meant(name).filter(|field| fields.contains(field));
    let near = || spelling::nearest(name, fields.iter().copied());
    known.or_else(near).filter(|field| map.get(field).is_none())
}

/// Whether a map has a misspelt key where a field is missing.
pub(super) fn is_misspelt_in(kind: FileMap, map: NodeRef<'_>, field: &str) -> bool {
    map.entries().take(MOST_FIELDS).any(|entry| meant(kind, map, entry.name()) == Some(field))
}
