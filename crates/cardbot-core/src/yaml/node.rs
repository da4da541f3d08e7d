//! A handle to a node of the tree.

use std::fmt::Write as _;

use super::scalar::{self, Scalar, Sight, Style};
use super::tree::{NONE, Node, NodeId, Place, Shape, Tree};
use super::value::{self, Value};
use crate::text::Span;

/// One step of a path into the metadata.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPart {
    /// A key of a map.
    Key(String),
    /// A place in a list, from 0.
    Index(usize),
}

impl From<&str> for KeyPart {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for KeyPart {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A path in words: `widget[2].text`; `(card)` for the empty path.
#[must_use]
pub fn path_text(path: &[KeyPart]) -> String {
    let mut out = String::new();
    for part in path {
        match part {
            KeyPart::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            KeyPart::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    if out.is_empty() { "(card)".to_owned() } else { out }
}

/// A node, borrowed from its tree.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) id: NodeId,
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// The key's node.
    pub key: NodeRef<'t>,
    /// The value's node.
    pub value: NodeRef<'t>,
}

impl<'t> Entry<'t> {
    /// Whether this is the merge key `<<`.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        matches!(self.key.shape(), Shape::Scalar(Style::Plain)) && self.key.text() == "<<"
    }

    /// The key's text.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.key.text()
    }

    /// Key and value together.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.key.span().start, self.value.span().end)
    }
}

impl PartialEq for NodeRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

/// What stands in for a node that is not there; never handed out by a tree.
static MISSING: Node = Node {
    shape: Shape::Scalar(Style::Empty),
    tag: super::tags::Tag::None,
    sight: scalar::Sight::Unclear,
    own_text: false,
    place: Place::START,
    text: Place::START,
    parent: NONE,
    next: NONE,
    first: NONE,
    children: 0,
    index: 0,
};

