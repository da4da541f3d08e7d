//! `license-name-unused`: `license_name` or `license_link` left behind beside another licence.

use super::{all_known, spoken, words::code};
use crate::card::Card;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-name-unused",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "license_name or license_link where the licence is not other",
    page: include_str!("name_unused.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let name = spoken(card, "license_name");
    let link = spoken(card, "license_link");
    let Some((entry, _)) = name.or(link) else { return };
    if card.entry("license").is_none() {
        out.push(without_licence(card, entry));
        return;
    }
    let Some(licences) = all_known(card) else { return };
    if licences.iter().any(|l| l.id == "other") {
        return;
    }
    let same = |text: &str| facts::license_by_spelling(text).is_some_and(|l| licences.contains(&l));
    let contradicts = match (name, link) {
        (Some((_, name)), _) => !same(name),
        // A link to the text of a known licence does no harm, unless it belongs to what this
        // change gave up.
        (None, _) => ctx.base.is_some_and(was_other),
    };
    if !contradicts {
        return;
    }
    let ids: Vec<&str> = licences.iter().map(|l| l.id).collect();
    let message = match name {
        Some((_, name)) => {
            format!(
                "the licence is {}, but `license_name` is {}",
                code(&ids.join(", ")),
                code(name)
            )
        }
        None => {
            format!("the licence is {}, but `license_link` is still there", code(&ids.join(", ")))
        }
    };
    let fix = FixBuilder::ask(match (name, link) {
        (Some(_), Some(_)) => "Remove `license_name` and `license_link`",
        (Some(_), None) => "Remove `license_name`",
        (None, _) => "Remove `license_link`",
    });
    let entries: Vec<Entry<'_>> = [name, link].into_iter().flatten().map(|(e, _)| e).collect();
    out.push(
        Draft::on_key(entry, message)
            .help(
                "The two keys belong to `license: other`; beside another id one of them is wrong.",
            )
            .fix(fix.remove_entries(&entries)),
    );
}

/// A name alone: the Hub reads it only with `license: other`.
fn without_licence(card: &Card<'_>, entry: Entry<'_>) -> Draft {
    let known = spoken(card, "license_name").and_then(|(_, n)| facts::license_by_spelling(n));
    let draft = Draft::on_key(entry, format!("`{}` without `license` has no effect", entry.name()));
    if let Some(license) = known {
        return draft.help(format!("The licence of this name has the id `{}`.", license.id));
    }
    draft.help("A licence of one's own needs `license: other` as well.").fix(
        FixBuilder::ask("Add `license: other`").add_entry_after(
            entry,
            "license",
            "other",
            Value::Str("other".to_owned()),
        ),
    )
}

fn was_other(base: &Card<'_>) -> bool {
    base.texts("license").iter().any(|(_, text)| *text == "other")
}
