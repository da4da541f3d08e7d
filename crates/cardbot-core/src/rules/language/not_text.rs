//! `language-not-text`: a value of `language` that is no text.

use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{NodeRef, Shape, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-not-text",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a value of `language` that is no text",
    page: include_str!("not_text.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(value) = ctx.card.get("language") else { return };
    if !value.is_seq() {
        // An empty value is `key-empty`'s.
        if value.as_str().is_none() && !value.is_null() && !(value.is_map() && value.is_empty()) {
            let message = format!("`language` is {}, not a text or a list of texts", value.kind());
            let draft = Draft::at(value, message);
            out.push(match ids_of_map(value) {
                Some(ids) => {
                    draft.help("The Hub wants an id or a list of ids.").fix(unwrap(value, &ids))
                }
                None => draft.help("Write an id such as `en`, or a list of ids."),
            });
        }
        return;
    }
    let empty = |item: NodeRef<'_>| {
        item.is_null() || item.as_str().is_some_and(|text| text.trim().is_empty())
    };
    if value.items().all(empty) {
        return;
    }
    for item in value.items() {
        let is_empty = empty(item);
        if item.as_str().is_some() && !is_empty {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let what = if is_empty { "empty" } else { item.kind() };
        let draft = Draft::at(item, format!("an item of `language` is {what}, not a text"))
            .help("One such item, and the Hub drops the whole list or refuses the card.");
        out.push(match ids_of_map(item) {
            Some(ids) => draft.fix(unwrap(item, &ids)),
            None if is_empty => {
                draft.fix(FixBuilder::safe("Remove the empty item").remove_item(item))
            }
            None => draft,
        });
    }
}

/// The ids in a map without values, as `en:` and `{en, de}` make one.
fn ids_of_map(node: NodeRef<'_>) -> Option<Vec<&'static str>> {
    let ids: Option<Vec<_>> = node
        .entries()
        .map(|e| facts::language_id(e.name()).filter(|_| e.value.is_null()))
        .collect();
    ids.filter(|ids| !ids.is_empty() && ids.len() <= 50)
}

/// Writes the keys of a map as what they were meant to be.
fn unwrap(node: NodeRef<'_>, ids: &[&str]) -> FixBuilder {
    let is_flow = matches!(node.shape(), Shape::Mapping { flow: true });
    let in_list = node.parent().is_some_and(|parent| parent.is_seq());
    match ids {
        [id] => {
            let fix = FixBuilder::safe(format!("Write `{id}`"));
            let value = Value::Str((*id).to_owned());
            if is_flow {
                return fix.set_raw(node, written(id), value);
            }
            fix.set_block(node, written(id), value)
        }
        ids => FixBuilder::safe("Write a list").only_if(is_flow && !in_list).set_list(node, ids),
    }
}

fn written(id: &str) -> String {
    crate::fixing::scalar_text(id, None)
}
