//! `language-programming`: a programming language in the place of a language.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-programming",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a programming language in the place of a language",
    page: include_str!("programming.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| *kind == Kind::Programming) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("{} is a programming language, not a language id", item.shown());
        let help = "The Hub's value for all of them is `code`; their names can go into `tags`.";
        out.push(Draft::at(item.node, message).help(help).fix(item.fix()));
    }
}
