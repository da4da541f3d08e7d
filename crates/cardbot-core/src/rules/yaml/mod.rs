//! The YAML of the front matter: what no loader takes, what loaders read differently, and what is
//! read as something else than it looks.

use crate::card::Card;
use crate::facts;
use crate::kind::Kind;
use crate::yaml::{Entry, NodeRef, Tree};

pub(super) mod ambiguous;
pub(super) mod curly_quotes;
pub(super) mod duplicate_key;
pub(super) mod encoding;
pub(super) mod lost_text;
pub(super) mod not_a_map;
pub(super) mod python_refuses;
pub(super) mod syntax;

/// The nodes below the top-level keys that the Hub reads, in the order of the file, each with its
/// top-level key.
fn read_by_the_hub<'c>(card: &'c Card<'_>) -> impl Iterator<Item = (&'c str, NodeRef<'c>)> {
    of_those_read(card, card.tree().into_iter().flat_map(Tree::nodes))
}

/// Those of some nodes, in the order of the file, that stand below a key that the Hub reads.
fn of_those_read<'c>(
    card: &'c Card<'_>,
    nodes: impl Iterator<Item = NodeRef<'c>>,
) -> impl Iterator<Item = (&'c str, NodeRef<'c>)> {
    // Nodes stand in the order of the file, so the top-level entry is found by walking along.
    let known = |entry: Entry<'c>| (entry, facts::key(entry.name()).is_some());
    let mut entries = card.entries().map(known).peekable();
    // A file of results is a list, and all of it is read.
    let all = card.kind == Kind::EvalResults;
    nodes.filter_map(move |node| {
        if all {
            return Some(("", node));
        }
        while entries.peek().is_some_and(|(e, _)| end_of(e.value, e.key) <= node.span().start) {
            entries.next();
        }
        let (entry, known) = entries.peek()?;
        let inside = entry.key.span().end <= node.span().start;
        (inside && *known).then_some((entry.name(), node))
    })
}

/// Where the value of a key ends; one after, so that an empty value counts as inside.
fn end_of(value: NodeRef<'_>, key: NodeRef<'_>) -> usize {
    value.span().end.max(key.span().end) + 1
}
