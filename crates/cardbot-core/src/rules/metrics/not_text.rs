//! `metrics-not-text`: an item of `metrics` that is no text.

use crate::facts;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::list_items;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "metrics-not-text",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an item of `metrics` that is no text, such as a score",
    page: include_str!("not_text.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in list_items::not_texts(ctx, "metrics") {
        if out.is_full() {
            out.count();
            continue;
        }
        if item.as_f64().is_some() {
            // In quotes it would be no metric either.
            let draft = Draft::at(item, "an item of `metrics` is a number, not the id of a metric");
            out.push(draft.help("Scores belong in `model-index`."));
            continue;
        }
        let draft = list_items::not_text(item, "metrics");
        if !item.is_map() {
            out.push(draft.help("An item is the id of a metric, such as `accuracy`."));
            continue;
        }
        let draft = draft.help("An item is the id of a metric; scores belong in `model-index`.");
        out.push(match id_meant(item) {
            Some((id, safety)) => {
                let fix = FixBuilder::safe(format!("Write `{id}`")).with_safety(safety);
                draft.fix(list_items::map_to_text(fix, item, id))
            }
            None => draft,
        });
    }
}

/// The id of a known metric that a map holds. Where a score would be lost, it is not certain.
fn id_meant(map: NodeRef<'_>) -> Option<(&'static str, Safety)> {
    if let Some(name) = list_items::name_with_colon(map) {
        return facts::metric_by_spelling(name).map(|id| (id, Safety::Safe));
    }
    let safety = if map.len() == 1 { Safety::Safe } else { Safety::Ask };
    let id =
        ["type", "name"].iter().find_map(|key| facts::metric_by_spelling(map.get(key)?.as_str()?));
    if let Some(id) = id {
        return Some((id, safety));
    }
    let entry = map.entries().next().filter(|entry| map.len() == 1 && entry.value.is_scalar())?;
    facts::metric_by_spelling(entry.name()).map(|id| (id, Safety::Ask))
}
