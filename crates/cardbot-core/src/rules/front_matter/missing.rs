//! `front-matter-missing`: a card without metadata.

use super::had_metadata;
use super::lost::Lost;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-missing",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a card without metadata",
    page: include_str!("missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !matches!(ctx.lost_metadata(), Some(Lost::Nothing)) || had_metadata(ctx.base) {
        return;
    }
    let help = "Licence, task, tags and search filters of the model come from it: a block between two lines `---` at the top.";
    out.push(
        Draft::on_card(ctx.card.source.line_span(1), "this card has no metadata")
            .help(help)
            .identity("missing"),
    );
}
