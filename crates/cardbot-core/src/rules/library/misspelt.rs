//! `library-misspelt`: a `library_name` near to a registered one.

use super::{unregistered, words::code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "library-misspelt",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a library_name that is near to a registered one",
    page: include_str!("misspelt.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((node, text)) = unregistered(ctx.card) else { return };
    let Some(meant) = facts::library_meant(text) else { return };
    let (id, title) = (meant.id, format!("Write `{}`", meant.id));
    let fix = if meant.sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    out.push(
        Draft::at(node, format!("{} is not how the Hub writes the library's name", code(text)))
            .help(format!(
                "Only under `{id}` the page has the code snippet, and search and download counts \
                 know the library."
            ))
            .fix(fix.set_text(node, id)),
    );
}
