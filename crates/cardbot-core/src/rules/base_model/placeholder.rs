//! `base-model-placeholder`: text of a template, or the word "none", where a model's id belongs.

use super::read::{Reading, read};
use super::{named, words::code};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-placeholder",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a base_model or new_version that was left in from a template, or says none",
    page: include_str!("placeholder.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for model in named(ctx.card).filter(|model| read(model.text) == Reading::Placeholder) {
        if out.is_full() {
            out.count();
            continue;
        }
        let title = if model.in_list() && model.entry.value.len() > 1 {
            "Remove it".to_owned()
        } else {
            format!("Remove `{}`", model.entry.name())
        };
        out.push(
            Draft::at(model.node, format!("{} names no model", code(model.text)))
                .help("Where there is none, the key is left out.")
                .fix(model.removed(FixBuilder::safe(title))),
        );
    }
}
