//! `base-model-old-key`: `finetuned_from`, the former name of `base_model`.

use super::read::{Reading, read};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-old-key",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "finetuned_from, where base_model is read today",
    page: include_str!("old_key.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry("finetuned_from") else { return };
    let Some(text) = entry.value.as_str().map(str::trim).filter(|text| !text.is_empty()) else {
        return;
    };
    let draft = Draft::on_key(entry, "`finetuned_from` is the former name of `base_model`")
        .help("The model tree is made of `base_model` alone.");
    out.push(match ctx.card.entry("base_model") {
        None => draft.fix(
            FixBuilder::safe("Rename it to `base_model`")
                .only_if(read(text) == Reading::Id)
                .rename_key(entry, "base_model"),
        ),
        Some(_) if ctx.card.texts("base_model").iter().any(|(_, other)| other.trim() == text) => {
            draft.fix(FixBuilder::safe("Remove it, `base_model` says the same").remove_entry(entry))
        }
        Some(_) => draft,
    });
}
