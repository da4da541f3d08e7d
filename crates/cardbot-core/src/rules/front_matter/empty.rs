//! `front-matter-empty`: a metadata block with nothing in it.

use super::had_metadata;
use super::lost::Lost;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-empty",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a metadata block with nothing in it",
    page: include_str!("empty.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(Lost::Empty { at }) = ctx.lost_metadata() else { return };
    if had_metadata(ctx.base) {
        return;
    }
    out.push(
        Draft::on_card(*at, "the metadata is empty")
            .help("A licence and a task (`license`, `pipeline_tag`) are a good beginning.")
            .identity("empty"),
    );
}
