//! `widget-form`: `widget` is no list of maps.

use super::{Tasks, facts_in, is_file_name, is_prose};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "widget is no list of maps, such as a lone map or a bare text",
    page: include_str!("form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry("widget") else { return };
    let widget = entry.value;
    // An empty key is told as such.
    if widget.is_null() || widget.as_str().is_some_and(|text| text.trim().is_empty()) {
        return;
    }
    if !widget.is_seq() {
        out.push(no_list(ctx, entry));
        return;
    }
    let mut previous: Option<NodeRef<'_>> = None;
    for item in widget.items() {
        if !item.is_map() && !item.is_null() {
            if out.is_full() {
                out.count();
            } else {
                out.push(no_map(ctx, item, previous));
            }
        }
        previous = Some(item);
    }
}

/// The Hub wants a list.
fn no_list(ctx: &Ctx<'_>, entry: Entry<'_>) -> Draft {
    let widget = entry.value;
    let draft = Draft::at(widget, format!("`widget` is {}, not a list of examples", widget.kind()))
        .help("The Hub takes only a list here, with one map for each example.");
    if widget.is_map() {
        if !facts_in(widget) {
            return draft;
        }
        return draft.fix(FixBuilder::safe("Make it a list of one example").wrap_in_list(widget));
    }
    let Some(text) = widget.as_str() else { return draft };
    let Some((key, certain)) = input_for(ctx, text) else { return draft };
    let title = format!("Make it an example with `{key}`");
    let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    draft.fix(fix.wrap_in_list_of_maps(entry, key))
}

/// Each example must be a map.
fn no_map(ctx: &Ctx<'_>, item: NodeRef<'_>, previous: Option<NodeRef<'_>>) -> Draft {
    let draft = Draft::at(item, format!("this example is {}, not a map", item.kind()))
        .help("The Hub passes it over: an example names its inputs, such as `text: …`.");
    let Some(text) = item.as_str() else { return draft };
    // A title that got a dash of its own: the example before is the only one without.
    if let Some(untitled) = previous.filter(|example| lacks_title(*example)) {
        return draft.fix(FixBuilder::ask("Make it the title of the example before").join_text(
            untitled,
            item,
            "example_title",
        ));
    }
    let Some((key, certain)) = input_for(ctx, text) else { return draft };
    let title = format!("Write `{key}:` before it");
    let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    draft.fix(fix.wrap_in_map(item, key))
}

/// Whether an example has no title, while the one before it does.
fn lacks_title(example: NodeRef<'_>) -> bool {
    let titled = |node: NodeRef<'_>| node.is_map() && node.get("example_title").is_some();
    let mut siblings = example.parent().into_iter().flat_map(|list| list.items());
    example.is_map() && !titled(example) && siblings.next().is_some_and(titled)
}

/// The key that a bare text belongs to, and whether that is certain.
fn input_for(ctx: &Ctx<'_>, text: &str) -> Option<(&'static str, bool)> {
    let is_file = is_file_name(text);
    let tasks = Tasks::of(ctx.card);
    let Some(row) = tasks.0.first().and_then(|task| facts::widget_inputs(task)) else {
        return Some(if is_file { ("src", false) } else { ("text", is_prose(text)) });
    };
    let alone = tasks.0.len() == 1;
    match row.required {
        [key @ ("text" | "src")] => Some((key, alone && is_file == (*key == "src"))),
        [] if row.one_of.contains(&"text") => Some(("text", alone && !is_file)),
        keys if keys.contains(&"text") && !is_file => Some(("text", false)),
        keys if keys.contains(&"src") && is_file => Some(("src", false)),
        _ => None,
    }
}
