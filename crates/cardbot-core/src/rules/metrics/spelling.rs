//! `metrics-spelling`: a metric whose id is spelt otherwise.

use super::read::{Reading, read};
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "metrics-spelling",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a metric whose id is spelt otherwise",
    page: include_str!("spelling.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    let is_list = ctx.card.get("metrics").is_some_and(|value| value.is_seq());
    for (node, text) in list_items::distinct_texts(ctx, "metrics") {
        // A lone text becomes a list by another rule, in the right spelling.
        let Some(Reading::Spelling(id)) = read(text).filter(|_| is_list) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "metrics"));
        out.push(
            Draft::at(node, list_items::not_the_id(text, id, "metric"))
                .help(format!("The id is `{id}`."))
                .fix(listed.put(node, &[id], Safety::Safe)),
        );
    }
}
