//! `base-model-relation`: a `base_model_relation` that the Hub does not know, or without a base.

use super::words::{and, code};
use crate::facts::{self, Meant};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-relation",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a base_model_relation that is not known, or without a base_model",
    page: include_str!("relation.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry("base_model_relation") else { return };
    let Some(text) = entry.value.as_str().filter(|text| !text.trim().is_empty()) else { return };
    if facts::is_relation(text) {
        if ctx.card.entry("base_model").is_none() {
            out.push(
                Draft::on_key(entry, "`base_model_relation` stands here without a `base_model`")
                    .severity(Severity::Note)
                    .help("It says what this model is to its base, so the base must be named."),
            );
        }
        return;
    }
    let known: Vec<String> = facts::relations().iter().map(|relation| code(relation)).collect();
    let draft = Draft::at(entry.value, format!("{} is no relation that the Hub knows", code(text)))
        .help(format!("It knows {}.", and(&known)));
    out.push(match facts::relation_meant(text) {
        Some(Meant { id, sure }) => {
            let title = format!("Write `{id}`");
            let fix = if sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
            draft.fix(fix.set_text(entry.value, id))
        }
        None => draft,
    });
}
