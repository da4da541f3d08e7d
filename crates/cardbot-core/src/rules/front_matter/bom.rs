//! `front-matter-bom`: a byte-order mark before the block.

use crate::edit::Edit;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-bom",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a byte-order mark that hides the metadata from Python tools",
    page: include_str!("bom.md"),
    check,
};

const BOM: &str = "\u{feff}";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(front) = ctx.card.front else { return };
    let leading = ctx.card.source.slice(front.leading);
    let Some(at) = leading.find(BOM) else { return };
    let mark = Span::new(at, at + BOM.len());
    out.push(
        Draft::on_card(mark, "a byte-order mark stands before the front matter")
            .help("The Hub reads the metadata, but huggingface_hub finds none. The mark can't be seen in most editors; save the file as UTF-8 without it.")
            .fix(FixBuilder::safe("Remove the byte-order mark").edit(Edit::delete(mark))),
    );
}
