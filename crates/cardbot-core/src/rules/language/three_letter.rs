//! `language-three-letter`: the three-letter id of a language that has a two-letter one.

use crate::card::texts_of;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-three-letter",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "the three-letter id of a language that has a two-letter one",
    page: include_str!("three_letter.md"),
    check,
};

/// A longer list of such ids is a decision for ISO 639-3.
const FEW: usize = 3;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(value) = ctx.card.get("language") else { return };
    if value.len() > 100 {
        return;
    }
    let texts = texts_of(value);
    let long: Vec<_> = texts
        .iter()
        .filter_map(|(node, text)| Some((*node, *text, facts::short_language(text)?)))
        .collect();
    if long.len() > FEW {
        return;
    }
    for (node, text, id) in long {
        let name = facts::language_name(id).unwrap_or("the language");
        let listed = texts.iter().any(|(_, other)| *other == id);
        let fix = if listed {
            FixBuilder::safe(format!("Remove it: `{id}` is listed already")).remove_item(node)
        } else {
            FixBuilder::safe(format!("Write `{id}`")).set_text(node, id)
        };
        out.push(
            Draft::at(
                node,
                format!("`{text}` is the three-letter id of {name}, which has a shorter one"),
            )
            .help(format!("The Hub keeps them apart: who looks for {name} finds `{id}` only."))
            .fix(fix),
        );
    }
}
