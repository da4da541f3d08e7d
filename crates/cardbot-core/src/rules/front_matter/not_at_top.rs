//! `front-matter-not-at-top`: a block of metadata behind other text.

use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::front_matter::{self, FrontMatter};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-not-at-top",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "metadata that the Hub does not see because text comes first",
    page: include_str!("not_at_top.md"),
    check,
};

/// A block that begins later than this is part of the text.
const NEAR_THE_TOP: usize = 20_000;
/// So many lines of dashes are tried.
const MOST_FENCES: usize = 8;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.card.front.is_some() {
        return;
    }
    let source = ctx.card.source;
    let Some(front) = later_block(source.text()) else { return };
    let block = Span::new(front.open.start, front.body.start);
    let moved = source.slice(block);
    let eol = if moved.ends_with('\n') { "" } else { source.line_end() };
    let fix = FixBuilder::safe("Move the block to the top")
        .edit(Edit::insert(0, format!("{moved}{eol}")))
        .edit(Edit::delete(block))
        .promise(Promise::FrontMatter);
    out.push(
        Draft::on_card(front.open, "text stands before the metadata, so the Hub does not read it")
            .help(
                "The block must be the first thing in the file; only blank lines may come before.",
            )
            .fix(fix),
    );
}

/// The first block near the top that holds a card's metadata.
fn later_block(text: &str) -> Option<FrontMatter> {
    let mut from = 0;
    for _ in 0..MOST_FENCES {
        let at = from + text.get(from..)?.find("\n---")? + 1;
        if at > NEAR_THE_TOP {
            return None;
        }
        if let Some(front) = front_matter::block_at(text, at)
            && text.get(front.yaml.range()).is_some_and(super::is_metadata)
        {
            return Some(front);
        }
        from = at + 3;
    }
    None
}
