//! The review of one card.

use std::collections::{BTreeMap, HashSet};

use super::place::{Abilities, Page, Placement};
use crate::card::Card;
use crate::config::{self, Config};
use crate::engine::{self, Subject};
use crate::finding::Finding;
use crate::hunks::{self, Hunk};
use crate::kind::Kind;
use crate::metadata_diff::{self, MetadataChange};
use crate::preview::Preview;
use crate::tags;
use crate::text::{Position, Source};
use crate::yaml::{Tree, Value};

/// A changed file: its text before and after.
#[derive(Debug, Clone)]
pub struct CardChange {
    /// Path in the head; in the base for a deleted file.
    pub path: String,
    /// Path at the merge base, where it differs.
    pub base_path: Option<String>,
    /// The bytes at the merge base; `None` for a new file.
    pub base: Option<Vec<u8>>,
    /// The bytes in the head; `None` for a deleted file.
    pub head: Option<Vec<u8>>,
    /// The hunks as the forge shows them; computed when it does not say.
    pub hunks: Option<Vec<Hunk>>,
    /// The text of the LICENSE file in the card's folder, in the head.
    pub license_file: Option<String>,
}

/// Whether the change brought a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The base has no finding of this fingerprint.
    Introduced,
    /// It was there before.
    Existing,
}

impl Origin {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Introduced => "introduced",
            Self::Existing => "existing",
        }
    }
}

/// A finding of a review.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The finding.
    pub finding: Finding,
    /// Where it begins.
    pub start: Position,
    /// Where it ends; exclusive.
    pub end: Position,
    /// Whether the change brought it.
    pub origin: Origin,
    /// Where it is told.
    pub placement: Placement,
}

/// What is to be said about one changed file.
#[derive(Debug, Clone)]
pub struct CardReview {
    /// Its path in the head.
    pub path: String,
    /// What kind of file it is.
    pub kind: Kind,
    /// All findings, in the order of the file.
    pub findings: Vec<Reviewed>,
    /// What the change does to the metadata.
    pub changes: Vec<MetadataChange>,
    /// The tags the Hub will derive after the change and did not before.
    pub tags_added: Vec<String>,
    /// The tags the Hub derived before the change and will not any more.
    pub tags_removed: Vec<String>,
    /// What the change makes of the model's page.
    pub preview: Preview,
    /// How many findings were silenced.
    pub suppressed: usize,
    /// Rules that ignore comments silence which the change itself adds, in alphabetical order.
    pub ignores_added: Vec<&'static str>,
    /// How many were left out because a rule had too many.
    pub not_shown: usize,
    /// Rules that broke down on this card.
    pub broken_rules: Vec<&'static str>,
    /// Whether the file is new.
    pub is_new: bool,
    /// Whether the file was deleted.
    pub is_deleted: bool,
}

/// Reviews one changed file.
#[must_use]
pub fn review_card(change: &CardChange, config: &Config, abilities: Abilities) -> CardReview {
    let base_path = change.base_path.as_deref().unwrap_or(&change.path);
    let base_source = change.base.as_deref().map(Source::new);
    let base = base_source.as_ref().map(|source| Card::new(base_path, source));
    let head_bytes = change.head.as_deref().unwrap_or_default();
    let source = Source::new(head_bytes);
    let head = Card::new(&change.path, &source);
    let mut kind = engine::reviewed_kind(&head, base.as_ref(), config);
    let mut review = CardReview {
        path: change.path.clone(),
        kind,
        findings: vec![],
        changes: vec![],
        tags_added: vec![],
        tags_removed: vec![],
        preview: Preview::default(),
        suppressed: 0,
        ignores_added: vec![],
        not_shown: 0,
        broken_rules: vec![],
        is_new: change.base.is_none(),
        is_deleted: change.head.is_none(),
    };
    if change.head.is_none() {
        if let Some(base) = &base {
            kind = engine::reviewed_kind(base, None, config);
            review.kind = kind;
        }
        // A file of results that goes takes its scores along; a card goes with its model.
        if kind != Kind::EvalResults {
            return review;
        }
    }
    let (report, before) = if config::is_config_path(&change.path) {
        let check =
            |path: &str, source: &Source<'_>| engine::check_config(path, base_path, source, config);
        (check(&change.path, &source), base_source.as_ref().map(|source| check(base_path, source)))
    } else if matches!(kind, Kind::ModelCard | Kind::EvalResults) {
        let license_file = change.license_file.as_deref();
        let check =
            |card, base| engine::check(&Subject { card, base, base_path, license_file }, config);
        (check(&head, base.as_ref()), base.as_ref().map(|card| check(card, None)))
    } else {
        return review;
    };
    let before = before.unwrap_or_default();
    review.ignores_added = added(&report.ignored_rules, &before.ignored_rules);
    let known: HashSet<String> = before.findings.into_iter().map(|f| f.fingerprint).collect();
    let computed;
    let hunks = match (&change.hunks, &base_source) {
        (Some(hunks), _) => hunks.as_slice(),
        (None, Some(base)) => {
            computed = hunks::compute(base.text(), source.text());
            &computed
        }
        (None, None) => {
            computed = hunks::whole_file(source.line_count());
            &computed
        }
    };
    review.suppressed = report.suppressed;
    review.not_shown = report.not_shown;
    review.broken_rules = report.broken_rules;
    let page = Page::new(&source, hunks, abilities);
    review.findings = report
        .findings
        .into_iter()
        .map(|finding| {
            let origin = if known.contains(&finding.fingerprint) {
                Origin::Existing
            } else {
                Origin::Introduced
            };
            let placement = page.place(&finding);
            Reviewed {
                start: source.position(finding.span.start),
                end: source.position(finding.span.end),
                origin,
                placement,
                finding,
            }
        })
        .collect();
    if kind == Kind::EvalResults {
        let value = |card: &Card<'_>| card.tree().and_then(Tree::root).map(|root| root.value());
        // An empty file is a list without results.
        let list = |card: Option<Value>| Some(card.unwrap_or(Value::Seq(vec![])));
        let (before, after) = (list(base.as_ref().and_then(value)), list(value(&head)));
        review.changes = metadata_diff::diff(before.as_ref(), after.as_ref());
    }
    if kind == Kind::ModelCard {
        let value = |card: &Card<'_>| card.root().map(|root| root.value());
        let before = base.as_ref().and_then(value);
        review.changes = metadata_diff::diff(before.as_ref(), value(&head).as_ref());
        (review.tags_added, review.tags_removed) = tags::change(base.as_ref(), &head);
        review.preview = Preview::new(base.as_ref(), &head);
    }
    review
}

/// The rules that are ignored more often than before.
fn added(now: &[&'static str], before: &[&'static str]) -> Vec<&'static str> {
    let mut times: BTreeMap<&'static str, isize> = BTreeMap::new();
    for rule in now {
        *times.entry(rule).or_default() += 1;
    }
    for rule in before {
        *times.entry(rule).or_default() -= 1;
    }
    times.into_iter().filter(|(_, more)| *more > 0).map(|(rule, _)| rule).collect()
}
