//! `license-other-unnamed`: `other` that does not say which.

use super::spoken;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Value;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-other-unnamed",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "other without license_name or license_link",
    page: include_str!("other_unnamed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let texts = card.texts("license");
    let Some((node, _)) = texts.iter().find(|(_, text)| *text == "other") else { return };
    // An empty value is told by another rule.
    let (name, link) = (card.entry("license_name"), card.entry("license_link"));
    let known = spoken(card, "license_name").and_then(|(_, n)| facts::license_by_spelling(n));
    let (missing, help) = match (name, link) {
        (None, None) => (
            "`license_name` and `license_link`",
            "They tell readers which licence it is and where to read it: \
             a name such as `my-license-1.0`, and `LICENSE`, `LICENSE.md` or a URL.",
        ),
        (None, Some(_)) => (
            "`license_name`",
            "It tells readers which licence it is: a name such as `my-license-1.0`.",
        ),
        (Some(_), None) if known.is_none() => (
            "`license_link`",
            "It tells readers where to read the licence: `LICENSE`, `LICENSE.md` or a URL.",
        ),
        (Some(_), _) => return,
    };
    let mut draft = Draft::at(*node, format!("`other` without {missing}")).help(help);
    if link.is_none()
        && ctx.license_file.is_some()
        && let Some(after) = name.or_else(|| card.entry("license"))
    {
        draft = draft.fix(FixBuilder::ask("Add `license_link: LICENSE`").add_entry_after(
            after,
            "license_link",
            "LICENSE",
            Value::Str("LICENSE".to_owned()),
        ));
    }
    out.push(draft);
}
