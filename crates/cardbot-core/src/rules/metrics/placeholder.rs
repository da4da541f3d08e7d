//! `metrics-placeholder`: a template's text in `metrics`.

use crate::finding::Severity;
use crate::rules::list_items;
use crate::rules::{Ctx, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "metrics-placeholder",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a template's text in `metrics`",
    page: include_str!("placeholder.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let nodes = list_items::placeholder_nodes(ctx, "metrics");
    list_items::placeholders(ctx, "metrics", &nodes, out);
}
