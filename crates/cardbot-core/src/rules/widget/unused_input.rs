//! `widget-unused-input`: an input that the task's widget does not read.

use super::words::code;
use super::{Tasks, examples, is_input};
use crate::facts::{self, WidgetInputs};
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-unused-input",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a widget example has an input that its task does not read",
    page: include_str!("unused_input.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Tags may name but one of several tasks.
    if ctx.card.get("widget").is_none() || ctx.card.get("pipeline_tag").is_none() {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    let [task] = tasks.0[..] else { return };
    let Some(row) = facts::widget_inputs(task) else { return };
    for example in examples(ctx.card).filter(|example| has_all(*example, row)) {
        for entry in example.entries() {
            if !is_input(entry.name()) || reads(row, entry.name()) {
                continue;
            }
            if out.is_full() {
                out.count();
                continue;
            }
            out.push(
                Draft::on_key(entry, format!("{task} reads no {}", code(entry.name())))
                    .identity(entry.name())
                    .help(format!("Its widget takes {}.", inputs(row))),
            );
        }
    }
}

/// Whether an example is one for this task: what lacks something is told as such.
fn has_all(example: NodeRef<'_>, row: &WidgetInputs) -> bool {
    let has = |key: &&str| example.get(key).is_some();
    example.get("output").is_none()
        && row.required.iter().all(&has)
        && (row.one_of.is_empty() || row.one_of.iter().any(has))
}

fn reads(row: &WidgetInputs, key: &str) -> bool {
    [row.required, row.one_of, row.optional].iter().any(|keys| keys.contains(&key))
}

fn inputs(row: &WidgetInputs) -> String {
    let all = [row.required, row.one_of, row.optional];
    let keys: Vec<String> = all.into_iter().flatten().map(|key| format!("`{key}`")).collect();
    keys.join(", ")
}
