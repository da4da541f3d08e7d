//! `carbon-wrong-type`: a field of `co2_eq_emissions` that is no text, though it should be.

use super::words::code;
use super::{AMOUNT, entries};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-wrong-type",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a field of co2_eq_emissions that should be text",
    page: include_str!("wrong_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for entry in entries(ctx.card) {
        let (name, value) = (entry.name(), entry.value);
        let is_text_field = name != AMOUNT && facts::emission_fields().contains(&name);
        let empty_list = value.is_seq() && value.items().all(|item| item.is_null());
        if !is_text_field || value.as_str().is_some() || value.is_null() || empty_list {
            continue;
        }
        let draft = Draft::at(value, format!("{} is {}", code(name), value.kind()))
            .help("The Hub wants a text here.");
        out.push(match fix(entry) {
            Some(fix) => draft.fix(fix),
            None => draft,
        });
    }
}

fn fix(entry: Entry<'_>) -> Option<FixBuilder> {
    let value = entry.value;
    if value.is_scalar() {
        let raw = value.raw();
        return Some(FixBuilder::safe("Quote it").set_raw(
            value,
            quote_double(raw),
            Value::Str(raw.to_owned()),
        ));
    }
    let texts: Option<Vec<&str>> = value.items().map(|item| item.as_str()).collect();
    let texts = texts.filter(|texts| !texts.is_empty())?;
    let text = texts.join(", ");
    let title = "Write it as one text";
    let fix = if texts.len() == 1 { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    Some(fix.set_entry(entry, &scalar_text(&text, None), Value::Str(text)))
}
