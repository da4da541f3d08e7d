//! What rules hand in.

use crate::finding::{Fix, Severity};
use crate::fixing::FixBuilder;
use crate::text::Span;
use crate::yaml::{Entry, KeyPart, NodeRef};

/// At most this many findings of a rule in a file are told; the rest is counted.
pub(crate) const MOST_PER_RULE: usize = 100;

/// A finding in the making.
#[derive(Debug)]
pub struct Draft {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) severity: Option<Severity>,
    pub(crate) key: Vec<KeyPart>,
    pub(crate) span: Span,
    pub(crate) related: Vec<(Span, String)>,
    pub(crate) fix: Option<Fix>,
    pub(crate) value: String,
}

impl Draft {
    /// A finding on a value.
    #[must_use]
    pub fn at(node: NodeRef<'_>, message: impl Into<String>) -> Self {
        let mut span = node.span();
        if span.is_empty()
            && let Some(entry) = entry_of(node)
        {
            // A missing value can't be underlined; its key can.
            span = entry.key.span();
        }
        Self::new(span, node.path(), identity(node), message.into())
    }

    /// A finding on a key.
    #[must_use]
    pub fn on_key(entry: Entry<'_>, message: impl Into<String>) -> Self {
        Self::new(entry.key.span(), entry.key.path(), String::new(), message.into())
    }

    /// A finding on a place in the file, for the card as a whole.
    #[must_use]
    pub fn on_card(span: Span, message: impl Into<String>) -> Self {
        Self::new(span, vec![], String::new(), message.into())
    }

    fn new(span: Span, key: Vec<KeyPart>, value: String, message: String) -> Self {
        Self { message, help: None, severity: None, key, span, related: vec![], fix: None, value }
    }

    /// Why it matters or what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A severity other than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// A narrower place than the node's own.
    #[must_use]
    pub fn span(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// The key path, where the node does not give it.
    #[must_use]
    pub fn key(mut self, key: Vec<KeyPart>) -> Self {
        self.key = key;
        self
    }

    /// What makes this finding this finding, where the node's value does not.
    #[must_use]
    pub fn identity(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Another place that belongs to it, with a few words.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// A fix; a void one is left out.
    #[must_use]
    pub fn fix(mut self, fix: FixBuilder) -> Self {
        self.fix = fix.build();
        self
    }

    /// The finding alone.
    #[must_use]
    pub fn without_fix(mut self) -> Self {
        self.fix = None;
        self
    }
}

/// The entry whose value a node is.
fn entry_of(node: NodeRef<'_>) -> Option<Entry<'_>> {
    node.parent()?.entries().find(|e| e.value == node)
}

/// The value in canonical form. Large values are cut: beyond this their beginning tells enough.
fn identity(node: NodeRef<'_>) -> String {
    const MOST: usize = 4096;
    if node.is_scalar() || node.span().len() <= MOST {
        return node.value().canonical();
    }
    node.raw().chars().take(MOST).collect()
}

/// Where a rule puts its findings.
#[derive(Debug, Default)]
pub struct Out {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) not_kept: usize,
}

impl Out {
    /// Adds a finding; beyond `MOST_PER_RULE` it is only counted.
    pub fn push(&mut self, draft: Draft) {
        if self.is_full() {
            self.not_kept += 1;
        } else {
            self.drafts.push(draft);
        }
    }

    /// Whether further findings are only counted. Loops over long lists ask before they build one.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.drafts.len() >= MOST_PER_RULE
    }

    /// Counts a finding that was not built.
    pub fn count(&mut self) {
        self.not_kept += 1;
    }
}
