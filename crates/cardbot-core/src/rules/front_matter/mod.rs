//! `front-matter-*`: where the block of metadata begins and ends.

pub(super) mod bom;
pub(super) mod fence;
pub(super) mod not_at_top;
pub(super) mod unclosed;

use crate::facts;
use crate::yaml::{self, Tree};

/// Whether a text is a map with a key that model cards have.
fn is_metadata(text: &str) -> bool {
    yaml::parse(text, 0).is_ok_and(|tree| has_known_key(&tree))
}

fn has_known_key(tree: &Tree<'_>) -> bool {
    tree.duplicates().is_empty()
        && tree.root().is_some_and(|root| {
            root.is_map()
                && root.entries().any(|e| facts::keys().iter().any(|k| k.name == e.name()))
        })
}
