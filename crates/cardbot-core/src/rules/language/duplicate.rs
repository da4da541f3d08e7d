//! `language-duplicate`: a language listed twice.

use std::collections::HashMap;

use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-duplicate",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a language listed twice",
    page: include_str!("duplicate.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(list) = ctx.card.get("language").filter(|value| value.len() > 1) else { return };
    let mut seen = HashMap::with_capacity(list.len());
    for item in list.items() {
        // Of what is no id, other rules tell, and remove it if it comes to the same.
        let Some(id) = item.as_str().and_then(facts::language_id) else { continue };
        let Some(first) = seen.insert(id, item.span()) else { continue };
        seen.insert(id, first);
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(
            Draft::at(item, format!("`{id}` is listed twice"))
                .help("One is enough.")
                .related(first, "listed here first")
                .fix(FixBuilder::safe("Remove the repeated item").remove_item(item)),
        );
    }
}
