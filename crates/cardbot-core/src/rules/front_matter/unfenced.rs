//! `front-matter-unfenced`: keys and values at the top, without the lines `---` around them.

use super::UNSEEN;
use super::lost::{Lost, closing};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-unfenced",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "metadata without the `---` before it",
    page: include_str!("unfenced.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(Lost::Unfenced { keys, closed, sure }) = ctx.lost_metadata() else { return };
    let source = ctx.card.source;
    let title = if *closed { "Open the metadata with `---`" } else { "Put `---` around them" };
    let fix = if *sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    let mut fix = fix.edit(Edit::insert(keys.start, format!("---{}", source.line_end())));
    if !closed {
        fix = fix.edit(Edit::insert(keys.end, closing(source.text(), keys.end)));
    }
    let first = source.line_span(source.line_of(keys.start));
    out.push(
        Draft::on_card(first, "these keys are no metadata without a `---` before them")
            .help(UNSEEN)
            .identity("unfenced")
            .fix(fix.promise(Promise::FrontMatter)),
    );
}
