//! What is wrong in the same way in many results is told once.

use crate::text::Span;
use crate::yaml::NodeRef;

/// Places of one kind: the first one is pointed at, the others are named as related.
#[derive(Debug)]
pub(super) struct Tally<'t, T> {
    places: Vec<(NodeRef<'t>, T)>,
}

impl<T> Default for Tally<'_, T> {
    fn default() -> Self {
        Self { places: vec![] }
    }
}

/// More places than this are only counted.
const MOST_RELATED: usize = 5;

/// A fix of more places than this is more than a person looks through.
const MOST_FIXED: usize = 200;

impl<'t, T> Tally<'t, T> {
    pub(super) fn add(&mut self, node: NodeRef<'t>, what: T) {
        self.places.push((node, what));
    }

    pub(super) fn first(&self) -> Option<&(NodeRef<'t>, T)> {
        self.places.first()
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether one fix may mend all places.
    pub(super) fn can_be_fixed(&self) -> bool {
        self.places.len() <= MOST_FIXED
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(NodeRef<'t>, T)> {
        self.places.iter()
    }

    /// The places after the first, as far as they are worth naming.
    pub(super) fn others(&self) -> impl Iterator<Item = Span> + use<'_, 't, T> {
        self.places.iter().skip(1).take(MOST_RELATED).map(|(node, _)| first_line(*node))
    }
}

/// A place of one line: where a node begins.
pub(super) fn first_line(node: NodeRef<'_>) -> Span {
    match node.entries().next() {
        Some(entry) => entry.key.span(),
        None => node.span(),
    }
}
