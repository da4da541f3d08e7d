//! `carbon-placeholder`: a field of `co2_eq_emissions` that says nothing.

use super::words::code;
use super::{AMOUNT, entries, fields};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-placeholder",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a field of co2_eq_emissions that says nothing, such as NA",
    page: include_str!("placeholder.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(map) = fields(ctx.card) else { return };
    for entry in entries(ctx.card) {
        let (name, value) = (entry.name(), entry.value);
        if name == AMOUNT || !facts::emission_fields().contains(&name) {
            continue;
        }
        let text = value.as_str().map(|text| text.trim().to_lowercase());
        let blank = value.is_null() || text.as_deref() == Some("");
        let told = text.is_some_and(|text| facts::is_emission_placeholder(&text));
        if !blank && !told {
            continue;
        }
        let title = format!("Remove `{name}`");
        let draft = if blank {
            Draft::on_key(entry, format!("`{name}` has no value"))
                .fix(FixBuilder::safe(title).remove_entry(entry))
        } else {
            Draft::at(value, format!("`{name}` says nothing: {}", code(value.text())))
                .fix(FixBuilder::ask(title).remove_entry(entry))
        };
        let help = match name {
            "geographical_location" => {
                "Where it was trained decides what a kilowatt-hour emits: name the country or the \
                 region of the cloud, or leave the field out."
            }
            _ => "Fill it in, or leave the field out.",
        };
        out.push(if map.len() > 1 { draft } else { draft.without_fix() }.help(help));
    }
}
