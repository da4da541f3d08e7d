//! `eval-verified`: scores marked as verified by hand.

use super::tally::Tally;
use super::{doubtful_metrics, doubtful_results, filled, metrics};
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-verified",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "scores in model-index marked as verified without the token that proves it",
    page: include_str!("verified.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: Tally<'_, ()> = Tally::default();
    for result in doubtful_results(ctx).filter(|result| !is_of_the_service(*result)) {
        for metric in doubtful_metrics(ctx, result) {
            let Some(entry) = metric.entry("verified") else { continue };
            if entry.value.as_bool() == Some(true) && filled(metric, "verifyToken").is_none() {
                found.add(entry.value, ());
            }
        }
    }
    let Some((first, ())) = found.first() else { return };
    let message = match found.len() {
        1 => "`verified: true` without a `verifyToken`".to_owned(),
        n => format!("`verified: true` without a `verifyToken`, {n} times"),
    };
    out.push(Draft::at(*first, message).help(
        "The Hub's evaluation service sets `verified`, with a token that proves it. For scores of \
             your own leave it out.",
    ));
}

/// The Hub's evaluation service wrote no token in its first weeks; it always wrote the loss.
fn is_of_the_service(result: NodeRef<'_>) -> bool {
    metrics(result).any(|metric| metric.get("name").is_some_and(|name| name.text() == "loss"))
}
