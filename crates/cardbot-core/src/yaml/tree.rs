//! The arena of nodes.

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

/// A place in a text of at most 4 GB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    start: u32,
    end: u32,
}

impl Place {
    /// The place at the start of a text.
    pub(super) const START: Self = Self { start: 0, end: 0 };

    /// What lies behind the end of what can be told is nowhere in the text.
    pub(super) fn new(start: usize, end: usize) -> Self {
        let short = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: short(start), end: short(end) }
    }

    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        self.end as usize
    }
}

/// A node. Children form a linked list; those of a mapping are key, value, key, value.
///
/// Cards have up to a hundred thousand of them: it is small, and holds no memory of its own.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) shape: Shape,
    pub(super) tag: Tag,
    pub(super) sight: Sight,
    /// Whether the text stands among the tree's own texts, not in the YAML text.
    pub(super) own_text: bool,
    /// Where it stands in the YAML text.
    pub(super) place: Place,
    /// The value of a scalar after escapes and folding; empty for others.
    pub(super) text: Place,
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
    pub(super) nodes: Vec<Node>,
    /// The values of scalars that do not stand in the source as they are read.
    pub(super) texts: String,
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

    /// A scalar's text after escapes and folding.
    pub(super) fn text_of(&self, node: &Node) -> &str {
        let all = if node.own_text { &self.texts } else { self.source };
        all.get(node.text.start()..node.text.end()).unwrap_or("")
    }

    /// The tree with its scalars' texts held by itself, over another text of the same layout.
    pub(super) fn into_owned(self, source: &str) -> Tree<'_> {
        let read = self.source.len();
        let own = |node: Node| {
            let before = if node.own_text { read } else { 0 };
            let text = Place::new(node.text.start() + before, node.text.end() + before);
            Node { text, own_text: true, ..node }
        };
        Tree {
            source,
            offset: self.offset,
            plain: self.plain && is_plain_ascii(source),
            nodes: self.nodes.into_iter().map(own).collect(),
            texts: [self.source, &self.texts].concat(),
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