impl<'t> NodeRef<'t> {
    fn node(&self) -> &'t Node {
        self.tree.nodes.get(self.id as usize).unwrap_or(&MISSING)
    }

    fn at(&self, id: NodeId) -> Option<Self> {
        (id != NONE).then_some(Self { tree: self.tree, id })
    }

    pub(super) fn tree_len(&self) -> usize {
        self.tree.nodes.len()
    }

    /// The tree this node belongs to.
    #[must_use]
    pub fn tree(&self) -> &'t Tree<'t> {
        self.tree
    }

    /// Place in the file. A block scalar begins with its text, after the `|` or `>`; a missing
    /// value is empty, right after its colon or dash.
    #[must_use]
    pub fn span(&self) -> Span {
        let (place, offset) = (self.node().place, self.tree.offset);
        Span::new(place.start() + offset, place.end() + offset)
    }

    /// What the node is.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.node().shape
    }

    /// The node as it stands in the file.
    #[must_use]
    pub fn raw(&self) -> &'t str {
        self.tree.slice(self.span())
    }

    /// A scalar's text after escapes and folding; empty for anything else.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.tree.text_of(self.node())
    }

    /// Whether the node carries an anchor (`&name`).
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.tree.anchored.binary_search(&self.id).is_ok()
    }

    /// Whether the node carries an explicit type tag.
    #[must_use]
    pub fn is_tagged(&self) -> bool {
        self.node().tag != super::tags::Tag::None
    }

    /// The node that an alias stands for.
    #[must_use]
    pub fn target(&self) -> Option<Self> {
        let node = self.node();
        if node.shape == Shape::Alias { self.at(node.first) } else { None }
    }

    /// The node itself, or what it stands for when it is an alias.
    #[must_use]
    pub fn resolved(&self) -> Self {
        self.target().unwrap_or(*self)
    }

    /// The collection around this node.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.at(self.node().parent)
    }

    /// The item after this one in a list.
    #[must_use]
    pub fn next_item(&self) -> Option<Self> {
        self.parent().filter(Self::is_seq).and_then(|_| self.at(self.node().next))
    }

    /// The items of a list; nothing for anything else.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'t> {
        let node = self.resolved().node();
        let is_list = matches!(node.shape, Shape::Sequence { .. });
        let first = if is_list { self.at(node.first) } else { None };
        std::iter::successors(first, |item| item.at(item.node().next))
    }

    /// The entries of a map; nothing for anything else.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let (this, node) = (*self, self.resolved().node());
        let is_map = matches!(node.shape, Shape::Mapping { .. });
        let mut next = if is_map { node.first } else { NONE };
        std::iter::from_fn(move || {
            let key = this.at(next)?;
            let value = this.at(key.node().next)?;
            next = value.node().next;
            Some(Entry { key, value })
        })
    }

    /// How many items or entries.
    #[must_use]
    pub fn len(&self) -> usize {
        let this = self.resolved();
        let n = this.node().children as usize;
        if this.is_map() { n / 2 } else { n }
    }

    /// Whether a collection holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it is a list (an alias to one counts).
    #[must_use]
    pub fn is_seq(&self) -> bool {
        matches!(self.resolved().shape(), Shape::Sequence { .. })
    }

    /// Whether it is a map (an alias to one counts).
    #[must_use]
    pub fn is_map(&self) -> bool {
        matches!(self.resolved().shape(), Shape::Mapping { .. })
    }

    /// Whether it is a scalar (an alias to one counts).
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        matches!(self.resolved().shape(), Shape::Scalar(_))
    }

    /// Whether it is written in flow style, or inside something that is.
    #[must_use]
    pub fn in_flow(&self) -> bool {
        std::iter::successors(Some(*self), Self::parent).any(|node| {
            matches!(node.shape(), Shape::Sequence { flow: true } | Shape::Mapping { flow: true })
        })
    }

    /// A scalar's style.
    #[must_use]
    pub fn style(&self) -> Option<Style> {
        match self.shape() {
            Shape::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// A scalar as the Hub reads it; [`Scalar::Str`] for anything else.
    #[must_use]
    pub fn js(&self) -> Scalar {
        self.read(scalar::js)
    }

    /// A scalar as PyYAML reads it; [`Scalar::Str`] for anything else.
    #[must_use]
    pub fn py(&self) -> Scalar {
        self.read(scalar::py)
    }

    fn read(&self, plain: fn(&str) -> Scalar) -> Scalar {
        let node = self.resolved().node();
        match node.shape {
            Shape::Scalar(style) => value::read(self.tree.text_of(node), style, node.tag, plain),
            _ => Scalar::Str,
        }
    }

    /// The text, if the Hub reads a string here.
    #[must_use]
    pub fn as_str(&self) -> Option<&'t str> {
        let node = self.node();
        if node.sight == Sight::Text {
            return Some(self.text());
        }
        let this = self.resolved();
        (this.is_scalar() && matches!(this.js(), Scalar::Str | Scalar::Merge)).then(|| this.text())
    }

    /// Whether the Hub reads null here.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.is_scalar() && self.js() == Scalar::Null
    }

    /// The number, if the Hub reads one here.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self.js() {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
            Scalar::Int(n) => Some(n as f64),
            Scalar::Float(n) => Some(n),
            _ => None,
        }
    }

    /// Whether a number of usual form stands here, told without reading it.
    #[must_use]
    pub fn is_simple_number(&self) -> bool {
        self.node().sight == Sight::Number
    }

    /// The boolean, if the Hub reads one here.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.js() {
            Scalar::Bool(b) => Some(b),
            _ => None,
        }
    }

    /// The entry of a map under a key; merged maps (`<<`) count when the key is not there itself.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<Entry<'t>> {
        let mut merge = None;
        for entry in self.entries() {
            // Most keys differ in their length already.
            let text = entry.key.text();
            if text.len() == key.len() && text == key && entry.key.is_scalar() {
                return Some(entry);
            }
            if text == "<<" && merge.is_none() && entry.is_merge() {
                merge = Some(entry.value);
            }
        }
        // One level is what people write; deeper merging is left to the loader.
        merge?.resolved().entries().find(|e| e.key.text() == key && !e.is_merge())
    }

    /// The entry whose key this node is.
    #[must_use]
    pub fn as_entry(&self) -> Option<Entry<'t>> {
        let is_key = self.parent()?.is_map() && self.node().index.is_multiple_of(2);
        let value = self.at(self.node().next)?;
        is_key.then_some(Entry { key: *self, value })
    }

    /// The value of a map under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        self.entry(key).map(|e| e.value)
    }

    /// The value as js-yaml loads it.
    #[must_use]
    pub fn value(&self) -> Value {
        value::load(*self)
    }

    /// The way from the root to this node. A key has the path of its value.
    #[must_use]
    pub fn path(&self) -> Vec<KeyPart> {
        let mut parts = vec![];
        let mut node = *self;
        while let Some(parent) = node.parent() {
            let index = node.node().index as usize;
            match parent.shape() {
                Shape::Mapping { .. } => {
                    let key =
                        if index.is_multiple_of(2) { Some(node) } else { parent.child(index - 1) };
                    if let Some(key) = key {
                        parts.push(KeyPart::Key(value::key_of(key)));
                    }
                }
                _ => parts.push(KeyPart::Index(index)),
            }
            node = parent;
        }
        parts.reverse();
        parts
    }

    /// A child by its place, keys and values alike.
    fn child(&self, index: usize) -> Option<Self> {
        std::iter::successors(self.at(self.node().first), |node| node.at(node.node().next))
            .nth(index)
    }

    /// A word for what the node holds, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.resolved().shape() {
            Shape::Sequence { .. } => "a list",
            Shape::Mapping { .. } => "a map",
            _ => match self.js() {
                Scalar::Null => "empty",
                Scalar::Bool(_) => "a boolean",
                Scalar::Int(_) | Scalar::Float(_) => "a number",
                Scalar::Date => "a date",
                _ => "text",
            },
        }
    }
}

/// A map key's text as the Hub sees it.
#[must_use]
pub fn key_text(key: NodeRef<'_>) -> String {
    value::key_of(key)
}
