//! `language-duplicate`: a language listed twice.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-duplicate",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a language listed twice",
    page: include_str!("duplicate.md"),
    check,
};

/// A fix that removes more items than this is none that anybody looks through.
const MOST_REMOVED: usize = 1000;

/// All that is repeated is one finding, however long the list: one step removes it.
fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(list) = ctx.card.get("language").filter(|value| value.len() > 1) else { return };
    let mut first_place = HashMap::with_capacity(list.len());
    let mut repeated: Vec<(NodeRef<'_>, &str)> = vec![];
    for item in list.items() {
        let Some(id) = item.as_str() else { continue };
        match first_place.entry(id) {
            // Of what is no id, other rules tell, and remove it if it comes to the same.
            Entry::Occupied(_) if facts::language_id(id).is_none() => {}
            Entry::Occupied(_) => repeated.push((item, id)),
            Entry::Vacant(place) => {
                place.insert(item.span());
            }
        }
    }
    let Some((node, id)) = repeated.first().copied() else { return };
    let mut ids: Vec<&str> = vec![];
    let mut told = HashSet::new();
    ids.extend(repeated.iter().map(|(_, id)| *id).filter(|id| told.insert(*id)));
    let shown = words::some(ids.iter().map(|id| words::code(id)));
    let are = if ids.len() == 1 { "is" } else { "are" };
    let times = if repeated.len() == ids.len() { "twice" } else { "more than once" };
    let (help, title) = match repeated.len() {
        1 => ("Once is enough.", "Remove the repeated item".to_owned()),
        number => ("Once is enough for each.", format!("Remove the {number} repeated items")),
    };
    let nodes: Vec<NodeRef<'_>> = repeated.iter().map(|(item, _)| *item).collect();
    let mut fix = FixBuilder::safe(title);
    if nodes.len() <= MOST_REMOVED {
        fix = fix.remove_items(&nodes);
    }
    let mut draft = Draft::at(node, format!("{shown} {are} listed {times}"))
        .identity(ids.join(" "))
        .help(help)
        .fix(fix);
    if let Some(first) = first_place.get(id) {
        draft = draft.related(*first, "listed here first");
    }
    out.push(draft);
}
