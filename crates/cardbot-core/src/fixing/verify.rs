//! Tries fixes on a copy before they are offered.

use std::collections::HashSet;

use crate::card::{Card, Metadata};
use crate::edit::{self, Edit};
use crate::finding::{Change, Fix, Promise};
use crate::front_matter::{self, FrontMatter};
use crate::kind::Kind;
use crate::text::{Source, Span};
use crate::yaml::{self, KeyPart, Tree, Value};

/// Tells for each fix of a card whether it keeps its promise: it applies, the result can be read,
/// and the loaded metadata differs only as promised.
///
/// All fixes are tried together first; only when that fails are they tried in halves.
#[must_use]
pub fn verify(card: &Card<'_>, fixes: &[&Fix]) -> Vec<bool> {
    let tree = match &card.metadata {
        Metadata::Parsed(tree) => Some(tree),
        _ => None,
    };
    verify_in(card.source, tree, yaml_of(card), fixes)
}

/// As [`verify`], for a file that is YAML as a whole.
#[must_use]
pub fn verify_yaml(source: &Source<'_>, tree: Option<&Tree<'_>>, fixes: &[&Fix]) -> Vec<bool> {
    verify_in(source, tree, whole_yaml, fixes)
}

/// Proves fixes that are to be done together.
pub(crate) struct Prover<'a>(Original<'a>);

impl<'a> Prover<'a> {
    /// For the fixes of a card.
    pub(crate) fn of_card(card: &'a Card<'a>) -> Self {
        Self(Original::new(card.source.text(), card.tree(), yaml_of(card)))
    }

    /// For the fixes of a file that is YAML as a whole.
    pub(crate) fn of_yaml(source: &'a Source<'a>) -> Self {
        let text = source.text();
        let yaml = whole_yaml(text).unwrap_or_default();
        let tree = yaml::parse(source.slice(yaml), yaml.start).ok();
        Self(Original::new(text, tree.as_ref(), whole_yaml))
    }

    /// Whether all of the fixes can be done at once and each keeps its promise.
    pub(crate) fn holds(&self, fixes: &[&Fix]) -> bool {
        keeps_promise(&self.0, fixes)
    }
}

/// How to find the YAML of a card, or of a file of results.
fn yaml_of(card: &Card<'_>) -> fn(&str) -> Option<Span> {
    if card.kind == Kind::EvalResults { whole_yaml } else { front_matter_of }
}

fn front_matter_of(text: &str) -> Option<Span> {
    front_matter::split(text).map(|front| front.yaml)
}

fn whole_yaml(text: &str) -> Option<Span> {
    Some(FrontMatter::whole(text).yaml)
}

/// The file as it is, and how to find its YAML once it is changed.
struct Original<'a> {
    text: &'a str,
    /// The YAML in it, if it can be read.
    yaml: Option<&'a str>,
    before: Option<Value>,
    /// The keys that stand twice.
    duplicates: HashSet<String>,
    yaml_of: fn(&str) -> Option<Span>,
}

impl<'a> Original<'a> {
    fn new(text: &'a str, tree: Option<&Tree<'a>>, yaml_of: fn(&str) -> Option<Span>) -> Self {
        let before = tree.and_then(Tree::root).map(|root| root.value());
        let duplicates = tree.map(duplicates).unwrap_or_default();
        Self { text, yaml: tree.map(Tree::source), before, duplicates, yaml_of }
    }
}

fn duplicates(tree: &Tree<'_>) -> HashSet<String> {
    tree.duplicate_entries().map(|(first, _)| first.key.raw().to_owned()).collect()
}

fn verify_in(
    source: &Source<'_>,
    tree: Option<&Tree<'_>>,
    yaml_of: fn(&str) -> Option<Span>,
    fixes: &[&Fix],
) -> Vec<bool> {
    let mut verdicts = vec![false; fixes.len()];
    if fixes.is_empty() || !source.invalid_bytes().is_empty() {
        return verdicts;
    }
    let original = Original::new(source.text(), tree, yaml_of);
    // Fixes that touch the same bytes, or whose list places depend on each other, go into
    // different batches.
    let mut batches: Vec<Vec<usize>> = vec![];
    for (i, fix) in fixes.iter().enumerate() {
        let room = batches
            .iter_mut()
            .take(MAX_BATCHES)
            .find(|batch| batch.iter().all(|j| fixes.get(*j).is_some_and(|f| can_join(f, fix))));
        match room {
            Some(batch) => batch.push(i),
            None => batches.push(vec![i]),
        }
    }
    for batch in batches {
        halve(&original, fixes, &batch, &mut verdicts);
    }
    verdicts
}

/// More batches than this are not searched for a place: the work stays linear.
const MAX_BATCHES: usize = 4;

fn halve(original: &Original<'_>, fixes: &[&Fix], batch: &[usize], verdicts: &mut [bool]) {
    let chosen: Vec<&Fix> = batch.iter().filter_map(|i| fixes.get(*i).copied()).collect();
    if keeps_promise(original, &chosen) {
        for i in batch {
            if let Some(verdict) = verdicts.get_mut(*i) {
                *verdict = true;
            }
        }
    } else if batch.len() > 1 {
        let (left, right) = batch.split_at(batch.len() / 2);
        halve(original, fixes, left, verdicts);
        halve(original, fixes, right, verdicts);
    }
}

