//! `body-lfs-pointer`: a Git LFS pointer in the place of the card.

use crate::finding::Severity;
use crate::lfs;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-lfs-pointer",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a Git LFS pointer in the place of the card",
    page: include_str!("lfs_pointer.md"),
    check,
};

const HELP: &str = "Nobody sees the text, and the model has no metadata. Take the file out of \
    `.gitattributes` (`git lfs untrack`) and commit the text itself.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !lfs::is_pointer(ctx.card.source.text()) {
        return;
    }
    let message = "this file is a Git LFS pointer, not the card";
    out.push(Draft::on_card(ctx.card.source.line_span(1), message).help(HELP).identity("pointer"));
}
