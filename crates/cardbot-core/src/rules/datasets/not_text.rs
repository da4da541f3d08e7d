//! `datasets-not-text`: an item of `datasets` that is no text.

use super::read;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::list_items;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "datasets-not-text",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "an item of `datasets` that is no text",
    page: include_str!("not_text.md"),
    check,
};

const HELP: &str = "One such item, and the Hub ignores the whole list.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in list_items::not_texts(ctx, "datasets") {
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = list_items::not_text(item, "datasets").help(HELP);
        out.push(match id_meant(item) {
            Some((id, safety)) => with_id(draft, item, &id, safety),
            None if item.is_map() => {
                draft.help(format!("{HELP} An item is an id, such as `squad` or `owner/name`."))
            }
            None => draft,
        });
    }
}

fn with_id(draft: Draft, item: NodeRef<'_>, id: &str, safety: Safety) -> Draft {
    let fix = FixBuilder::safe(format!("Write {}", words::code(id))).with_safety(safety);
    draft.fix(list_items::map_to_text(fix, item, id))
}

/// The id that a map holds, and whether it is certain.
fn id_meant(map: NodeRef<'_>) -> Option<(String, Safety)> {
    if let Some(name) = list_items::name_with_colon(map) {
        return read::is_id(name).then(|| (name.to_owned(), Safety::Safe));
    }
    let is_only = map.len() == 1;
    let safety = if is_only { Safety::Safe } else { Safety::Ask };
    let id = ["id", "dataset", "path", "type", "name"].iter().find_map(|key| {
        let text = map.get(key)?.as_str()?;
        read::is_id(text).then(|| text.to_owned())
    });
    if let Some(id) = id {
        return Some((id, safety));
    }
    let entry = map.entries().next().filter(|_| is_only)?;
    if let Some((id, sure)) = entry.value.as_str().and_then(read::id_of_url) {
        return Some((id, if sure { Safety::Safe } else { Safety::Ask }));
    }
    // `common_voice: German` names the dataset first. An address elsewhere tells that the name is
    // none of the Hub's.
    let is_elsewhere = entry.value.as_str().is_some_and(|text| text.contains("://"));
    let is_named = read::is_id(entry.name()) && !is_elsewhere && entry.value.is_scalar();
    is_named.then(|| (entry.name().to_owned(), Safety::Ask))
}
