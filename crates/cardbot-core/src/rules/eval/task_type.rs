//! `eval-task-type`: a task type in `model-index` that is a known one in another spelling.

use std::collections::BTreeMap;

use super::tally::Tally;
use super::{doubtful_parts, doubtful_results};
use crate::facts;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-task-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a task type in model-index that is a known task in another spelling",
    page: include_str!("task_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: BTreeMap<&str, Tally<'_, NodeRef<'_>>> = BTreeMap::new();
    for task in doubtful_results(ctx).flat_map(|result| doubtful_parts(ctx, result, "task")) {
        let Some(kind) = task.get("type") else { continue };
        if let Some(text) = kind.as_str() {
            found.entry(text).or_default().add(kind, task);
        }
    }
    for (text, tally) in &found {
        let Some((task, safety)) = meant(text) else { continue };
        if out.is_full() {
            out.count();
        } else if let Some(draft) = told(text, task, safety, tally) {
            out.push(draft);
        }
    }
}

/// The task that is meant.
fn meant(text: &str) -> Option<(&'static str, Safety)> {
    if facts::task(text).is_some() || facts::is_tool_task_type(text) {
        return None;
    }
    let folded = spelling::fold(text);
    let tasks = facts::tasks();
    if tasks.iter().any(|task| task.subtasks.contains(&text)) {
        return None;
    }
    let ids = || tasks.iter().map(|task| task.id);
    if let Some(id) = ids().find(|id| *id == folded) {
        return Some((id, Safety::Safe));
    }
    let near = |id: &&str| id.len() > 8 && spelling::is_slip(&folded, id);
    ids().find(near).map(|id| (id, Safety::Ask))
}

fn told(text: &str, id: &str, safety: Safety, tally: &Tally<'_, NodeRef<'_>>) -> Option<Draft> {
    let (first, _) = tally.first()?;
    let draft = Draft::at(*first, format!("{} is not a task of the Hub", code(text))).help(
        format!("The Hub groups results by the task's id, `{id}`; its name for people is `name`."),
    );
    let draft = tally.others().fold(draft, |draft, span| draft.related(span, "here too"));
    // Where id and name were swapped, they are swapped back.
    let swapped = tally.iter().all(|(_, task)| name_of(*task, id).is_some());
    let title = if swapped { "Swap `type` and `name`".to_owned() } else { format!("Write `{id}`") };
    let fix = FixBuilder::safe(title).with_safety(safety).only_if(tally.can_be_fixed());
    Some(draft.fix(tally.iter().fold(fix, |fix, (kind, task)| {
        let fix = fix.set_text(*kind, id);
        match name_of(*task, id).filter(|_| swapped) {
            Some(name) => fix.set_text(name, text),
            None => fix,
        }
    })))
}

/// The name of a task, if it is the id.
fn name_of<'t>(task: NodeRef<'t>, id: &str) -> Option<NodeRef<'t>> {
    task.get("name").filter(|name| name.as_str().is_some_and(|name| name == id))
}
