//! `tags-duplicate`: a tag listed twice.

use crate::finding::Severity;
use crate::rules::list_items;
use crate::rules::{Ctx, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-duplicate",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a tag listed twice",
    page: include_str!("duplicate.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    list_items::duplicates(ctx, "tags", out);
}
