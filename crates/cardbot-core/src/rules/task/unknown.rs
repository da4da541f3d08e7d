//! `task-unknown`: a `pipeline_tag` that is no task of the Hub.

use super::{explicit, words::code};
use crate::facts::{self, Meant};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "task-unknown",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a pipeline_tag that is no task of the Hub",
    page: include_str!("unknown.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = explicit(ctx.card) else { return };
    if facts::task(text).is_some() || facts::former_task(text).is_some() {
        return;
    }
    let node = entry.value;
    if facts::is_task_placeholder(text) {
        out.push(
            Draft::at(node, format!("{} names no task", code(text)))
                .help("Where none fits, the key is left out.")
                .fix(FixBuilder::safe("Remove `pipeline_tag`").remove_entry(entry)),
        );
        return;
    }
    if let Some(tasks) = several(text) {
        out.push(several_at_once(node, text, &tasks));
        return;
    }
    let draft = Draft::at(node, format!("{} is no task of the Hub", code(text)));
    out.push(match facts::task_meant(text) {
        Some(Meant { id, sure: true }) => draft
            .help(format!(
                "The id is `{id}`. Only with it the model has a widget and is found by its task."
            ))
            .fix(FixBuilder::safe(format!("Write `{id}`")).set_text(node, id)),
        Some(Meant { id, sure: false }) => draft
            .help(format!("The nearest task is `{id}`."))
            .fix(FixBuilder::ask(format!("Write `{id}`")).set_text(node, id)),
        None => draft.help(
            "No widget and no search filter goes with it. The ids are listed at \
             https://huggingface.co/tasks; other words may stand in `tags`.",
        ),
    });
}

/// The tasks in a text that names more than one.
fn several(text: &str) -> Option<Vec<&'static str>> {
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let task = |part: &str| {
        let part = part.trim();
        facts::task(part)
            .map(|task| task.id)
            .or_else(|| facts::former_task(part).map(|task| task.id))
            .or_else(|| facts::task_meant(part).filter(|meant| meant.sure).map(|meant| meant.id))
    };
    let of = |parts: Vec<&str>| parts.into_iter().map(task).collect::<Option<Vec<_>>>();
    let separated = text.split([',', ';', '|', '/', '&', '+', '\n']).collect();
    of(separated).filter(|tasks| tasks.len() > 1)
}

fn several_at_once(node: NodeRef<'_>, text: &str, tasks: &[&str]) -> Draft {
    let draft = Draft::at(node, format!("{} names several tasks, the Hub takes one", code(text)))
        .help("Keep the one for the widget; the others may stand in `tags`.");
    match tasks.iter().find(|id| facts::task(id).is_some()) {
        Some(first) => draft.fix(FixBuilder::ask(format!("Write `{first}`")).set_text(node, first)),
        None => draft,
    }
}
