//! `language-withdrawn`: a language id that was withdrawn.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-withdrawn",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a language id that was withdrawn",
    page: include_str!("withdrawn.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| *kind == Kind::Withdrawn) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("the language id {} was withdrawn", item.shown());
        let help = format!("The id of {} is {} today.", item.language(), item.ids());
        out.push(Draft::at(item.node, message).help(help).fix(item.fix()));
    }
}
