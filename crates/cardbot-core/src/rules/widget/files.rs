//! The files that examples name.

use super::examples;
use crate::card::Card;
use crate::yaml::NodeRef;

/// All files named by `src` and by the `url` of outputs.
pub(super) fn named_files<'c>(card: &'c Card<'_>) -> impl Iterator<Item = (NodeRef<'c>, &'c str)> {
    examples(card)
        .flat_map(|example| {
            let url = example.get("output").and_then(|output| output.get("url"));
            [example.get("src"), url].into_iter().flatten()
        })
        .filter_map(|node| Some((node, node.as_str()?.trim())))
}
