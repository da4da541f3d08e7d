//! `carbon-unknown-key`: a field that `co2_eq_emissions` does not have.

use super::words::code;
use super::{KEY, entries, fields, missing_emissions};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-unknown-key",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a field of co2_eq_emissions that the Hub does not know",
    page: include_str!("unknown_key.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(map) = fields(ctx.card) else { return };
    let amount = missing_emissions::meant(ctx.card);
    // What a tool wrote is as it should be, even if we have not seen that field yet.
    let by_tool = entries(ctx.card).any(|entry| facts::is_emission_tool_field(entry.name()));
    for entry in entries(ctx.card) {
        let name = entry.name();
        let is_known = facts::emission_fields().contains(&name)
            || facts::is_emission_tool_field(name)
            || amount.is_some_and(|amount| amount.key == entry.key);
        if is_known {
            continue;
        }
        if out.is_full() {
            out.count();
        } else if let Some(draft) = judge(map, entry, by_tool) {
            out.push(draft);
        }
    }
}

fn judge(map: NodeRef<'_>, entry: Entry<'_>, by_tool: bool) -> Option<Draft> {
    let name = entry.name();
    let draft =
        Draft::on_key(entry, format!("{} is no field of `{KEY}`", code(name))).identity(name);
    let free = || facts::emission_fields().iter().copied().filter(|field| map.get(field).is_none());
    if let Some(field) = spelling::nearest(name, free()) {
        let title = format!("Write `{field}`");
        return Some(
            draft
                .severity(Severity::Warning)
                .help(format!("The Hub's field is `{field}`; it passes others over."))
                .fix(FixBuilder::safe(title).rename_key(entry, field)),
        );
    }
    let folded = spelling::fold(name).replace('-', "_");
    if let Some(field) =
        facts::emission_field_meant(&folded).filter(|field| free().any(|f| f == *field))
    {
        return Some(
            draft
                .help(format!("The Hub passes it over. Is `{field}` meant?"))
                .fix(FixBuilder::ask(format!("Write `{field}`")).rename_key(entry, field)),
        );
    }
    let fields = facts::emission_fields().join(", ");
    (!by_tool).then(|| draft.help(format!("The Hub passes it over. It knows {fields}.")))
}
