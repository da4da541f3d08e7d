//! `eval-misspelt-key`: a field of `model-index` that is not read, but near to one that is.

use std::collections::BTreeMap;

use super::tally::Tally;
use super::{doubtful_metrics, doubtful_results, maps, models};
use crate::facts;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-misspelt-key",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a field of model-index that is not read, but near to one that is",
    page: include_str!("misspelt_key.md"),
    check,
};

/// A kind of map in `model-index` with its fields; those that must be there first.
struct Level {
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const MODEL: Level = Level { required: &["name", "results"], optional: &[] };
const RESULT: Level = Level { required: &["task", "dataset", "metrics"], optional: &["source"] };
const TASK: Level = Level { required: &["type"], optional: &["name", "args"] };
const DATASET: Level =
    Level { required: &["type", "name"], optional: &["config", "split", "revision", "args"] };
const METRIC: Level = Level {
    required: &["type", "value"],
    optional: &["name", "config", "args", "verified", "verifyToken"],
};
const SOURCE: Level = Level { required: &["url"], optional: &["name"] };

impl Level {
    fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    /// The field that an unknown key stands for, if the map has it under no other name.
    fn meant(&self, map: NodeRef<'_>, name: &str) -> Option<&'static str> {
        if self.fields().any(|field| field == name) {
            return None;
        }
        let known =
            facts::eval_field_meant(name).filter(|field| self.fields().any(|f| f == *field));
        let near = || spelling::nearest(name, self.fields().filter(|field| field.len() > 3));
        known.or_else(near).filter(|field| map.get(field).is_none())
    }
}

/// Nobody writes more fields into one map; the rest is not compared letter by letter.
pub(super) const MOST_FIELDS: usize = 100;

/// Whether a map has another key where a field is missing.
pub(super) fn is_misspelt_in(result: NodeRef<'_>, field: &str) -> bool {
    result
        .entries()
        .take(MOST_FIELDS)
        .any(|entry| RESULT.meant(result, entry.name()) == Some(field))
}

type Misspelt = (&'static str, bool);

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: BTreeMap<(&str, Misspelt), Tally<'_, Entry<'_>>> = BTreeMap::new();
    for (map, level) in levels(ctx) {
        for entry in map.entries().take(MOST_FIELDS).filter(|entry| !entry.is_merge()) {
            if let Some(field) = level.meant(map, entry.name()) {
                let kind = (entry.name(), (field, level.required.contains(&field)));
                found.entry(kind).or_default().add(entry.key, entry);
            }
        }
    }
    for ((name, (field, is_required)), tally) in &found {
        if out.is_full() {
            out.count();
        } else if let Some(draft) = told(name, field, *is_required, tally) {
            out.push(draft);
        }
    }
}

/// All maps of `model-index`, each with its fields.
fn levels<'c>(ctx: &'c Ctx<'c>) -> impl Iterator<Item = (NodeRef<'c>, &'static Level)> {
    let of_result = |result: NodeRef<'c>| {
        let part =
            move |name, level: &'static Level| maps(result.get(name)).map(move |map| (map, level));
        let task = part("task", &TASK);
        let dataset = part("dataset", &DATASET);
        let rest = doubtful_metrics(ctx, result)
            .map(|metric| (metric, &METRIC))
            .chain(part("source", &SOURCE));
        std::iter::once((result, &RESULT)).chain(task).chain(dataset).chain(rest)
    };
    models(ctx.card).map(|model| (model, &MODEL)).chain(doubtful_results(ctx).flat_map(of_result))
}

fn told(name: &str, field: &str, is_required: bool, tally: &Tally<'_, Entry<'_>>) -> Option<Draft> {
    let (_, first) = tally.first()?;
    let message = match tally.len() {
        1 => format!("{} is not read here", code(name)),
        n => format!("{} is not read here, nor in {} more places", code(name), n - 1),
    };
    let help = if first.value.is_seq() && field == "dataset" {
        "The field is `dataset` and holds one dataset; scores on several are several results."
            .to_owned()
    } else if is_required {
        format!("The field is `{field}`; without it `huggingface_hub` can't load the card.")
    } else {
        format!("The field is `{field}`.")
    };
    let severity = if is_required { Severity::Error } else { Severity::Note };
    let fix = tally.iter().fold(
        FixBuilder::safe(format!("Write `{field}`")).only_if(tally.can_be_fixed()),
        |fix, (_, entry)| fix.rename_key(*entry, field).only_if(fits(field, entry.value)),
    );
    let is_sure = facts::eval_field_meant(name).is_some() || spelling::is_slip(name, field);
    let safety = if is_sure { Safety::Safe } else { Safety::Ask };
    let draft = Draft::on_key(*first, message).identity(name).severity(severity).help(help);
    let draft = tally.others().fold(draft, |draft, span| draft.related(span, "here too"));
    Some(draft.fix(fix.with_safety(safety)))
}

/// Whether a value is of the shape that the field takes.
fn fits(field: &str, value: NodeRef<'_>) -> bool {
    match field {
        "task" | "dataset" | "source" => value.is_map(),
        "metrics" | "results" => value.is_seq(),
        _ => value.is_scalar(),
    }
}
