//! `language-spelling`: a language id in capitals or with signs around it.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-spelling",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a language id in capitals or with signs around it",
    page: include_str!("spelling.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| *kind == Kind::Spelling) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("the language id {} should be written {}", item.shown(), item.ids());
        let mut help = "The Hub compares ids exactly and refuses others.".to_owned();
        if !item.reading.sure {
            help = format!("{} is {}; please check that it is meant.", item.ids(), item.language());
        }
        out.push(Draft::at(item.node, message).help(help).fix(item.fix()));
    }
}
