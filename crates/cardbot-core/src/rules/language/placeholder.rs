//! `language-placeholder`: a template's text or a word for no language.

use super::items::{Item, items};
use super::read::Kind;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-placeholder",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a template's text, or a word for no language, in `language`",
    page: include_str!("placeholder.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| matches!(kind, Kind::Placeholder | Kind::Nothing)) {
        if out.is_full() {
            out.count();
            continue;
        }
        let (message, help, safety) = if item.reading.kind == Kind::Placeholder {
            (
                format!("{} is a template's text, not a language id", item.shown()),
                "Write the ids of the model's languages, or leave the key out.",
                Safety::Safe,
            )
        } else {
            (
                format!("{} is not a language id", item.shown()),
                "A model without a language has no `language` key; other words can go into `tags`.",
                Safety::Ask,
            )
        };
        out.push(Draft::at(item.node, message).help(help).fix(removal(ctx, &item, safety)));
    }
}

/// Removes the item, or the key when nothing else is in it.
fn removal(ctx: &Ctx<'_>, item: &Item<'_>, safety: Safety) -> FixBuilder {
    let in_list = item.node.parent().is_some_and(|parent| parent.is_seq() && parent.len() > 1);
    let fix = |title: &str| FixBuilder::safe(title).with_safety(safety);
    match ctx.card.entry("language") {
        Some(entry) if !in_list => fix("Remove `language`").remove_entry(entry),
        _ => fix("Remove it").remove_item(item.node),
    }
}
