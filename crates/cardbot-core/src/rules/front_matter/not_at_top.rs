//! `front-matter-not-at-top`: metadata behind other text.

use super::UNSEEN;
use super::lost::Lost;
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-not-at-top",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "metadata behind other text, where the Hub does not look for it",
    page: include_str!("not_at_top.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(Lost::NotAtTop { block, open }) = ctx.lost_metadata() else { return };
    let source = ctx.card.source;
    let eol = source.line_end();
    let mut moved = source.slice(*block).trim_end_matches([' ', '\t', '\n', '\r']).to_owned();
    moved.push_str(eol);
    let start = if source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    out.push(
        Draft::on_card(*open, "text stands before the metadata, so the Hub does not see it")
            .help(UNSEEN)
            .identity("not at top")
            .fix(
                FixBuilder::safe("Move the metadata to the top")
                    .edit(Edit::insert(start, moved))
                    .edit(Edit::delete(*block))
                    .promise(Promise::FrontMatter),
            ),
    );
}
