//! `tags-not-text`: an item of `tags` that is no text.

use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::list_items;
use crate::rules::{Ctx, Out, Rule, Scope, words};
use crate::yaml::{NodeRef, Shape, Style, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-not-text",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "an item of `tags` that is no text",
    page: include_str!("not_text.md"),
    check,
};

const HELP: &str = "One such item, and the Hub ignores the whole list.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in list_items::not_texts(ctx, "tags") {
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = list_items::not_text(item, "tags").help(HELP);
        if item.as_bool() == Some(false) {
            let fix = FixBuilder::ask("Write `\"no\"`").set_raw(
                item,
                quote_double("no"),
                Value::Str("no".to_owned()),
            );
            let help = "It is what many YAML tools make of `no`, the id of Norwegian.";
            out.push(draft.help(format!("{HELP} {help}")).fix(fix));
        } else if !item.is_map() {
            out.push(draft);
        } else if let Some(name) = list_items::name_with_colon(item) {
            let fix = FixBuilder::safe(format!("Write {}", words::code(name)));
            out.push(draft.fix(list_items::map_to_text(fix, item, name)));
        } else if let Some(key) = key_in(item) {
            out.push(draft.help(format!("{HELP} `{key}` is a key of its own, beside `tags`.")));
        } else {
            out.push(draft.fix(quoted(item)));
        }
    }
}

/// A key of the card that stands in the list.
fn key_in(map: NodeRef<'_>) -> Option<&str> {
    map.entries().map(|entry| entry.name()).find(|name| facts::key(name).is_some())
}

/// `- a: b` as the text that it was probably meant to be.
fn quoted(map: NodeRef<'_>) -> FixBuilder {
    let raw = map.raw().trim_end();
    let one = map.len() == 1
        && map.entries().all(|entry| {
            [entry.key, entry.value].iter().all(|node| node.style() == Some(Style::Plain))
        });
    let fix = FixBuilder::ask("Put it in quotes")
        .only_if(one && !raw.contains(['\n', '#']))
        .only_if(map.shape() == Shape::Mapping { flow: false });
    fix.set_block(map, quote_double(raw), Value::Str(raw.to_owned()))
}
