//! `change-base-model`: another base model than before.

use std::collections::HashSet;

use super::words::{code, some};
use super::{both, on_missing_key, put_back};
use crate::card::Card;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, base_model};
use crate::yaml::KeyPart;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-base-model",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Change,
    summary: "a change of the base model",
    page: include_str!("base_model.md"),
    check,
};

const KEY: &str = "base_model";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((base, head)) = both(ctx) else { return };
    let before = base_model::ids(base);
    if before.is_empty() {
        return;
    }
    let after = base_model::ids(head);
    let names = (by_name(&before), by_name(&after));
    let gone: Vec<&str> =
        before.iter().map(String::as_str).filter(|id| !has(&names.1, id)).collect();
    let new: Vec<&str> = after.iter().map(String::as_str).filter(|id| !has(&names.0, id)).collect();
    let help = "The model tree and the search by base model follow it, \
                and its licence may bind this model too.";
    match (gone.as_slice(), new.as_slice()) {
        ([], []) => {}
        (gone, []) if after.is_empty() => out.push(dropped(base, head, gone)),
        ([], new) => out.push(
            on_value(head, format!("the base model {} is added", list(new)))
                .help(help)
                .severity(Severity::Note),
        ),
        (gone, []) => out.push(
            on_value(head, format!("{} is no longer a base model", list(gone)))
                .help(help)
                .severity(Severity::Note),
        ),
        (gone, new) => {
            let message = format!("the base model changes from {} to {}", list(gone), list(new));
            out.push(on_value(head, message).help(help));
        }
    }
}

fn dropped(base: &Card<'_>, head: &Card<'_>, gone: &[&str]) -> Draft {
    let message = format!("the base model {} is dropped", list(gone));
    let draft = match head.entry(KEY) {
        Some(entry) => Draft::on_key(entry, message).identity("dropped"),
        None => on_missing_key(head, KEY, message),
    };
    let ids = base_model::ids(base);
    let texts: Vec<&str> = ids.iter().map(String::as_str).collect();
    draft
        .severity(Severity::Note)
        .help("The model then stands alone in the model tree.")
        .fix(put_back(base, head, KEY, &texts))
}

fn on_value(head: &Card<'_>, message: String) -> Draft {
    let draft = match head.entry(KEY) {
        Some(entry) => Draft::at(entry.value, message),
        None => on_missing_key(head, KEY, message),
    };
    draft.key(vec![KeyPart::from(KEY)])
}

/// All ids in lower case, and the names without their owners.
struct Names(HashSet<String>);

fn by_name(ids: &[String]) -> Names {
    let mut set = HashSet::new();
    for id in ids {
        let id = id.to_lowercase();
        if let Some((_, name)) = id.split_once('/') {
            set.insert(format!("*/{name}"));
        }
        set.insert(id);
    }
    Names(set)
}

/// Whether a model is among these. `bert-base-uncased` and `google-bert/bert-base-uncased` are the
/// same: the oldest models got their owners later.
fn has(names: &Names, id: &str) -> bool {
    let id = id.to_lowercase();
    names.0.contains(&id)
        || match id.split_once('/') {
            Some((_, name)) => names.0.contains(name),
            None => names.0.contains(&format!("*/{id}")),
        }
}

fn list(ids: &[&str]) -> String {
    some(ids.iter().map(|id| code(id)))
}
