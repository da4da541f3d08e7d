//! `gated-field-type`: a field of the access form without a type that the Hub knows.

use super::words::{and, code};
use super::{fields, is_empty};
use crate::facts::{self, Meant};
use crate::finding::{Safety, Severity};
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "gated-field-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a field of the access form without a known type",
    page: include_str!("field_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for field in fields(ctx.card) {
        if out.is_full() {
            out.count();
        } else if let Some(draft) = judge(field) {
            out.push(draft);
        }
    }
}

fn judge(field: Entry<'_>) -> Option<Draft> {
    let value = field.value;
    if value.is_map() {
        return match value.entry("type") {
            Some(of) => judge_type(field, of.value),
            None => Some(without_type(field)),
        };
    }
    if value.is_seq() {
        return Some(bare_options(field));
    }
    // `select` alone lacks its options, which is another matter.
    judge_type(field, value)
}

/// A type that is a text, or should be one.
fn judge_type(field: Entry<'_>, node: NodeRef<'_>) -> Option<Draft> {
    let name = code(field.name());
    let write = |id: &str, safety| {
        FixBuilder::safe(format!("Write `{id}`")).with_safety(safety).set_text(node, id)
    };
    if is_empty(node) {
        return Some(
            Draft::at(node, format!("the field {name} has no type"))
                .help(known())
                .fix(write("text", Safety::Ask)),
        );
    }
    let Some(text) = node.as_str() else {
        let draft = Draft::at(node, format!("the type of the field {name} is {}", node.kind()))
            .help(known());
        let is_tick = node.as_bool().is_some();
        return Some(if is_tick { draft.fix(write("checkbox", Safety::Ask)) } else { draft });
    };
    if facts::is_gated_field_type(text) {
        return None;
    }
    let draft = Draft::at(node, format!("{} is no type of field that the Hub knows", code(text)))
        .help(known());
    Some(match facts::gated_field_meant(text) {
        Some(Meant { id: "select", .. }) if !field.value.is_map() => {
            draft.help("A choice is a map: `type: select`, and `options` with a list.")
        }
        Some(Meant { id, sure }) => {
            draft.fix(write(id, if sure { Safety::Safe } else { Safety::Ask }))
        }
        None => draft,
    })
}

fn without_type(field: Entry<'_>) -> Draft {
    let draft =
        Draft::on_key(field, format!("the field {} has no type", code(field.name()))).help(known());
    match field.value.entry("options") {
        Some(options) => draft.fix(FixBuilder::safe("Add `type: select`").add_entry_after(
            options,
            "type",
            "select",
            Value::Str("select".to_owned()),
        )),
        None => draft,
    }
}

/// A list of options where the field belongs: `Role: [Student, Other]`.
fn bare_options(field: Entry<'_>) -> Draft {
    const MOST: usize = 100;
    let draft =
        Draft::on_key(field, format!("the field {} is a list without a type", code(field.name())))
            .help("A choice is a map: `type: select`, and `options` with the list.");
    let texts: Option<Vec<&str>> =
        field.value.items().take(MOST).map(|item| item.as_str()).collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty() && texts.len() < MOST) else {
        return draft;
    };
    let written: Vec<String> = texts.iter().map(|text| scalar_text(text, None)).collect();
    let written = format!("{{type: select, options: [{}]}}", written.join(", "));
    let text = |text: &str| Value::Str(text.to_owned());
    let value = Value::Map(vec![
        ("type".to_owned(), text("select")),
        ("options".to_owned(), Value::Seq(texts.into_iter().map(text).collect())),
    ]);
    draft.fix(FixBuilder::ask("Make it a choice").set_entry(field, &written, value))
}

fn known() -> String {
    let types: Vec<String> = facts::gated_field_types().iter().map(|id| code(id)).collect();
    format!("The Hub knows {}.", and(&types))
}
