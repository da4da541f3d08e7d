//! `eval-form`: a part of `model-index` that is not of the shape that is read.

use super::tally::first_line;
use super::{doubtful_results, in_braces, is_blank, is_dataset_id, models};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a part of model-index that is not of the shape that is read",
    page: include_str!("form.md"),
    check,
};

const HELP: &str = "`huggingface_hub` can't load a card whose `model-index` has another shape.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry("model-index") else { return };
    if is_blank(entry.value) {
        return;
    }
    list(entry, "`model-index`", "models", out);
    for model in models(ctx.card) {
        if let Some(entry) = model.entry("results") {
            if entry.value.is_null() {
                push(out, || no_results(entry));
            } else {
                list(entry, "`results`", "results", out);
            }
        }
    }
    for result in doubtful_results(ctx) {
        for field in ["task", "dataset"] {
            let Some(entry) = result.entry(field) else { continue };
            if !entry.value.is_map() && !is_blank(entry.value) {
                push(out, || no_map(entry));
            }
        }
        if let Some(entry) = result.entry("metrics").filter(|entry| !is_blank(entry.value)) {
            list(entry, "`metrics`", "metrics", out);
        }
    }
}

fn push<'t>(out: &mut Out, draft: impl FnOnce() -> Draft + 't) {
    if out.is_full() {
        out.count();
    } else {
        out.push(draft());
    }
}

/// A value that must be a list of maps.
fn list(entry: Entry<'_>, name: &str, items: &str, out: &mut Out) {
    let value = entry.value;
    if value.is_seq() {
        for item in value.items().filter(|item| !item.is_map()) {
            push(out, || {
                Draft::at(item, format!("this item of {name} is {}, not a map", item.kind()))
                    .help(HELP)
            });
        }
        return;
    }
    let draft = Draft::at(value, format!("{name} is {}, not a list of {items}", value.kind()))
        .span(first_line(value))
        .identity(value.kind())
        .help(HELP);
    let fits = value.is_map() && in_braces(value).is_none() && looks_like_item(entry.name(), value);
    let fix = FixBuilder::safe("Make it a list of one").only_if(fits);
    push(out, || draft.fix(fix.wrap_in_list(value)));
}

/// Whether a lone map is one of the items that the list should hold.
fn looks_like_item(list: &str, map: NodeRef<'_>) -> bool {
    let has = |field| map.get(field).is_some();
    match list {
        "model-index" => has("name") || has("results"),
        "results" => has("task") || has("dataset") || has("metrics"),
        _ => has("type") && has("value"),
    }
}

/// `results:` with nothing below.
fn no_results(entry: Entry<'_>) -> Draft {
    Draft::on_key(entry, "`results` has no value")
        .help(
            "`huggingface_hub` can't load such a card. A model without results has `results: []`.",
        )
        .fix(FixBuilder::safe("Write `[]`").set_raw(
            entry.value,
            "[]".to_owned(),
            Value::Seq(vec![]),
        ))
}

/// `task` or `dataset` that is no map.
fn no_map(entry: Entry<'_>) -> Draft {
    let (name, value) = (entry.name(), entry.value);
    let draft = Draft::at(value, format!("`{name}` is {}, not a map", value.kind()))
        .span(first_line(value))
        .help(HELP);
    let mut items = value.items();
    if let (Some(only), None) = (items.next(), items.next()) {
        let fix = FixBuilder::safe("Take it out of the list").only_if(only.get("type").is_some());
        return draft.identity("a list").fix(fix.unwrap_item(only));
    }
    let Some(text) = value.as_str().map(str::trim) else { return draft.identity(value.kind()) };
    let written = |fields: &[&str]| {
        let pairs: Vec<String> = fields.iter().map(|field| format!("{field}: {text}")).collect();
        let map = fields.iter().map(|field| ((*field).to_owned(), Value::Str(text.to_owned())));
        (format!("{{{}}}", pairs.join(", ")), Value::Map(map.collect()))
    };
    if name == "task" && facts::task(text).is_some() {
        let (text, map) = written(&["type"]);
        return draft
            .fix(FixBuilder::safe(format!("Write {}", code(&text))).set_raw(value, text, map));
    }
    if name == "dataset" && is_dataset_id(text) {
        let (text, map) = written(&["type", "name"]);
        return draft
            .fix(FixBuilder::ask(format!("Write {}", code(&text))).set_raw(value, text, map));
    }
    draft
}
