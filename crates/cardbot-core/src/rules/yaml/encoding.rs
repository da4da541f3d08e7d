//! `yaml-encoding`: a file in another encoding.

use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-encoding",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Yaml,
    summary: "a file that is not UTF-8",
    page: include_str!("encoding.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let source = ctx.card.source;
    let invalid = source.invalid_bytes();
    let Some(&first) = invalid.first() else { return };
    let message = match invalid.len() {
        1 => "the file is not UTF-8: this byte stands for no character".to_owned(),
        n => format!("the file is not UTF-8: {n} bytes stand for no character, the first here"),
    };
    // Text in UTF-16 is full of NULs.
    let help = if source.text().contains('\0') {
        "It looks like UTF-16. Save it as UTF-8: Python tools can't open it as it is."
    } else {
        "Save it as UTF-8: the Hub shows `\u{fffd}` here, and Python tools can't open the file."
    };
    out.push(Draft::on_card(Span::new(first, first + 1), message).help(help).identity("not utf-8"));
}
