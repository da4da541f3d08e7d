//! `model-index`: the evaluation results in a card, and the files of `.eval_results/`.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::card::Card;
use crate::rules::Ctx;
use crate::yaml::{Entry, NodeRef};

mod survey;
mod tally;

pub(in crate::rules) use survey::Survey;

pub(super) mod braces;
pub(super) mod dataset_type;
pub(super) mod duplicate;
pub(super) mod file;
pub(super) mod file_form;
pub(super) mod file_missing;
pub(super) mod file_misspelt_key;
pub(super) mod file_value;
pub(super) mod form;
pub(super) mod metric_type;
pub(super) mod missing;
pub(super) mod missing_dataset;
pub(super) mod misspelt_key;
pub(super) mod not_text;
pub(super) mod several_models;
pub(super) mod source;
pub(super) mod task_type;
pub(super) mod value;
pub(super) mod verified;

/// The models of `model-index` that are maps; a lone map in the list's place counts as one.
pub(super) fn models<'c>(card: &'c Card<'_>) -> impl Iterator<Item = NodeRef<'c>> {
    maps(card.get("model-index"))
}

/// The results of all models that are maps.
pub(super) fn results<'c>(card: &'c Card<'_>) -> impl Iterator<Item = NodeRef<'c>> {
    models(card).flat_map(|model| maps(model.get("results")))
}

/// The metrics of a result that are maps.
pub(super) fn metrics(result: NodeRef<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    maps(result.get("metrics"))
}

/// The results in which something may be wrong, in themselves or in a metric: none in most cards, all
/// of them in the rest.
fn doubtful_results<'c>(ctx: &Ctx<'c>) -> impl Iterator<Item = NodeRef<'c>> + use<'c> {
    let survey = ctx.model_index();
    let doubtful = survey.unusual_results || survey.unusual_metrics;
    doubtful.then(|| results(ctx.card)).into_iter().flatten()
}

/// The maps under a field of a result in which something may be wrong by itself.
fn doubtful_parts<'c>(
    ctx: &Ctx<'c>,
    result: NodeRef<'c>,
    field: &str,
) -> impl Iterator<Item = NodeRef<'c>> + use<'c> {
    let doubtful = ctx.model_index().unusual_results;
    maps(doubtful.then(|| result.get(field)).flatten())
}

/// The metrics of a result in which something may be wrong by itself.
fn doubtful_metrics<'c>(
    ctx: &Ctx<'c>,
    result: NodeRef<'c>,
) -> impl Iterator<Item = NodeRef<'c>> + use<'c> {
    let doubtful = ctx.model_index().unusual_metrics;
    maps(doubtful.then(|| result.get("metrics")).flatten())
}

/// The maps of a list; a lone map counts as a list of one.
fn maps(value: Option<NodeRef<'_>>) -> impl Iterator<Item = NodeRef<'_>> {
    let items = value.into_iter().flat_map(|value| value.items()).filter(NodeRef::is_map);
    value.filter(NodeRef::is_map).into_iter().chain(items)
}

/// The entry of a field that holds something.
fn filled<'t>(map: NodeRef<'t>, field: &str) -> Option<Entry<'t>> {
    map.entry(field).filter(|entry| !is_blank(entry.value))
}

/// Whether a value is null or a text of blanks.
fn is_blank(value: NodeRef<'_>) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What the braces of a template hold that were left around a value: YAML reads `{my name}` as a
/// map with one key and nothing in it.
fn in_braces(value: NodeRef<'_>) -> Option<&str> {
    let is_flow = matches!(value.shape(), crate::yaml::Shape::Mapping { flow: true });
    let mut entries = value.entries();
    let (Some(only), None) = (entries.next(), entries.next()) else { return None };
    let empty = only.value.is_null() && only.value.span().is_empty() && !only.is_merge();
    (is_flow && empty && only.key.is_scalar()).then(|| only.key.text())
}

/// Whether a text is a dataset's id: `[owner/]name`.
pub(super) fn is_dataset_id(text: &str) -> bool {
    let word = |part: &str, more: &[char]| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c) || more.contains(&c))
    };
    match text.split_once('/') {
        Some((owner, name)) => word(owner, &[]) && word(name, &['.']),
        None => word(text, &['.']),
    }
}

/// The ids in the card's `datasets`.
fn dataset_ids<'c>(card: &'c Card<'_>) -> Vec<&'c str> {
    let texts = card.texts("datasets").into_iter().map(|(_, text)| text.trim());
    texts.filter(|text| is_dataset_id(text)).collect()
}

/// A value in a form in which it is compared: equal values of usual size have equal forms. A long one,
/// and one with aliases, is compared by its text as written: aliases are not followed, so that the
/// work stays small.
pub(super) fn said(value: Option<NodeRef<'_>>) -> String {
    let mut out = String::new();
    say(value, &mut out);
    out
}

/// The same for several fields of a map, one after the other.
pub(super) fn said_of(map: NodeRef<'_>, fields: &[&str]) -> String {
    let mut out = String::with_capacity(64);
    for field in fields {
        say(map.get(field), &mut out);
        out.push('\u{0}');
    }
    out
}

fn say(value: Option<NodeRef<'_>>, out: &mut String) {
    const LONG: usize = 200;
    let Some(value) = value else { return };
    if value.is_scalar() && value.resolved().span().len() <= LONG {
        return say_scalar(value, out);
    }
    let raw = value.raw();
    if raw.len() <= LONG && !raw.contains('*') {
        let mut entries = Vec::with_capacity(value.len());
        entries.extend(value.entries());
        if entries.is_empty() || !entries.iter().all(|e| e.key.is_scalar() && e.value.is_scalar()) {
            return out.push_str(&value.value().canonical());
        }
        entries.sort_by_key(Entry::name);
        for entry in entries {
            out.extend([entry.name(), ": "]);
            say_scalar(entry.value, out);
            out.push('\n');
        }
        return;
    }
    let mut hasher = DefaultHasher::new();
    raw.hash(&mut hasher);
    let _ = write!(out, "{} {:x}", raw.len(), hasher.finish());
}

fn say_scalar(value: NodeRef<'_>, out: &mut String) {
    // Texts are what there is most of; what else there is begins with another sign.
    match value.as_str() {
        Some(text) => out.extend(["\"", text]),
        None => out.push_str(&value.value().canonical()),
    }
}