/// Whether two fixes can be tried in one go.
fn can_join(a: &Fix, b: &Fix) -> bool {
    let (Promise::Values(x), Promise::Values(y)) = (&a.promise, &b.promise) else {
        return matches!(
            (&a.promise, &b.promise),
            (Promise::Body, Promise::Body | Promise::Values(_))
                | (Promise::Values(_), Promise::Body)
        ) && disjoint(a, b);
    };
    disjoint(a, b)
        && x.iter().all(|x| {
            y.iter().all(|y| !starts_with(path(x), path(y)) && !starts_with(path(y), path(x)))
        })
}

/// Whether no edit of the one touches an edit of the other.
#[must_use]
pub(crate) fn disjoint(a: &Fix, b: &Fix) -> bool {
    a.edits.iter().all(|x| b.edits.iter().all(|y| !x.span.touches(y.span)))
}

fn path(change: &Change) -> &[KeyPart] {
    match change {
        Change::Set(path, _)
        | Change::Remove(path)
        | Change::Rename(path, _)
        | Change::Splice(path, _) => path,
    }
}

fn starts_with(path: &[KeyPart], prefix: &[KeyPart]) -> bool {
    path.starts_with(prefix)
}

fn keeps_promise(original: &Original<'_>, fixes: &[&Fix]) -> bool {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|f| f.edits.iter().cloned()).collect();
    edits.sort();
    let Some(after) = edit::apply(original.text, &edits) else { return false };
    if after == original.text {
        return false;
    }
    let source = Source::new(after.as_bytes());
    let Some(span) = (original.yaml_of)(source.text()) else { return false };
    let yaml = source.slice(span);
    // What only the card's text is about leaves the metadata byte for byte as it was.
    let of_body = |fix: &&Fix| fix.promise == Promise::Body;
    if original.yaml == Some(yaml) && fixes.iter().all(of_body) {
        return true;
    }
    let Ok(tree) = yaml::parse(yaml, span.start) else { return false };
    // Two fixes may each be right and together write a key twice.
    if !duplicates(&tree).is_subset(&original.duplicates) {
        return false;
    }
    let after = tree.root().map(|root| root.value());
    let mut expected = original.before.clone();
    let mut splices: Vec<&Change> = vec![];
    for fix in fixes {
        match &fix.promise {
            Promise::Values(changes) => {
                let Some(expected) = expected.as_mut() else { return false };
                for change in changes {
                    if matches!(change, Change::Splice(..)) {
                        splices.push(change);
                    } else if !apply_change(expected, change) {
                        return false;
                    }
                }
            }
            Promise::Parses | Promise::FrontMatter => {
                return fixes.len() == 1
                    && tree.duplicates().is_empty()
                    && matches!(after, Some(Value::Map(_)));
            }
            Promise::Body => {}
        }
    }
    splices.sort_by(|a, b| path(b).cmp(path(a)));
    let done = splices.iter().all(|splice| match expected.as_mut() {
        Some(expected) => apply_change(expected, splice),
        None => false,
    });
    done && after == expected
}

/// Makes one promised change on a loaded value.
fn apply_change(value: &mut Value, change: &Change) -> bool {
    match change {
        Change::Set(path, new) => match path.split_last() {
            None => {
                *value = new.clone();
                true
            }
            Some((last, way)) => descend(value, way).is_some_and(|at| set(at, last, new)),
        },
        Change::Remove(path) => {
            let Some((last, way)) = path.split_last() else { return false };
            descend(value, way).is_some_and(|at| remove(at, last))
        }
        Change::Rename(path, name) => {
            let Some((KeyPart::Key(old), way)) = path.split_last() else { return false };
            let Some(Value::Map(entries)) = descend(value, way) else { return false };
            if entries.iter().any(|(key, _)| key == name) {
                return false;
            }
            match entries.iter_mut().find(|(key, _)| key == old) {
                Some(entry) => {
                    entry.0.clone_from(name);
                    true
                }
                None => false,
            }
        }
        Change::Splice(path, new) => {
            let Some((KeyPart::Index(index), way)) = path.split_last() else { return false };
            let Some(Value::Seq(items)) = descend(value, way) else { return false };
            if *index >= items.len() {
                return false;
            }
            items.splice(*index..=*index, new.iter().cloned());
            true
        }
    }
}

fn descend<'v>(value: &'v mut Value, path: &[KeyPart]) -> Option<&'v mut Value> {
    let mut at = value;
    for part in path {
        at = match (at, part) {
            (Value::Map(entries), KeyPart::Key(key)) => {
                &mut entries.iter_mut().find(|(k, _)| k == key)?.1
            }
            (Value::Seq(items), KeyPart::Index(index)) => items.get_mut(*index)?,
            _ => return None,
        };
    }
    Some(at)
}

fn set(at: &mut Value, last: &KeyPart, new: &Value) -> bool {
    match (at, last) {
        (Value::Map(entries), KeyPart::Key(key)) => {
            match entries.iter_mut().find(|(k, _)| k == key) {
                Some(entry) => entry.1 = new.clone(),
                None => entries.push((key.clone(), new.clone())),
            }
            true
        }
        (Value::Seq(items), KeyPart::Index(index)) => match items.get_mut(*index) {
            Some(item) => {
                *item = new.clone();
                true
            }
            None => false,
        },
        _ => false,
    }
}

fn remove(at: &mut Value, last: &KeyPart) -> bool {
    match (at, last) {
        (Value::Map(entries), KeyPart::Key(key)) => {
            let before = entries.len();
            entries.retain(|(k, _)| k != key);
            entries.len() + 1 == before
        }
        (Value::Seq(items), KeyPart::Index(index)) => {
            let there = *index < items.len();
            if there {
                items.remove(*index);
            }
            there
        }
        _ => false,
    }
}
