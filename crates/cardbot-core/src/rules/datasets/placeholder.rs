//! `datasets-placeholder`: a template's text in `datasets`.

use crate::finding::Severity;
use crate::rules::list_items;
use crate::rules::{Ctx, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "datasets-placeholder",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a template's text in `datasets`",
    page: include_str!("placeholder.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let nodes = list_items::placeholder_nodes(ctx, "datasets");
    list_items::placeholders(ctx, "datasets", &nodes, out);
}
