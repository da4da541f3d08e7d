//! `widget-src-page`: a web page where the address of a file belongs.

use super::files::named_files;
use super::words::code;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::address::page;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-src-page",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget file is given by the address of a web page about it",
    page: include_str!("src_page.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (node, text) in named_files(ctx.card) {
        let Some(page) = page(text) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = Draft::at(node, format!("{} is a web page, not a file", code(text)))
            .help("The widget would get the page's HTML.");
        out.push(match page {
            Some(file) => draft
                .help("The widget would get the page's HTML; the file has an address of its own.")
                .fix(FixBuilder::safe("Link the file itself").set_text(node, &file)),
            None => draft,
        });
    }
}
