//! `metrics-not-list`: a text in the place of a list of metrics.

use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::{facts, rules::metrics::read};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "metrics-not-list",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a text in the place of a list of metrics",
    page: include_str!("not_list.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(value) = ctx.card.get("metrics") else { return };
    let Some(text) = value.as_str().filter(|text| !text.trim().is_empty()) else { return };
    // What holds several is made a list by the rule that tells so.
    if facts::is_id_placeholder("metrics", text)
        || matches!(read::read(text), Some(read::Reading::Several(_)))
    {
        return;
    }
    let id = match read::read(text) {
        Some(read::Reading::Spelling(id)) => id,
        _ => text,
    };
    out.push(
        Draft::at(value, "`metrics` is a text, not a list")
            .help("The key takes a list, be it of one metric.")
            .fix(FixBuilder::safe("Write a list").set_list(value, &[id])),
    );
}
