//! `widget-output`: an example's output that is in none of the documented forms.

use super::words::code;
use super::{examples, is_file_name};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-output",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget example's output in a form that the Hub does not show",
    page: include_str!("output.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for example in examples(ctx.card) {
        let Some(entry) = example.entry("output").filter(|entry| !is_nothing(entry.value)) else {
            continue;
        };
        if out.is_full() {
            out.count();
            continue;
        }
        if let Some(draft) = judge(entry) {
            out.push(draft);
        }
    }
}

const FORMS: &str = "An output is `text: …`, `url: …`, `answer: …` with `score: …`, or a list of \
                     labels, each with `label: …` and `score: …`.";

/// Nothing was filled in, or a flow map was left empty.
fn is_nothing(value: NodeRef<'_>) -> bool {
    value.is_null() || (!value.is_scalar() && value.is_empty())
}

fn judge(entry: Entry<'_>) -> Option<Draft> {
    let output = entry.value;
    if output.is_map() {
        return map(entry);
    }
    if output.is_seq() {
        return list(output);
    }
    let draft = Draft::at(output, format!("`output` is {}, not a map", output.kind())).help(FORMS);
    let Some(text) = output.as_str() else { return Some(draft) };
    let key = if is_file_name(text) { "url" } else { "text" };
    let written = format!("{{{key}: {}}}", scalar_text(text, output.style()));
    let value = Value::Map(vec![(key.to_owned(), Value::Str(text.to_owned()))]);
    // One word may as well be a label, which is written in another way.
    let fix = FixBuilder::ask(format!("Write it as `{key}`"))
        .only_if(key == "url" || text.trim().contains(char::is_whitespace));
    Some(draft.fix(fix.set_raw(output, written, value)))
}

/// A map: the keys must be known and hold what they say.
fn map(entry: Entry<'_>) -> Option<Draft> {
    let output = entry.value;
    for key in ["text", "url", "answer"] {
        if let Some(entry) = output.entry(key) {
            return no_text(entry).or_else(|| output.entry("score").and_then(no_number));
        }
    }
    if output.get("label").is_some() && output.get("score").is_some() {
        return Some(
            Draft::on_key(entry, "`output` is one label, not a list of labels")
                .help(FORMS)
                .fix(FixBuilder::safe("Make it a list of one label").wrap_in_list(output)),
        );
    }
    if let Some(draft) = misspelt(output) {
        return Some(draft);
    }
    if output.entries().all(|score| score.value.as_f64().is_some()) {
        return Some(scores(entry));
    }
    let draft = Draft::on_key(entry, "`output` is in no form that the Hub knows");
    Some(draft.severity(Severity::Note).help(FORMS))
}

/// A map from labels to scores.
fn scores(entry: Entry<'_>) -> Draft {
    let written: Vec<String> = entry
        .value
        .entries()
        .map(|one| {
            format!("{{label: {}, score: {}}}", scalar_text(one.name(), None), one.value.raw())
        })
        .collect();
    let label = |one: Entry<'_>| {
        Value::Map(vec![
            ("label".to_owned(), Value::Str(one.name().to_owned())),
            ("score".to_owned(), one.value.value()),
        ])
    };
    let value = Value::Seq(entry.value.entries().map(label).collect());
    Draft::on_key(entry, "`output` names labels as keys").help(FORMS).fix(
        FixBuilder::ask("Make it a list of `label` and `score`").set_entry(
            entry,
            &format!("[{}]", written.join(", ")),
            value,
        ),
    )
}

/// A list: of labels with scores, and of nothing else.
fn list(output: NodeRef<'_>) -> Option<Draft> {
    for item in output.items() {
        let (label, score) = (item.entry("label"), item.entry("score"));
        match (label, score) {
            (Some(label), Some(score)) => {
                if let Some(draft) = no_text(label).or_else(|| no_number(score)) {
                    return Some(draft);
                }
            }
            _ if ["text", "url", "answer"].iter().any(|key| item.get(key).is_some()) => {
                let draft =
                    Draft::at(item, "`output` is a list, where one map belongs").help(FORMS);
                let fix = FixBuilder::ask("Take it out of the list").unwrap_item(item);
                return Some(draft.fix(fix));
            }
            _ => {
                let draft = misspelt(item).unwrap_or_else(|| {
                    Draft::at(item, "an item of `output` has no `label` and `score`")
                        .severity(Severity::Note)
                        .help(FORMS)
                });
                return Some(draft);
            }
        }
    }
    None
}

/// A key that is meant as one of an output's.
fn misspelt(map: NodeRef<'_>) -> Option<Draft> {
    map.entries().find_map(|entry| {
        let name = entry.name();
        if facts::output_keys().contains(&name) {
            return None;
        }
        let near = || spelling::nearest(name, facts::output_keys().iter().copied());
        let key = facts::output_key_meant(name).or_else(near)?;
        Some(
            Draft::on_key(entry, format!("{} is no key of an output", code(name)))
                .identity(name)
                .help(FORMS)
                .fix(FixBuilder::ask(format!("Write `{key}`")).rename_key(entry, key)),
        )
    })
}

fn no_text(entry: Entry<'_>) -> Option<Draft> {
    let value = entry.value;
    if value.as_str().is_some() || value.is_null() {
        return None;
    }
    let draft = Draft::at(value, format!("`{}` is {}, not a text", entry.name(), value.kind()));
    if !value.is_scalar() {
        return Some(draft.help(FORMS));
    }
    let raw = value.raw();
    let fix = FixBuilder::safe(format!("Write `\"{raw}\"`"));
    let quoted = fix.set_raw(value, quote_double(raw), Value::Str(raw.to_owned()));
    Some(draft.help("In quotes it stays the text that it looks like.").fix(quoted))
}

fn no_number(entry: Entry<'_>) -> Option<Draft> {
    let value = entry.value;
    if value.as_f64().is_some() || value.is_null() {
        return None;
    }
    let draft = Draft::at(value, format!("`{}` is {}, not a number", entry.name(), value.kind()));
    let number = value.as_str().map(str::trim).filter(|text| text.parse::<f64>().is_ok());
    Some(match number {
        Some(number) => {
            let fix = FixBuilder::safe(format!("Write `{number}`"));
            let value_of = number.parse().map_or(Value::Null, Value::Float);
            draft.fix(fix.set_raw(value, number.to_owned(), value_of))
        }
        None => draft,
    })
}
