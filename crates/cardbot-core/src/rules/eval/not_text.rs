//! `eval-not-text`: a field of `model-index` that takes text holds something else.

use super::{doubtful_metrics, doubtful_parts, doubtful_results, in_braces, models};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-not-text",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a field of model-index that takes text holds something else",
    page: include_str!("not_text.md"),
    check,
};

/// Fields that the Hub checks.
const DATASET: &[&str] = &["type", "name", "config", "split", "revision"];

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (part, entry) in places(ctx) {
        let value = entry.value;
        if value.as_str().is_some() || in_braces(value).is_some() {
            continue;
        }
        // What must be there and is empty is told as missing.
        if value.is_null() && (part != "dataset" || matches!(entry.name(), "type" | "name")) {
            continue;
        }
        if out.is_full() {
            out.count();
        } else {
            out.push(judge(part, entry));
        }
    }
}

fn places<'c>(ctx: &'c Ctx<'c>) -> impl Iterator<Item = (&'static str, Entry<'c>)> {
    let of = |part: &'static str, map: NodeRef<'c>, fields: &'static [&'static str]| {
        let entries = map.entries().filter(move |entry| fields.contains(&entry.name()));
        entries.map(move |entry| (part, entry))
    };
    let of_result = move |result: NodeRef<'c>| {
        let task = doubtful_parts(ctx, result, "task")
            .flat_map(move |task| of("task", task, &["type", "name"]));
        let dataset = doubtful_parts(ctx, result, "dataset")
            .flat_map(move |dataset| of("dataset", dataset, DATASET));
        let metric = doubtful_metrics(ctx, result)
            .flat_map(move |metric| of("metric", metric, &["type", "name"]));
        task.chain(dataset).chain(metric)
    };
    let names = models(ctx.card).flat_map(move |model| of("model", model, &["name"]));
    names.chain(doubtful_results(ctx).flat_map(of_result))
}

fn judge(part: &str, entry: Entry<'_>) -> Draft {
    let (name, value) = (entry.name(), entry.value);
    let field = format!("`{name}` of the {}", if part == "dataset" { "dataset" } else { part });
    if value.is_null() {
        return Draft::on_key(entry, format!("{field} has no value"))
            .severity(Severity::Note)
            .help("Leave it out where there is nothing to say.")
            .fix(FixBuilder::safe(format!("Remove `{name}`")).remove_entry(entry));
    }
    let draft = Draft::at(value, format!("{field} is {}, not text", value.kind()));
    // A name for people is shown, whatever it is.
    let for_people = name == "name" && matches!(part, "task" | "metric");
    let draft = if for_people { draft.severity(Severity::Warning) } else { draft };
    if !value.is_scalar() {
        return draft.span(super::tally::first_line(value)).help("The Hub takes only text here.");
    }
    let raw = value.raw();
    draft.help("The Hub takes only text here; in quotes it is text.").fix(
        FixBuilder::safe(format!("Write `\"{raw}\"`")).set_raw(
            value,
            quote_double(raw),
            Value::Str(raw.to_owned()),
        ),
    )
}
