//! `license-duplicate`: the same licence twice in the list.

use std::collections::HashSet;

use super::words::code;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-duplicate",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a licence that stands in the list twice",
    page: include_str!("duplicate.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut seen = HashSet::new();
    for (node, text) in ctx.card.texts("license") {
        if seen.insert(text) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = Draft::at(node, format!("{} stands in the list twice", code(text)));
        out.push(draft.fix(FixBuilder::safe("Remove the second one").remove_item(node)));
    }
}
