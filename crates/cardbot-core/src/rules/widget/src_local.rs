//! `widget-src-local`: a file on the author's own computer.

use super::files::named_files;
use super::words::code;
use crate::finding::Severity;
use crate::rules::address::is_local;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-src-local",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget file is given by a path on the author's computer",
    page: include_str!("src_local.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (node, text) in named_files(ctx.card).filter(|(_, text)| is_local(text)) {
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(Draft::at(node, format!("{} is a path on one computer", code(text))).help(
            "Others can't reach it: put the file into the repository and give its path there.",
        ));
    }
}
