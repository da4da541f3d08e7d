//! `change-license`: another licence than before.

use std::collections::HashSet;

use super::terms::{self, Stated};
use super::words::some;
use super::{both, on_missing_key, put_back};
use crate::card::Card;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, base_model};
use crate::yaml::KeyPart;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-license",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Change,
    summary: "a change of the licence",
    page: include_str!("license.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if let Some(draft) = draft(ctx) {
        out.push(draft);
    }
}

/// Whether a finding of this rule tells of the licence that the card has now. Where the base model
/// asks for another one, the finding says so, and `base-model-license` need not say it again.
pub(in crate::rules) fn tells(ctx: &Ctx<'_>) -> bool {
    let is_shown =
        RULE.asked_for(ctx.config).is_some() && !ctx.config.ignores(RULE.name, ctx.card.path);
    is_shown && draft(ctx).is_some()
}

fn draft(ctx: &Ctx<'_>) -> Option<Draft> {
    let (base, head) = both(ctx)?;
    let (before, after) = (terms::stated(base), terms::stated(head));
    if before.is_empty() {
        // A licence where there was none is good news.
        return None;
    }
    if after.is_empty() {
        return Some(dropped(base, head, &before));
    }
    let (gone, new) = (missing(&before, &after), missing(&after, &before));
    let draft = match (gone.as_slice(), new.as_slice()) {
        ([], []) => return None,
        ([], new) => added(head, new),
        (gone, []) => on_value(head, &format!("{} is no longer one of the licences", names(gone)))
            .help("Who relies on it can't use the model any more: check that this is meant."),
        ([old], [new]) if old.refines(new) => {
            on_value(head, &format!("the licence goes from {} to {}", old.shown, new.shown))
                .severity(Severity::Note)
                .help("One of them says more exactly what the other leaves open.")
        }
        ([old], [new]) if before.len() == 1 && after.len() == 1 => replaced(head, old, new),
        _ => {
            on_value(head, &format!("the licences change from {} to {}", all(&before), all(&after)))
                .help("Users rely on the licence: check that this is meant.")
        }
    };
    Some(base_model::license::with_reason(head, draft))
}

/// Those of `these` that are not among `those`.
fn missing<'s>(these: &'s [Stated], those: &[Stated]) -> Vec<&'s Stated> {
    let keys: HashSet<&str> = those.iter().map(|one| one.key.as_str()).collect();
    these.iter().filter(|one| !keys.contains(one.key.as_str())).collect()
}

fn replaced(head: &Card<'_>, old: &Stated, new: &Stated) -> Draft {
    let meaning = terms::meaning(old, new);
    let message = format!("the licence changes from {} to {}", old.shown, new.shown);
    let (tighter, looser) = (meaning.tighter.as_str(), meaning.looser.as_str());
    let (message, help) = match (tighter, looser) {
        ("", "") => (message, "Users rely on the licence: check that this is meant."),
        ("", looser) => (
            format!("{message}: {looser}"),
            "Check that all who hold rights in the model and its base model agree.",
        ),
        (tighter, "") => (
            format!("{message}: {tighter}"),
            "Users rely on the licence: say in the card from which version on the new one holds.",
        ),
        (tighter, looser) => (
            format!("{message}: {tighter}, {looser}"),
            "Users rely on the licence: check that this is meant.",
        ),
    };
    on_value(head, &message).help(help)
}

fn added(head: &Card<'_>, new: &[&Stated]) -> Draft {
    let verb =
        if new.len() == 1 { "is added as a further licence" } else { "are added as licences" };
    on_value(head, &format!("{} {verb}", names(new)))
        .severity(Severity::Note)
        .help("Readers take a list as a choice, or as parts under different licences: say which.")
}

fn dropped(base: &Card<'_>, head: &Card<'_>, before: &[Stated]) -> Draft {
    let verb = if before.len() == 1 { "the licence" } else { "the licences" };
    let message =
        format!("{verb} {} {} dropped", all(before), if before.len() == 1 { "is" } else { "are" });
    let draft = match head.entry("license") {
        Some(entry) => Draft::on_key(entry, message).identity("dropped"),
        None => on_missing_key(head, "license", message),
    };
    let texts: Vec<&str> = base.texts("license").into_iter().map(|(_, text)| text.trim()).collect();
    draft
        .help("Without a licence nobody can tell whether they may use the model.")
        .fix(put_back(base, head, "license", &texts))
}

/// A finding at the value of `license`; for `other` that includes its name.
fn on_value(head: &Card<'_>, message: &str) -> Draft {
    match head.entry("license") {
        Some(entry) => Draft::at(entry.value, message),
        None => on_missing_key(head, "license", message.to_owned()),
    }
    .key(vec![KeyPart::from("license")])
}

fn names(list: &[&Stated]) -> String {
    some(list.iter().map(|one| one.shown.clone()))
}

fn all(list: &[Stated]) -> String {
    names(&list.iter().collect::<Vec<_>>())
}
