//! `license-text-differs`: the text names another licence than the metadata.

use super::stated::{mentions, stated};
use super::{all_known, words::some};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, base_model};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-text-differs",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a text that states another licence than the metadata",
    page: include_str!("text_differs.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let Some(licences) = all_known(card) else { return };
    let Some(statement) = stated(card) else { return };
    let says = statement.license;
    let agrees = licences
        .iter()
        .any(|own| own.id == says.id || says.belongs_to(own) || own.family == "placeholder");
    // A text that speaks of both explains what holds for what.
    if agrees || mentions(card.body(), &licences) {
        return;
    }
    // Where the base model asks for what the text says, `base-model-license` tells it, with the reason.
    if base_model::license::wanted(card).is_some_and(|wanted| wanted.id == says.id) {
        return;
    }
    let Some((node, _)) = card.texts("license").into_iter().next() else { return };
    let ids = some(licences.iter().map(|own| format!("`{}`", own.id)));
    let line = card.source.line_of(statement.span.start);
    let message = format!("the metadata says {ids}, but the text says `{}` (line {line})", says.id);
    let fix = FixBuilder::ask(format!("Write `{}`", says.id))
        .only_if(licences.len() == 1)
        .set_text(node, says.id);
    out.push(
        Draft::at(node, message)
            .related(statement.span, "stated here")
            .help("Readers can't tell which one holds: bring them together.")
            .identity(format!("{} / {}", ids, says.id))
            .fix(fix),
    );
}
