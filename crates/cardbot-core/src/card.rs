//! A README as a model card: its front matter as a tree, its text, its kind.

use crate::front_matter::{self, FrontMatter};
use crate::kind::{self, Kind};
use crate::text::{Source, Span};
use crate::yaml::{self, Entry, NodeRef, Problem, Sights, Tree};

/// The state of the metadata.
#[derive(Debug)]
pub enum Metadata<'a> {
    /// There is no front matter.
    Missing,
    /// The front matter could be read.
    Parsed(Tree<'a>),
    /// The Hub's loader would refuse the front matter.
    Broken(Box<Problem>),
}

/// One card, parsed once and read by all rules.
#[derive(Debug)]
pub struct Card<'a> {
    /// The path it is known by in findings.
    pub path: &'a str,
    /// The file.
    pub source: &'a Source<'a>,
    /// Where the front matter stands.
    pub front: Option<FrontMatter>,
    /// What the front matter says.
    pub metadata: Metadata<'a>,
    /// What kind of file this is.
    pub kind: Kind,
    /// Dozens of rules ask for a key that a card does not have.
    keys: Sights,
}

impl<'a> Card<'a> {
    /// Splits, parses and classifies a file.
    #[must_use]
    pub fn new(path: &'a str, source: &'a Source<'a>) -> Self {
        let text = source.text();
        // A file of results is YAML as a whole.
        let front = if kind::is_eval_results(path) {
            Some(FrontMatter::whole(text))
        } else {
            front_matter::split(text)
        };
        let metadata = match front {
            None => Metadata::Missing,
            Some(fm) => match yaml::parse(source.slice(fm.yaml), fm.yaml.start) {
                Ok(tree) => Metadata::Parsed(tree),
                Err(problem) => Metadata::Broken(problem),
            },
        };
        let mut card =
            Self { path, source, front, metadata, kind: Kind::Other, keys: Sights::NONE };
        card.keys = card.root().map_or(Sights::NONE, Sights::of_map);
        card.kind = kind::of(&card);
        card
    }

    /// The tree of the metadata, if it could be read.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree<'a>> {
        match &self.metadata {
            Metadata::Parsed(tree) => Some(tree),
            _ => None,
        }
    }

    /// The metadata's map; `None` when there is none or it is something else.
    #[must_use]
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.tree().and_then(Tree::root).filter(NodeRef::is_map)
    }

    /// The value under a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<NodeRef<'_>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// A top-level key with its value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<Entry<'_>> {
        if self.keys.may_hold(key) { self.root()?.entry(key) } else { None }
    }

    /// All top-level keys with their values.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.root().into_iter().flat_map(|root| root.entries())
    }

    /// Where the card text stands; the whole file when there is no front matter.
    #[must_use]
    pub fn body_span(&self) -> Span {
        self.front.map_or(Span::new(0, self.source.text().len()), |fm| fm.body)
    }

    /// The card text.
    #[must_use]
    pub fn body(&self) -> &str {
        self.source.slice(self.body_span())
    }

    /// A string or list value's texts with their nodes: `license: mit` and `license: [mit]` give
    /// the same. Items that are no text are left out.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<(NodeRef<'_>, &str)> {
        let Some(value) = self.get(key) else { return vec![] };
        texts_of(value)
    }
}

/// The texts of a string or of a list of strings, with their nodes.
#[must_use]
pub fn texts_of(value: NodeRef<'_>) -> Vec<(NodeRef<'_>, &str)> {
    let single = value.as_str().map(|text| (value, text));
    single
        .into_iter()
        .chain(value.items().filter_map(|item| Some((item, item.as_str()?))))
        .collect()
}
