//! `task-former`: a `pipeline_tag` that was a task once.

use super::{explicit, words::code};
use crate::card::Card;
use crate::facts::{self, FormerTask};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "task-former",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a pipeline_tag that the Hub no longer has as a task",
    page: include_str!("former.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = explicit(ctx.card) else { return };
    let Some(task) = facts::former_task(text) else { return };
    let message = format!("{} has not been a task of the Hub since {}", code(text), task.until);
    let draft = Draft::at(entry.value, message).help(task.help);
    out.push(match successor(ctx.card, task) {
        Some(id) => draft.fix(replaced(ctx.card, entry, task, id)),
        None => draft,
    });
}

/// The task in its place: the narrower one that the tags name, else the one that stands for all
/// others.
fn successor(card: &Card<'_>, task: &FormerTask) -> Option<&'static str> {
    let (all_others, narrower) = task.now.split_last()?;
    let tags = card.texts("tags");
    let mut named = narrower.iter().filter(|id| tags.iter().any(|(_, tag)| tag == *id));
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one),
        _ => Some(all_others),
    }
}

fn replaced(card: &Card<'_>, entry: Entry<'_>, task: &FormerTask, id: &str) -> FixBuilder {
    let write = format!("Write `{id}`");
    let missing = |tag: &&str| card.texts("tags").iter().all(|(_, other)| other != tag);
    let Some(tag) = task.tag.filter(missing) else {
        return FixBuilder::ask(write).set_text(entry.value, id);
    };
    let fix = FixBuilder::ask(format!("{write} and add the tag `{tag}`")).set_text(entry.value, id);
    match card.entry("tags") {
        None => {
            let value = Value::Seq(vec![Value::Str(tag.to_owned())]);
            fix.add_entry_after(entry, "tags", &format!("[{tag}]"), value)
        }
        Some(tags) if tags.value.as_str().is_some() => {
            fix.set_list(tags.value, &[tags.value.text(), tag])
        }
        Some(tags) => match tags.value.items().last() {
            Some(last) if last.as_str().is_some() => {
                fix.split_item(last, &[last.text().to_owned(), tag.to_owned()])
            }
            _ => fix.only_if(false),
        },
    }
}
