//! `widget-unknown-key`: a key that no example can have.

use super::keys::{Meant, meant};
use super::words::code;
use super::{Tasks, examples, is_input};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-unknown-key",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a key of a widget example that the Hub does not know",
    page: include_str!("unknown_key.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.card.get("widget").is_none() {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    for example in examples(ctx.card) {
        for entry in example.entries() {
            if facts::widget_key(entry.name()).is_some() || entry.is_merge() {
                continue;
            }
            if out.is_full() {
                out.count();
                continue;
            }
            out.push(judge(example, entry, &tasks));
        }
    }
}

fn judge(example: NodeRef<'_>, entry: Entry<'_>, tasks: &Tasks) -> Draft {
    let name = entry.name();
    if let Some(meant) = meant(example, entry, tasks) {
        return misspelt(entry, meant);
    }
    if is_parameter(name) {
        return parameter(example, entry);
    }
    let keys: Vec<&str> = facts::widget_keys().collect();
    Draft::on_key(entry, format!("{} is no key of a widget example", code(name)))
        .identity(name)
        .help(format!("The Hub passes it over. It knows {}.", keys.join(", ")))
}

fn misspelt(entry: Entry<'_>, meant: Meant) -> Draft {
    let Meant { key, certain } = meant;
    let title = format!("Write `{key}`");
    let (fix, severity) = if certain {
        (FixBuilder::safe(title), Severity::Warning)
    } else if is_input(key) {
        (FixBuilder::ask(title), Severity::Warning)
    } else {
        (FixBuilder::ask(title), Severity::Note)
    };
    Draft::on_key(entry, format!("{} is no key of a widget example", code(entry.name())))
        .identity(entry.name())
        .severity(severity)
        .help(if certain {
            format!("The Hub's key is `{key}`; it passes others over.")
        } else {
            format!("The Hub passes it over. Is `{key}` meant?")
        })
        .fix(fix.rename_key(entry, key))
}

/// Whether a key is a parameter of the model rather than an input.
pub(super) fn is_parameter(name: &str) -> bool {
    facts::widget_key(name).is_none() && facts::parameter(name).next().is_some()
}

fn parameter(example: NodeRef<'_>, entry: Entry<'_>) -> Draft {
    let draft =
        Draft::on_key(entry, format!("{} is a parameter, not an input", code(entry.name())))
            .identity(entry.name())
            .help("The Hub reads the parameters of an example under its `parameters`.");
    let alone = example.entries().filter(|other| is_parameter(other.name())).count() == 1;
    if !example.entries().any(|other| is_input(other.name())) {
        // An item of its own gives the model nothing to work on.
        let fix = FixBuilder::ask("Remove the item");
        return draft.fix(fix.only_if(alone && example.len() == 1).remove_item(example));
    }
    let fix = FixBuilder::ask("Move it under `parameters`");
    draft.fix(fix.only_if(alone && !entry.value.is_null()).nest_entry(entry, "parameters"))
}
