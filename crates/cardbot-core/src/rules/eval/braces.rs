//! `eval-braces`: the braces of a template around a value, which make it a map.

use super::{doubtful_metrics, doubtful_parts, doubtful_results, in_braces, models};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-braces",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a value in model-index in the braces of a template, which make it a map",
    page: include_str!("braces.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for entry in places(ctx) {
        let Some(inner) = in_braces(entry.value) else { continue };
        if out.is_full() {
            out.count();
        } else {
            out.push(judge(entry, inner));
        }
    }
}

/// The fields that hold one value each.
fn places<'c>(ctx: &'c Ctx<'c>) -> impl Iterator<Item = Entry<'c>> {
    let of = |map: NodeRef<'c>, fields: &'static [&'static str]| {
        map.entries().filter(move |entry| fields.contains(&entry.name()))
    };
    let of_result = move |result: NodeRef<'c>| {
        let task =
            doubtful_parts(ctx, result, "task").flat_map(move |task| of(task, &["type", "name"]));
        let dataset = doubtful_parts(ctx, result, "dataset").flat_map(move |dataset| {
            of(dataset, &["type", "name", "config", "split", "revision", "args"])
        });
        let metric = doubtful_metrics(ctx, result)
            .flat_map(move |metric| of(metric, &["type", "name", "value"]));
        task.chain(dataset).chain(metric)
    };
    let names = models(ctx.card).flat_map(move |model| of(model, &["name"]));
    names.chain(doubtful_results(ctx).flat_map(of_result))
}

fn judge(entry: Entry<'_>, inner: &str) -> Draft {
    let (name, value) = (entry.name(), entry.value);
    let inner = inner.trim();
    let draft = Draft::at(value, format!("the braces make {} a map", code(value.raw())));
    if facts::is_eval_template_name(inner) {
        return draft.help(format!(
            "They stand in the template for what is to be filled in: write the `{name}` itself, without braces."
        ));
    }
    let draft = draft.help("The braces of a template go when it is filled in.");
    if name == "value" {
        let number = inner.parse::<f64>().ok().filter(|n| n.is_finite());
        let fix = FixBuilder::ask(format!("Write {}", code(inner))).only_if(number.is_some());
        let value_read = number.map_or(Value::Null, Value::Float);
        return draft.fix(fix.set_raw(value, inner.to_owned(), value_read));
    }
    let written = scalar_text(inner, None);
    draft.fix(FixBuilder::ask(format!("Write {}", code(inner))).only_if(!inner.is_empty()).set_raw(
        value,
        written,
        Value::Str(inner.to_owned()),
    ))
}
