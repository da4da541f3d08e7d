//! `gated-field-options`: a choice in the access form without options, or with unfit ones.

use super::words::code;
use super::{fields, is_empty};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "gated-field-options",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a choice in the access form without fit options",
    page: include_str!("field_options.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for field in fields(ctx.card) {
        let value = field.value;
        if value.as_str() == Some("select") {
            out.push(without_options(field, value));
            continue;
        }
        let of = value.get("type").filter(|of| of.as_str() == Some("select"));
        let Some(of) = of else { continue };
        match value.entry("options") {
            None => out.push(without_options(field, of)),
            Some(options) if options.value.is_seq() && !options.value.items().all(is_empty) => {
                for item in options.value.items() {
                    if out.is_full() {
                        out.count();
                    } else if let Some(draft) = judge(item) {
                        out.push(draft);
                    }
                }
            }
            Some(options) => out.push(no_list(field, options)),
        }
    }
}

fn without_options(field: Entry<'_>, at: NodeRef<'_>) -> Draft {
    Draft::at(at, format!("the field {} has nothing to choose from", code(field.name())))
        .help("`type: select` wants `options` beside it, with a list.")
}

/// Options that are no list: one text with commas, or nothing.
fn no_list(field: Entry<'_>, options: Entry<'_>) -> Draft {
    let value = options.value;
    let name = code(field.name());
    if is_empty(value) || value.is_seq() {
        return Draft::on_key(options, format!("the field {name} has nothing to choose from"))
            .help("`options` wants a list of texts.");
    }
    let draft = Draft::at(value, format!("the options of {name} are {}, not a list", value.kind()))
        .help("`options` wants a list of texts.");
    let parts: Vec<&str> = value
        .as_str()
        .into_iter()
        .flat_map(|text| text.split([',', ';']))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let fix = FixBuilder::ask("Write a list").only_if(parts.len() > 1);
    draft.fix(fix.set_list(value, &parts))
}

/// An option: a text, or a map with `label` and `value`.
fn judge(item: NodeRef<'_>) -> Option<Draft> {
    if is_empty(item) {
        return Some(
            Draft::at(item, "an option is empty")
                .fix(FixBuilder::safe("Remove the empty option").remove_item(item)),
        );
    }
    if item.as_str().is_some() {
        return None;
    }
    let has = |key: &str| item.get(key).is_some_and(|node| node.as_str().is_some());
    if item.is_map() && has("label") && has("value") {
        return None;
    }
    let draft = Draft::at(item, format!("an option is {}", item.kind()))
        .help("The Hub wants a text, or a map with `label` and `value`.");
    if !item.is_scalar() {
        return Some(draft);
    }
    let raw = item.raw().to_owned();
    let fix = FixBuilder::safe("Put it in quotes");
    Some(draft.fix(fix.set_raw(item, quote_double(&raw), Value::Str(raw))))
}
