//! `license-other-known`: `other` where the Hub has an id.

use super::{spoken, words::code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-other-known",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "other for a licence that has an id on the Hub",
    page: include_str!("other_known.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, "other")) = spoken(ctx.card, "license") else { return };
    let Some((name_entry, name)) = spoken(ctx.card, "license_name") else { return };
    let Some(license) = facts::license_by_spelling(name) else { return };
    if license.family == "placeholder" {
        return;
    }
    let link = spoken(ctx.card, "license_link").map(|(entry, _)| entry);
    let obsolete: Vec<_> = [Some(name_entry), link].into_iter().flatten().collect();
    let fix = FixBuilder::ask(format!("Write `{}`", license.id))
        .set_text(entry.value, license.id)
        .remove_entries(&obsolete);
    out.push(
        Draft::at(entry.value, format!("the licence {} has an id of its own", code(name)))
            .help(format!("With `{}` the model is found in searches by licence.", license.id))
            .identity(license.id)
            .fix(fix),
    );
}
