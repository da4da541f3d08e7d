//! `change-task`: another task than before.

use super::words::code;
use super::{both, on_missing_key, put_back};
use crate::card::Card;
use crate::facts;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-task",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Change,
    summary: "a change of the task (pipeline_tag)",
    page: include_str!("task.md"),
    check,
};

const KEY: &str = "pipeline_tag";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((base, head)) = both(ctx) else { return };
    let text =
        |card: &Card<'_>| card.get(KEY).and_then(|n| n.as_str()).map(|t| t.trim().to_owned());
    // A task that the Hub does not know (any more) had no effect: what comes for it is a mend.
    let Some(before) = text(base).filter(|task| facts::task(task).is_some()) else { return };
    match (head.entry(KEY), text(head)) {
        (Some(_), Some(after)) if after == before => {}
        // Another way to write the same one is `task-unknown`'s.
        (Some(_), Some(after))
            if facts::task(&after).is_none()
                && facts::task_meant(&after).is_some_and(|meant| meant.id == before) => {}
        (Some(entry), Some(after)) if !after.is_empty() => out.push(
            Draft::at(
                entry.value,
                format!("the task changes from {} to {}", code(&before), code(&after)),
            )
            .help("The widget, the search filters and the API's answers follow the task."),
        ),
        (entry, _) => {
            // The Hub reads the task from the tags as well.
            if head.texts("tags").iter().any(|(_, tag)| *tag == before) {
                return;
            }
            let message = format!("the task {} is dropped", code(&before));
            let draft = match entry {
                Some(entry) => Draft::on_key(entry, message).identity("dropped"),
                None => on_missing_key(head, KEY, message),
            };
            out.push(
                draft
                    .severity(Severity::Note)
                    .help("The Hub then guesses it from the tags and the files.")
                    .fix(put_back(base, head, KEY, &[&before])),
            );
        }
    }
}
