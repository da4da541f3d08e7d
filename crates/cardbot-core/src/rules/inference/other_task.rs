//! `inference-other-task`: a parameter that belongs to another task.

use super::words::{and, code};
use super::{NESTED, Tasks, has_parameters, parameters};
use crate::facts;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-other-task",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "an inference parameter that belongs to another task",
    page: include_str!("other_task.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Without an explicit task the architecture may imply another than the tags do.
    if !has_parameters(ctx.card) || ctx.card.get("pipeline_tag").is_none() {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    let [task] = tasks.0[..] else { return };
    if facts::task_parameters(task).is_none() {
        return;
    }
    for entry in parameters(ctx.card) {
        let name = entry.name();
        if tasks.take(name) || facts::is_common_parameter(name) || NESTED.contains(&name) {
            continue;
        }
        let others: Vec<&str> = facts::tasks_with(name).take(MOST_NAMED + 1).collect();
        if others.is_empty() {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(
            Draft::on_key(entry, format!("{} is no parameter of {task}", code(name)))
                .identity(name)
                .help(belongs_to(&others)),
        );
    }
}

/// At most so many tasks are named.
const MOST_NAMED: usize = 3;

fn belongs_to(tasks: &[&str]) -> String {
    let name = |task: &&str| task.replace("chat-completion", "chat");
    let mut names: Vec<String> = tasks.iter().take(MOST_NAMED).map(name).collect();
    if tasks.len() > MOST_NAMED {
        names.push("others".to_owned());
    }
    format!("It belongs to {}.", and(&names))
}
