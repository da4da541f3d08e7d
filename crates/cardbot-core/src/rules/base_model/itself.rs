//! `base-model-itself`: a model that is its own base or its own new version.

use super::{named, words::code};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-itself",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a model that is its own base model or new version",
    page: include_str!("itself.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Which model the card belongs to, only the configuration tells.
    let link = ctx.config.hub_link(ctx.card.path);
    let Some(own) = link.and_then(|link| link.id.as_deref()) else { return };
    for model in named(ctx.card).filter(|model| model.text.trim().eq_ignore_ascii_case(own)) {
        if out.is_full() {
            out.count();
            continue;
        }
        let (message, help) = match model.entry.name() {
            "new_version" => (
                format!("{} is this model itself, not a newer version of it", code(model.text)),
                "The banner on the model's page would lead to the same page.",
            ),
            _ => (
                format!(
                    "{} is this model itself, not the one that it comes from",
                    code(model.text)
                ),
                "Name the model that the training began with, or leave the key out.",
            ),
        };
        let fix = FixBuilder::ask(format!("Remove it from `{}`", model.entry.name()));
        out.push(Draft::at(model.node, message).help(help).fix(model.removed(fix)));
    }
}
