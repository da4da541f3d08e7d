//! `carbon-implausible`: kilograms or tonnes written as grams.

use super::estimate::verdict;
use super::write_number;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-implausible",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "emissions in kilograms where the Hub reads grams, by what the card tells",
    page: include_str!("implausible.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(verdict) = verdict(ctx.card) else { return };
    let message = format!("`{}` looks like {}, not grams", verdict.number, verdict.unit);
    let fix = FixBuilder::ask(format!("Write `{}`", verdict.digits));
    out.push(Draft::at(verdict.node, message).help(verdict.reason).fix(write_number(
        fix,
        verdict.node,
        &verdict.digits,
    )));
}
