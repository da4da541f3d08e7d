//! `carbon-missing-emissions`: the map has no `emissions`.

use super::words::code;
use super::{AMOUNT, KEY, entries, fields};
use crate::carbon::amount::{self, Amount};
use crate::card::Card;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-missing-emissions",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "co2_eq_emissions is a map without emissions",
    page: include_str!("missing_emissions.md"),
    check,
};

const HELP: &str = "The Hub shows and filters by `emissions`, in grams; without it Python's \
    `list_models` fails on the card.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry(KEY).filter(|entry| entry.value.is_map()) else { return };
    let Some(map) = fields(ctx.card) else {
        out.push(
            Draft::on_key(entry, format!("the map in `{KEY}` is empty"))
                .severity(Severity::Warning)
                .help("Write the amount in grams, or leave the key out.")
                .fix(FixBuilder::safe(format!("Remove `{KEY}`")).remove_entry(entry)),
        );
        return;
    };
    if let Some(amount) = map.entry(AMOUNT) {
        let blank = amount.value.as_str().is_some_and(|text| text.trim().is_empty());
        if amount.value.is_null() || blank {
            out.push(
                Draft::on_key(amount, format!("`{AMOUNT}` has no value"))
                    .severity(Severity::Warning)
                    .help("Write the amount in grams, or leave `co2_eq_emissions` out."),
            );
        }
        return;
    }
    if let Some(meant) = meant(ctx.card) {
        let name = meant.name();
        let fix = if is_slip(name) {
            FixBuilder::safe(format!("Write `{AMOUNT}`"))
        } else {
            FixBuilder::ask(format!("Write `{AMOUNT}`"))
        };
        out.push(
            Draft::on_key(meant, format!("`{KEY}` has {} instead of `{AMOUNT}`", code(name)))
                .identity(name)
                .help(HELP)
                .fix(fix.rename_key(meant, AMOUNT)),
        );
        return;
    }
    out.push(Draft::on_key(entry, format!("`{KEY}` has no `{AMOUNT}`")).help(HELP));
}

/// The one entry that likely holds the amount under another name.
pub(super) fn meant<'c>(card: &'c Card<'_>) -> Option<Entry<'c>> {
    if fields(card)?.get(AMOUNT).is_some() {
        return None;
    }
    let named = |entry: &Entry<'_>| {
        let name = entry.name();
        is_slip(name) || facts::is_amount_name(&spelling::fold(name).replace('-', "_"))
    };
    let mut found = entries(card).filter(|entry| named(entry) && holds_amount(entry.value));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn is_slip(name: &str) -> bool {
    spelling::nearest(name, [AMOUNT]).is_some() && !facts::emission_fields().contains(&name)
}

fn holds_amount(value: NodeRef<'_>) -> bool {
    value.as_f64().is_some()
        || value.as_str().is_some_and(|text| {
            matches!(amount::read(text), Amount::Bare(_) | Amount::Weighed { .. })
        })
}
