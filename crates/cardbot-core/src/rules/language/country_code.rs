//! `language-country-code`: the code of a country in the place of a language.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-country-code",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "the code of a country in the place of a language",
    page: include_str!("country_code.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| matches!(kind, Kind::Country(_))) {
        let Kind::Country(country) = &item.reading.kind else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!(
            "{} is the code of a country ({}), not a language id",
            item.shown(),
            country.name
        );
        let help = if item.reading.ids.is_empty() {
            "Write the id of the language, for example `en`.".to_owned()
        } else {
            format!("The id of {} is {}.", item.language(), item.ids())
        };
        out.push(Draft::at(item.node, message).help(help).fix(item.fix()));
    }
}
