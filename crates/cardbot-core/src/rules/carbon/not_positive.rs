//! `carbon-not-positive`: emissions that are zero, negative or infinite.

use super::words::code;
use super::{KEY, amount};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-not-positive",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "emissions that are zero, negative or not finite",
    page: include_str!("not_positive.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = amount(ctx.card) else { return };
    let Some(number) = entry.value.as_f64() else { return };
    let said = code(entry.value.text());
    let at = |message: String| Draft::at(entry.value, message);
    if !number.is_finite() {
        out.push(
            at(format!("{said} is no amount of emissions"))
                .severity(Severity::Error)
                .help("The Hub wants a number in grams here."),
        );
    } else if number < 0.0 {
        out.push(
            at(format!("{said} is below zero"))
                .help("What was bought to offset emissions does not count here: write what the training emitted, in grams."),
        );
    } else if number == 0.0 {
        let draft = at(format!("{said} would be a training that emitted nothing"))
            .severity(Severity::Note)
            .help("If they were not measured, leave the key out: a model with 0 stands first in every comparison.");
        let whole = ctx.card.entry(KEY).filter(|whole| whole.value.is_scalar());
        out.push(match whole {
            Some(whole) => {
                draft.fix(FixBuilder::ask(format!("Remove `{KEY}`")).remove_entry(whole))
            }
            None => draft,
        });
    }
}
