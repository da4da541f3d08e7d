//! `base-model-local-path`: a path on somebody's disk where the id of a model belongs.

use super::read::{Reading, read};
use super::{named, words::code};
use crate::finding::Severity;
use crate::rules::address::is_repository_id;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-local-path",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a base_model or new_version that is a local path",
    page: include_str!("local_path.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for model in named(ctx.card).filter(|model| read(model.text) == Reading::Local) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("{} is a path on one computer, no model's id", code(model.text));
        let draft = Draft::at(model.node, message).help(
            "Write the id of a model on the Hub, as `owner/name`: the one that the training began \
             with.",
        );
        out.push(match model.entry.name() {
            "new_version" => {
                draft.help("Write the id of a model on the Hub.").severity(Severity::Warning)
            }
            // It has the form of an id, so the Hub does not refuse it.
            _ if is_repository_id(model.text) => draft.severity(Severity::Warning),
            _ => draft,
        });
    }
}
