//! `co2_eq_emissions`: what the training emitted, in grams.

use super::words;
use crate::card::Card;
use crate::fixing::FixBuilder;
use crate::yaml::{Entry, NodeRef, Value};

mod estimate;
mod evidence;
pub(super) mod form;
pub(super) mod implausible;
mod labels;
pub(super) mod missing_emissions;
pub(super) mod not_a_number;
pub(super) mod not_positive;
pub(super) mod number_format;
pub(super) mod placeholder;
pub(super) mod unit;
pub(super) mod unknown_key;
pub(super) mod wrong_type;

const KEY: &str = "co2_eq_emissions";
const AMOUNT: &str = "emissions";

const FORM: &str = "The Hub wants grams of CO2 here: a number, or a map with `emissions`.";

/// The map of fields, if it is one that holds something.
fn fields<'c>(card: &'c Card<'_>) -> Option<NodeRef<'c>> {
    card.get(KEY).filter(|value| value.is_map() && !value.is_empty())
}

/// The fields of the map with their values.
fn entries<'c>(card: &'c Card<'_>) -> impl Iterator<Item = Entry<'c>> {
    fields(card).into_iter().flat_map(|map| map.entries()).filter(|entry| !entry.is_merge())
}

/// Where the amount stands: the value itself, or `emissions` in the map.
fn amount<'c>(card: &'c Card<'_>) -> Option<Entry<'c>> {
    let entry = card.entry(KEY)?;
    if entry.value.is_map() { entry.value.entry(AMOUNT) } else { Some(entry) }
}

/// A text where the amount belongs. What the Hub and Python tools read differently is told by a
/// rule of its own.
fn amount_text<'c>(card: &'c Card<'_>) -> Option<(NodeRef<'c>, &'c str)> {
    let node = amount(card)?.value;
    let text = node.as_str()?;
    let told = !text.trim().is_empty() && !node.reads_differently();
    told.then_some((node, text))
}

/// A step of a fix that writes a number in digits.
fn write_number(fix: FixBuilder, node: NodeRef<'_>, digits: &str) -> FixBuilder {
    let value = match (digits.parse(), digits.parse()) {
        (Ok(whole), _) => Value::Int(whole),
        (_, Ok(number)) => Value::Float(number),
        _ => return fix.only_if(false),
    };
    fix.set_raw(node, digits.to_owned(), value)
}
