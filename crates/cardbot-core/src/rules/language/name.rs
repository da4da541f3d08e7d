//! `language-name`: the name of a language in the place of its id.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-name",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "the name of a language in the place of its id",
    page: include_str!("name.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| *kind == Kind::Name) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = if item.reading.sure {
            format!("{} is the name of a language, not its id", item.shown())
        } else {
            format!("{} is not a language id", item.shown())
        };
        let help = match item.reading.ids.first() {
            Some(&"multilingual") => {
                "The Hub's value for many languages is `multilingual`.".to_owned()
            }
            _ => format!(
                "The id of {} is {}; the Hub refuses other texts.",
                item.language(),
                item.ids()
            ),
        };
        out.push(Draft::at(item.node, message).help(help).fix(item.fix()));
    }
}
