//! `carbon-not-a-number`: no amount where one belongs.

use super::words::code;
use super::{AMOUNT, FORM, KEY, amount};
use crate::carbon::amount::{self as amounts, Amount};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-not-a-number",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "emissions that are no number, such as a unit alone",
    page: include_str!("not_a_number.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = amount(ctx.card) else { return };
    let value = entry.value;
    // A list under the key itself has a rule of its own.
    let is_form = entry.name() == KEY && value.is_seq();
    if value.is_null() || value.as_f64().is_some() || is_form {
        return;
    }
    let Some(text) = value.as_str() else {
        let draft = Draft::at(value, format!("`{}` is {}", entry.name(), value.kind())).help(FORM);
        out.push(if value.as_bool() == Some(false) { without(draft, entry) } else { draft });
        return;
    };
    if text.trim().is_empty() || value.reads_differently() {
        return;
    }
    match amounts::read(text) {
        Amount::Bare(_) | Amount::Weighed { .. } => {}
        Amount::UnitAlone => out.push(
            Draft::at(value, format!("{} is a unit without a number", code(text)))
                .help("Write the amount in grams, or leave the key out: whatever stands here, the Hub tags the model as one with known emissions."),
        ),
        Amount::Other => out.push(other(entry, value, text)),
    }
}

fn other(entry: Entry<'_>, value: NodeRef<'_>, text: &str) -> Draft {
    let draft = Draft::at(value, format!("{} is no number", code(text))).help(FORM);
    if facts::is_emission_placeholder(&text.trim().to_lowercase()) {
        without(draft, entry)
    } else {
        draft
    }
}

/// What says that nothing is known may as well go.
fn without(draft: Draft, entry: Entry<'_>) -> Draft {
    if entry.name() == AMOUNT {
        return draft;
    }
    draft.fix(FixBuilder::ask(format!("Remove `{KEY}`")).remove_entry(entry))
}
