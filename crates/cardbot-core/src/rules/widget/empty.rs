//! `widget-empty`: examples and inputs without content.

use super::{examples, is_input};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-empty",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an example of the widget, or one of its inputs, is empty",
    page: include_str!("empty.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(widget) = ctx.card.get("widget") else { return };
    // A list of nothing but empty items is an empty key, which is told as such.
    if widget.items().any(|item| !is_nothing(item)) {
        for item in widget.items().filter(|item| is_nothing(*item)) {
            if out.is_full() {
                out.count();
            } else {
                out.push(empty_item(item));
            }
        }
    }
    for example in examples(ctx.card) {
        for entry in example.entries() {
            if !is_nothing(entry.value) || !is_input(entry.name()) || is_generated(example, entry) {
                continue;
            }
            if out.is_full() {
                out.count();
            } else {
                out.push(empty_input(example, entry));
            }
        }
    }
}

fn empty_item(item: NodeRef<'_>) -> Draft {
    Draft::at(item, "this example is empty")
        .help("The Hub can't show it.")
        .fix(FixBuilder::safe("Remove it").remove_item(item))
}

fn empty_input(example: NodeRef<'_>, entry: Entry<'_>) -> Draft {
    let draft = Draft::at(entry.value, format!("`{}` is empty", entry.name()))
        .help("The example gives the model nothing to work on.");
    let others = example
        .entries()
        .any(|other| other.key != entry.key && is_input(other.name()) && !is_nothing(other.value));
    if others {
        return draft;
    }
    draft.fix(FixBuilder::ask("Remove the example").remove_item(example))
}

/// Whether a value holds nothing: null, blanks, an empty list or map.
fn is_nothing(value: NodeRef<'_>) -> bool {
    match value.as_str() {
        Some(text) => text.trim().is_empty(),
        None if value.is_scalar() => value.is_null(),
        None => value.is_empty(),
    }
}

/// Tools that build galleries write an empty text where pictures were made without a prompt.
fn is_generated(example: NodeRef<'_>, entry: Entry<'_>) -> bool {
    entry.name() == "text" && (example.get("output").is_some() || example.get("src").is_some())
}
