//! `change-gating`: another access form than before.

use super::both;
use super::on_missing_key;
use super::words::and;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-gating",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Change,
    summary: "a change of the form that users fill in for access",
    page: include_str!("gating.md"),
    check,
};

/// What users agree to or are asked for. Heading, description and button are only wording.
const KEYS: [&str; 3] = ["extra_gated_prompt", "extra_gated_fields", "extra_gated_eu_disallowed"];

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((base, head)) = both(ctx) else { return };
    let mut changed: Vec<Entry<'_>> = vec![];
    let mut gone: Vec<&str> = vec![];
    for key in KEYS {
        let Some(before) = base.get(key).filter(|node| !node.is_null()) else { continue };
        match head.entry(key).filter(|entry| !entry.value.is_null()) {
            None => gone.push(key),
            Some(entry) if same(&before.value(), &entry.value.value()) => {}
            Some(entry) => changed.push(entry),
        }
    }
    let told =
        |keys: Vec<&str>| and(&keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>());
    let words = told(changed.iter().map(Entry::name).collect());
    let draft = match (changed.first(), gone.first()) {
        (None, None) => return,
        (Some(entry), None) => Draft::on_key(*entry, format!("the access form changes: {words}")),
        (Some(entry), Some(_)) => {
            let message = format!("the access form changes: {words}; it loses {}", told(gone));
            Draft::on_key(*entry, message)
        }
        (None, Some(key)) => {
            on_missing_key(head, key, format!("the access form loses {}", told(gone)))
        }
    };
    out.push(draft.help("Users who were let in agreed to the form as it was."));
}

/// Whether two values are the same but for white space in texts.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => a.split_whitespace().eq(b.split_whitespace()),
        _ => a == b,
    }
}
