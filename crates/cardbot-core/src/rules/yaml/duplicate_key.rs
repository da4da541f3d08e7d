//! `yaml-duplicate-key`: a key that stands twice in one map.

use crate::finding::{Change, Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, path_text};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-duplicate-key",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Yaml,
    summary: "a key that stands twice in one map, which the Hub refuses",
    page: include_str!("duplicate_key.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(tree) = ctx.card.tree() else { return };
    for (first, second) in tree.duplicate_entries() {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("{} stands here a second time", code(&path_text(&second.key.path())));
        out.push(
            Draft::on_key(second, message)
                .related(first.key.span(), "the first one")
                .help(
                    "The Hub refuses a map with the same key twice (`duplicated mapping key`); \
                     Python tools take the last one.",
                )
                .fix(fix(first, second)),
        );
    }
}

/// One of the two goes: the one that says nothing or the same again, else the first, as Python
/// tools do.
fn fix(first: Entry<'_>, second: Entry<'_>) -> FixBuilder {
    let (a, b) = (first.value.value(), second.value.value());
    let path = second.value.path();
    // The values of a map with a key twice are compared as if the last one counted.
    let set = |value| Promise::Values(vec![Change::Set(path.clone(), value)]);
    if a == b {
        FixBuilder::safe("Remove the second one").remove_entry(second).promise(set(a))
    } else if second.value.is_null() {
        FixBuilder::safe("Remove the empty one").remove_entry(second).promise(set(a))
    } else if first.value.is_null() {
        FixBuilder::safe("Remove the empty one").remove_entry(first).promise(set(b))
    } else {
        FixBuilder::ask("Remove the first one").remove_entry(first).promise(set(b))
    }
}
