//! `language-several`: several languages in one value.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-several",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "several languages in one value",
    page: include_str!("several.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| *kind == Kind::Several) {
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = match item.reading.ids.len() {
            0 | 1 => Draft::at(item.node, format!("{} is not a language id", item.shown()))
                .help(format!("Write {}.", item.ids())),
            n => Draft::at(item.node, format!("{} holds {n} languages in one value", item.shown()))
                .help("The Hub reads one text as one language; a list has an item for each."),
        };
        out.push(draft.fix(item.fix()));
    }
}
