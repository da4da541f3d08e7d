//! `license-unknown`: a licence id that the Hub does not know.

use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-unknown",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a licence id that the Hub does not know",
    page: include_str!("unknown.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (node, text) in ctx.card.texts("license") {
        if facts::license(text).is_some() || text.trim().is_empty() {
            continue;
        }
        let message = format!("`{text}` is not a licence id that the Hub knows");
        let draft = Draft::at(node, message);
        out.push(match facts::license_by_spelling(text) {
            Some(license) => draft
                .help(format!("The id of the {} is `{}`.", license.name, license.id))
                .fix(FixBuilder::safe(format!("Write `{}`", license.id)).set_text(node, license.id)),
            None => {
                let ids = facts::licenses().iter().map(|row| row.id);
                match spelling::nearest(text, ids) {
                    Some(id) => draft
                        .help(format!("The nearest id is `{id}`."))
                        .fix(FixBuilder::ask(format!("Write `{id}`")).set_text(node, id)),
                    None => draft.help(
                        "Use an id of the Hub's list, or `other` with `license_name` and `license_link`.",
                    ),
                }
            }
        });
    }
}
