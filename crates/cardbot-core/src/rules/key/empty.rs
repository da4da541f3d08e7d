//! `key-empty`: a key of the Hub's without a value.

use super::says_nothing;
use crate::facts::{self, Key, Type};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Entry;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "key-empty",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a key without a value",
    page: include_str!("empty.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut entries = ctx.card.entries().peekable();
    while let Some(entry) = entries.next() {
        let Some(key) = facts::key(entry.name()) else { continue };
        // Programs write the prompt of a model even when it has none.
        if !says_nothing(entry.value) || key.name == "instance_prompt" {
            continue;
        }
        let message = if entry.value.is_seq() {
            format!("the list in `{}` has only empty items", key.name)
        } else {
            format!("`{}` has no value", key.name)
        };
        let draft = Draft::on_key(entry, message);
        out.push(match entries.peek() {
            Some(next) if may_belong(key, *next) => draft.help(format!(
                "If `{}` belongs to it, that line wants to be indented.",
                next.name()
            )),
            _ => draft
                .help("Fill it in, or leave the key out.")
                .fix(FixBuilder::safe(format!("Remove `{}`", key.name)).remove_entry(entry)),
        });
    }
}

/// Whether the key after an empty one may be meant to stand in it.
fn may_belong(key: &Key, next: Entry<'_>) -> bool {
    key.nested && !key.types.contains(&Type::Text) && facts::key(next.name()).is_none()
}
