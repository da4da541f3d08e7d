//! `eval-several-models`: more than one model in `model-index`.

use super::models;
use crate::finding::Severity;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-several-models",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "more than one model in model-index",
    page: include_str!("several_models.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut named = models(ctx.card).filter_map(|model| model.entry("name"));
    let Some(first) = named.next() else { return };
    let Some(second) = named.find(|entry| entry.value.value() != first.value.value()) else {
        return;
    };
    out.push(
        Draft::at(
            second.value,
            format!("`model-index` has a second model, {}", code(second.value.text())),
        )
        .related(first.value.span(), "the first one")
        .help(
            "A card is about one model: `huggingface_hub` gives all results to the last name when it \
             saves the card. Put them under one `name`.",
        ),
    );
}
