//! `front-matter-unclosed`: the line that ends the metadata is missing.

use super::lost::{Lost, closing};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-unclosed",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "metadata without the `---` that ends it",
    page: include_str!("unclosed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(Lost::Unclosed { open, at, sure, swallows }) = ctx.lost_metadata() else { return };
    let help = if *swallows {
        "So all the text up to the next line `---` counts as YAML, and the Hub can't read it."
    } else {
        "Without it the Hub finds no metadata at all."
    };
    let title = "Close the metadata with `---`";
    let fix = if *sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    out.push(
        Draft::on_card(*open, "the `---` that ends the metadata is missing")
            .help(help)
            .identity("unclosed")
            .fix(
                fix.edit(Edit::insert(*at, closing(ctx.card.source.text(), *at)))
                    .promise(Promise::FrontMatter),
            ),
    );
}
