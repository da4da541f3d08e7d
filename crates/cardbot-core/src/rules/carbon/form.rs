//! `carbon-form`: `co2_eq_emissions` is a list.

use super::{FORM, KEY};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::inference::one_map;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Shape};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "co2_eq_emissions is a list",
    page: include_str!("form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry(KEY) else { return };
    let list = entry.value;
    let says_nothing = list.items().all(|item| item.is_null());
    if !list.is_seq() || says_nothing {
        return;
    }
    let draft = Draft::at(list, format!("`{KEY}` is a list")).help(FORM);
    out.push(match fix(entry) {
        Some(fix) => draft.fix(fix),
        None => draft,
    });
}

fn fix(entry: Entry<'_>) -> Option<FixBuilder> {
    let list = entry.value;
    if list.items().all(|item| is_block_map(item)) {
        let fix = FixBuilder::safe("Make it one map");
        return Some(fix.merge_items(list));
    }
    if let Some((written, merged)) = one_map(list) {
        return Some(FixBuilder::safe("Make it one map").set_entry(entry, &written, merged));
    }
    let mut items = list.items();
    let (Some(only), None) = (items.next(), items.next()) else { return None };
    only.as_f64()?;
    let fix = FixBuilder::safe("Take the number out of the list");
    Some(fix.set_entry(entry, only.raw(), only.value()))
}

fn is_block_map(item: NodeRef<'_>) -> bool {
    item.shape() == Shape::Mapping { flow: false }
}
