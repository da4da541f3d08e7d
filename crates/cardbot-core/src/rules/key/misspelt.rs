//! `key-misspelt`: a key that nobody reads, but near to one that the Hub reads.

use std::collections::HashSet;

use super::{says_nothing, type_of};
use crate::card::texts_of;
use crate::facts::{self, Spelt};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, language, words};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "key-misspelt",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a key that is not read, but near to one that is",
    page: include_str!("misspelt.md"),
    check,
};

/// Nobody writes so many keys of their own; the rest is not compared letter by letter.
const MOST_COMPARED: usize = 500;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut taken = HashSet::new();
    let mut compared = 0;
    for entry in ctx.card.entries() {
        let name = entry.name();
        if facts::key(name).is_some() || entry.is_merge() || says_nothing(entry.value) {
            continue;
        }
        if facts::is_task_key(name) {
            names_a_task(ctx, entry, out);
            continue;
        }
        let known = facts::key_by_spelling(name);
        compared += 1;
        let nearby = || {
            let key = if compared > MOST_COMPARED { None } else { facts::key_nearby(name) }?;
            Some(Spelt { key, sure: false })
        };
        let Some(spelt) = known.or_else(nearby) else { continue };
        if out.is_full() {
            out.count();
        } else if let Some(right) = ctx.card.entry(spelt.key) {
            // Next to the right key, only a certain misspelling is none of the author's own keys.
            if known.is_some_and(|spelt| spelt.sure) {
                out.push(beside_the_right_one(entry, right));
            }
        } else if let Some(draft) = renamed(entry, spelt, known.is_some()) {
            let first = taken.insert(spelt.key);
            out.push(if first { draft } else { draft.without_fix() });
        }
    }
}

/// Both keys are there: the misspelt one can only go.
fn beside_the_right_one(entry: Entry<'_>, right: Entry<'_>) -> Draft {
    let (wrong, key) = (words::code(entry.name()), right.name());
    let draft = Draft::on_key(entry, format!("{wrong} is not read, `{key}` is, and both are here"))
        .severity(Severity::Note)
        .related(right.key.span(), "this one is read");
    if entry.value.value() == right.value.value() {
        let title = format!("Remove {wrong}, which says the same");
        return draft.help("They say the same.").fix(FixBuilder::safe(title).remove_entry(entry));
    }
    draft.help(format!("If its value is meant, move it to `{key}`."))
}

/// The key gets its right name, if the value makes sense under it.
fn renamed(entry: Entry<'_>, spelt: Spelt, is_common: bool) -> Option<Draft> {
    let key = facts::key(spelt.key)?;
    let fits = type_of(entry.value).is_some_and(|value| key.types.contains(&value));
    if !fits && !is_common {
        return None;
    }
    let wrong = words::code(entry.name());
    let draft = Draft::on_key(entry, format!("{wrong} is not a key that the Hub reads"));
    let title = format!("Rename it to `{}`", key.name);
    let mut sure = spelt.sure;
    let mut help = format!("The key is `{}`.", key.name);
    match key.name {
        "model-index" if !is_model_index(entry.value) => {
            sure = false;
            help = "The key is `model-index`. Under that name it is checked: each result needs a dataset and `metrics` with values."
                .to_owned();
        }
        "library_name" => {
            sure = entry.value.as_str().is_some_and(|text| facts::library(text).is_some());
        }
        // Once it is read, a value that the Hub does not know makes it refuse the card.
        "license" => {
            sure &= texts_of(entry.value)
                .iter()
                .all(|(_, text)| facts::license_by_spelling(text).is_some());
        }
        "language" => {
            sure &= texts_of(entry.value).iter().all(|(_, text)| language::means_language(text));
        }
        "pipeline_tag" => {
            sure &= entry.value.as_str().is_some_and(|text| facts::task(text).is_some());
        }
        _ if !fits => {
            help = format!(
                "The key is `{}`, which takes {}.",
                key.name,
                super::types_in_words(key.types)
            );
        }
        _ => {}
    }
    let fix = if sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    Some(draft.help(help).fix(fix.only_if(fits).rename_key(entry, key.name)))
}

/// `task: text-classification`, where the Hub reads `pipeline_tag`.
fn names_a_task(ctx: &Ctx<'_>, entry: Entry<'_>, out: &mut Out) {
    let texts = texts_of(entry.value);
    let [(node, text)] = texts[..] else { return };
    let id = text.trim().to_lowercase().replace([' ', '_'], "-");
    // A tag may tell the task as well.
    let is_told = ctx.card.entry("pipeline_tag").is_some()
        || ctx.card.texts("tags").iter().any(|(_, tag)| *tag == id);
    if facts::task(&id).is_none() || is_told {
        return;
    }
    let wrong = words::code(entry.name());
    let mut fix = FixBuilder::ask("Rename it to `pipeline_tag`");
    if node != entry.value {
        fix = fix.only_if(entry.value.len() == 1).unwrap_list(entry, &id);
    } else if id != text {
        fix = fix.set_text(node, &id);
    }
    out.push(
        Draft::on_key(entry, format!("{wrong} is not a key that the Hub reads"))
            .severity(Severity::Note)
            .help("The key for a model's task, which gives it a widget, is `pipeline_tag`.")
            .fix(fix.rename_key(entry, "pipeline_tag")),
    );
}

/// Whether the Hub would take a value as `model-index`.
fn is_model_index(value: NodeRef<'_>) -> bool {
    let has = |node: NodeRef<'_>, path: &[&str]| {
        path.iter()
            .try_fold(node, |at, key| at.get(key))
            .is_some_and(|found| found.as_str().is_some())
    };
    let is_metric = |metric: NodeRef<'_>| has(metric, &["type"]) && metric.get("value").is_some();
    let is_result = |result: NodeRef<'_>| {
        has(result, &["task", "type"])
            && has(result, &["dataset", "type"])
            && has(result, &["dataset", "name"])
            && result
                .get("metrics")
                .is_some_and(|metrics| metrics.is_seq() && metrics.items().all(is_metric))
    };
    value.is_seq()
        && value.items().all(|model| {
            has(model, &["name"])
                && model
                    .get("results")
                    .is_some_and(|results| results.is_seq() && results.items().all(is_result))
        })
}
