//! `change-*`: what only a comparison of base and head can show.

use super::words;
use super::{Ctx, Draft};
use crate::card::Card;
use crate::fixing::FixBuilder;
use crate::text::Span;
use crate::yaml::{KeyPart, Value};

pub(super) mod base_model;
pub(super) mod eval;
pub(super) mod gating;
pub(super) mod license;
pub(super) mod metadata_lost;
mod scores;
pub(super) mod task;
mod terms;

/// Base and head, where both have metadata. Where the change lost all of it, that is told alone.
fn both<'c>(ctx: &Ctx<'c>) -> Option<(&'c Card<'c>, &'c Card<'c>)> {
    let has_any = |card: &Card<'_>| card.root().is_some_and(|root| !root.is_empty());
    let base = ctx.base?;
    (has_any(base) && has_any(ctx.card)).then_some((base, ctx.card))
}

/// A finding about a key that is gone: it points at the opening fence, where the reader of a diff
/// looks for the metadata.
fn on_missing_key(card: &Card<'_>, key: &str, message: String) -> Draft {
    let span = card.front.map_or(Span::empty(0), |front| front.open);
    Draft::on_card(span, message).key(vec![KeyPart::from(key)]).identity("dropped")
}

/// A fix that puts a dropped key back where it stood, or fills it where it is empty now.
fn put_back(base: &Card<'_>, head: &Card<'_>, key: &str, texts: &[&str]) -> FixBuilder {
    let written = match texts {
        [one] => (*one).to_owned(),
        _ => format!("[{}]", texts.join(", ")),
    };
    let value = match texts {
        [one] => Value::Str((*one).to_owned()),
        _ => Value::Seq(texts.iter().map(|text| Value::Str((*text).to_owned())).collect()),
    };
    let fix = FixBuilder::ask(format!("Put `{key}: {written}` back"));
    if let Some(entry) = head.entry(key) {
        return fix.only_if(entry.value.is_null()).set_raw(entry.value, written, value);
    }
    let neighbour = base
        .entries()
        .take_while(|entry| entry.name() != key)
        .filter_map(|entry| head.entry(entry.name()))
        .last();
    // Where it stood, so that it can be offered beside the line that went.
    match (neighbour, head.entries().next()) {
        (Some(entry), _) => fix.add_entry_after(entry, key, &written, value),
        (None, Some(first)) => fix.add_entry_before(first, key, &written, value),
        (None, None) => fix.only_if(false),
    }
}
