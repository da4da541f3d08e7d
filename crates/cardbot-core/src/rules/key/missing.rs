//! `key-missing`: a key that the configuration asks for.

use super::says_nothing;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "key-missing",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a key that the configuration requires is missing",
    page: include_str!("missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Of a block that can't be read nobody knows which keys it has.
    if ctx.card.front.is_some() && ctx.card.tree().is_none() {
        return;
    }
    for key in &ctx.config.require {
        let entry = ctx.card.entry(key);
        let draft = match entry {
            Some(entry) if !says_nothing(entry.value) => continue,
            Some(entry) => Draft::on_key(entry, format!("`{key}` has no value, but is required")),
            None => {
                let place = ctx.card.front.map_or(Span::empty(0), |front| front.open);
                Draft::on_card(place, format!("`{key}` is missing")).identity(key.as_str())
            }
        };
        out.push(draft.help("This repository's configuration requires it."));
    }
}
