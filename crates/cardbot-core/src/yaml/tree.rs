//! The arena of nodes.

use std::borrow::Cow;

use super::node::{Entry, NodeRef};
use super::problem::Duplicate;
use super::scalar::{Sight, Style};
use super::tags::Tag;
use crate::text::{Span, is_plain_ascii};

/// Index of a node in its tree.
pub(super) type NodeId = u32;

/// No node.
pub(super) const NONE: NodeId = u32::MAX;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A single value.
    Scalar(Style),
    /// A list; `flow` for `[…]`.
    Sequence {
        /// Written as `[…]`.
        flow: bool,
    },
    /// A map; `flow` for `{…}`.
    Mapping {
        /// Written as `{…}`.
        flow: bool,
    },
    /// `*name`, standing for the node that carries the anchor.
    Alias,
}

/// A node. Children form a linked list; those of a mapping are key, value, key, value.
#[derive(Debug)]
pub(super) struct Node<'s> {
    pub(super) shape: Shape,
    pub(super) tag: Tag,
    pub(super) sight: Sight,
    pub(super) span: Span,
    /// The value of a scalar after escapes and folding; empty for others.
    pub(super) text: Cow<'s, str>,
    pub(super) parent: NodeId,
    pub(super) next: NodeId,
    /// First child, or for an alias its target.
    pub(super) first: NodeId,
    pub(super) children: u32,
    /// Place among the children of the parent.
    pub(super) index: u32,
}

/// A comment, from `#` to the end of its line.
#[derive(Debug, Clone, Copy)]
pub struct Comment {
    /// Place in the file.
    pub span: Span,
}

/// A parsed front matter.
#[derive(Debug)]
pub struct Tree<'s> {
    pub(super) source: &'s str,
    pub(super) offset: usize,
    /// The source is of printable ASCII characters and line ends alone.
    pub(super) plain: bool,
    pub(super) nodes: Vec<Node<'s>>,
    pub(super) root: NodeId,
    pub(super) comments: Vec<Comment>,
    pub(super) duplicates: Vec<Duplicate>,
    /// The few nodes that carry an anchor, in the order of the file.
    pub(super) anchored: Vec<NodeId>,
    /// What is neither text nor a number to every loader, in the order of the file.
    pub(super) unusual: Vec<NodeId>,
}

impl<'s> Tree<'s> {
    /// The outermost node; `None` for an empty block.
    #[must_use]
    pub fn root(&self) -> Option<NodeRef<'_>> {
        (self.root != NONE).then_some(NodeRef { tree: self, id: self.root })
    }

    /// All comments, in the order of the file.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Whether any node carries an anchor.
    #[must_use]
    pub fn has_anchors(&self) -> bool {
        !self.anchored.is_empty()
    }

    /// Keys that stand twice in one map, which the Hub refuses.
    #[must_use]
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The entries of keys that stand twice: the first one and the later one.
    pub fn duplicate_entries(&self) -> impl Iterator<Item = (Entry<'_>, Entry<'_>)> {
        let entry = |id| NodeRef { tree: self, id }.as_entry();
        self.duplicates.iter().filter_map(move |d| Some((entry(d.first_id)?, entry(d.second_id)?)))
    }

    /// The YAML text.
    #[must_use]
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Where the YAML text begins in the file.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The whole YAML text's place in the file.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.offset, self.offset + self.source.len())
    }

    /// The text at a span of the file; empty outside the YAML text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'s str {
        let start = span.start.wrapping_sub(self.offset);
        let end = span.end.wrapping_sub(self.offset);
        self.source.get(start..end).unwrap_or("")
    }

    /// The tree with its scalars' texts held by itself, over another text of the same layout.
    pub(super) fn into_owned(self, source: &str) -> Tree<'_> {
        let own = |node: Node<'_>| Node { text: Cow::Owned(node.text.into_owned()), ..node };
        Tree {
            source,
            offset: self.offset,
            plain: self.plain && is_plain_ascii(source),
            nodes: self.nodes.into_iter().map(own).collect(),
            root: self.root,
            comments: self.comments,
            duplicates: self.duplicates,
            anchored: self.anchored,
            unusual: self.unusual,
        }
    }

    /// The few nodes that a loader might refuse or read as something else than another does, in the
    /// order of the file: tagged ones, collections as keys, and plain scalars that are not at first
    /// sight a text or a number to all.
    pub fn unusual_nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        self.unusual.iter().map(|id| NodeRef { tree: self, id: *id })
    }

    /// All nodes in the order of the file.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(0)).map(|id| NodeRef { tree: self, id })
    }
}
