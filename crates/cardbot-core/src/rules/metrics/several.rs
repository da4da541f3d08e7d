//! `metrics-several`: several metrics in one text.

use super::read::{Reading, read};
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "metrics-several",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "several metrics in one text",
    page: include_str!("several.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    for (node, text) in list_items::distinct_texts(ctx, "metrics") {
        let Some(Reading::Several(ids)) = read(text) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("{} holds {} metrics in one text", words::code(text), ids.len());
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "metrics"));
        out.push(
            Draft::at(node, message)
                .help("The Hub reads one text as one metric; a list has an item for each.")
                .fix(listed.put(node, &ids, Safety::Safe)),
        );
    }
}
