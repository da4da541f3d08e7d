//! `base-model-duplicate`: the same base model more than once.

use std::collections::HashSet;

use super::words::{code, some};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-duplicate",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a base model that stands in the list more than once",
    page: include_str!("duplicate.md"),
    check,
};

/// So many are removed at once; a list with more was written by no merge.
const MOST: usize = 200;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut seen = HashSet::new();
    let mut again = vec![];
    for (node, text) in ctx.card.texts("base_model") {
        let text = text.trim();
        // Ids differ in case only by mistake: the Hub leads both to the same model.
        if !text.is_empty() && !seen.insert(text.to_lowercase()) {
            again.push((node, text));
        }
    }
    // One finding for all: programs that merge layers list the same model many times.
    let Some((first, _)) = again.first() else { return };
    let mut models: Vec<&str> = again.iter().map(|(_, text)| *text).collect();
    models.sort_unstable();
    models.dedup();
    let verb = if models.len() == 1 { "stands" } else { "stand" };
    let message =
        format!("{} {verb} in the list more than once", some(models.into_iter().map(code)));
    let nodes: Vec<_> = again.iter().take(MOST + 1).map(|(node, _)| *node).collect();
    let title = if nodes.len() == 1 { "Remove the second one" } else { "Remove the repeated ones" };
    out.push(
        Draft::at(*first, message)
            .help("The model tree shows each base model once.")
            .fix(FixBuilder::safe(title).only_if(nodes.len() <= MOST).remove_items(&nodes)),
    );
}
