//! `tags-placeholder`: a template's text in `tags`.

use crate::finding::Severity;
use crate::rules::list_items;
use crate::rules::{Ctx, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-placeholder",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a template's text in `tags`",
    page: include_str!("placeholder.md"),
    check,
};

/// A template has this phrase with one word an item, which alone may well be tags.
const PHRASE: [&str; 3] = ["array", "of", "tags"];

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut nodes = list_items::placeholder_nodes(ctx, "tags");
    if nodes.is_empty() {
        nodes = phrase(ctx).map(Vec::from).unwrap_or_default();
    }
    list_items::placeholders(ctx, "tags", &nodes, out);
}

fn phrase<'t>(ctx: &'t Ctx<'_>) -> Option<[NodeRef<'t>; 3]> {
    let texts = ctx.card.texts("tags");
    texts.windows(PHRASE.len()).find_map(|window| match window {
        [(a, x), (b, y), (c, z)] if [*x, *y, *z] == PHRASE => Some([*a, *b, *c]),
        _ => None,
    })
}
