//! `base-model-not-text`: an item of `base_model` that is no text.

use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-not-text",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "an item of `base_model` that is no text",
    page: include_str!("not_text.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(list) = ctx.card.get("base_model") else { return };
    // A list with nothing in it is `key-empty`'s.
    if list.items().all(is_empty) {
        return;
    }
    let wrong = |item: &NodeRef<'_>| item.as_str().is_none() || is_empty(*item);
    for item in list.items().filter(wrong) {
        if out.is_full() {
            out.count();
            continue;
        }
        if is_empty(item) {
            out.push(
                Draft::at(item, "an item of `base_model` is empty")
                    .help("The Hub wants the id of a model in each.")
                    .fix(FixBuilder::safe("Remove the empty item").remove_item(item)),
            );
        } else {
            let message = format!("an item of `base_model` is {}, not a text", item.kind());
            out.push(
                Draft::at(item, message)
                    .help("The Hub wants a list of ids, each as `owner/name`, and refuses others."),
            );
        }
    }
}

fn is_empty(item: NodeRef<'_>) -> bool {
    item.is_null() || item.as_str().is_some_and(|text| text.trim().is_empty())
}
