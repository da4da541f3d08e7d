//! `widget-duplicate-title`: two examples of one title.

use std::collections::HashMap;

use super::examples;
use super::words::code;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-duplicate-title",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "two widget examples have the same title",
    page: include_str!("duplicate_title.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // A gallery shows its pictures, so that one title for all of them is no hindrance.
    let mut seen: HashMap<(&str, &str), Span> = HashMap::new();
    for example in examples(ctx.card).filter(|example| example.get("output").is_none()) {
        let Some(node) = example.get("example_title") else { continue };
        let Some(title) = node.as_str().map(str::trim).filter(|title| !title.is_empty()) else {
            continue;
        };
        let group = example.get("group").and_then(|group| group.as_str()).unwrap_or_default();
        let Some(first) = seen.get(&(group, title)) else {
            seen.insert((group, title), node.span());
            continue;
        };
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(
            Draft::at(node, format!("another example is called {} as well", code(title)))
                .help("The menu of examples shows the titles; readers can't tell these apart.")
                .related(*first, "the first of this title"),
        );
    }
}
