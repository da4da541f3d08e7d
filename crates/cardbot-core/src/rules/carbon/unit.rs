//! `carbon-unit`: a number with a unit, where the Hub wants grams without one.

use super::words::code;
use super::{amount_text, estimate, write_number};
use crate::carbon::amount::{self, Amount};
use crate::carbon::number::{self, Decimal, rounded, shifted};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-unit",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "emissions with a unit, where the Hub reads grams",
    page: include_str!("unit.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((node, text)) = amount_text(ctx.card) else { return };
    let Amount::Weighed { number, unit, grams } = amount::read(text) else { return };
    let draft = Draft::at(node, format!("{} has a unit", code(text)));
    let in_grams = (grams - 1.0).abs() < f64::EPSILON;
    if in_grams {
        let draft =
            draft.severity(Severity::Warning).help("The Hub wants the number alone, in grams.");
        // Said to be grams, but it can't be: that is told by a rule of its own, with its fix.
        if estimate::verdict(ctx.card).is_some() {
            return;
        }
        let digits = shifted(&number.text, 0);
        let title = format!("Write `{digits}`");
        // `~12 g` or `1,234 g` leave something open.
        let alone = number::read(text.trim()).is_some_and(|(read, _)| read.sure);
        let fix = if alone { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
        out.push(draft.fix(write_number(fix, node, &digits)));
        return;
    }
    let digits = in_grams_of(&number, grams);
    let factor = number::for_people(grams);
    let help = format!(
        "The Hub reads the number alone, as grams. {} {unit} × {factor} = {digits} g.",
        number.text
    );
    let fix = FixBuilder::ask(format!("Write `{digits}`"));
    out.push(draft.help(help).fix(write_number(fix, node, &digits)));
}

/// A number of a unit in grams, to the digit where the unit is a power of ten.
fn in_grams_of(number: &Decimal, grams: f64) -> String {
    for (factor, zeros) in [(1000.0, 3), (1_000_000.0, 6)] {
        if (grams - factor).abs() < f64::EPSILON {
            return shifted(&number.text, zeros);
        }
    }
    rounded(number.value * grams)
}
