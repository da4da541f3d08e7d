//! `key-wrong-type`: a value of another type than its key takes.

use super::{says_nothing, type_of, types_in_words};
use crate::facts::{self, Key, Type};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Shape, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "key-wrong-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a value of another type than its key takes",
    page: include_str!("wrong_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for entry in ctx.card.entries() {
        let Some(key) = facts::key(entry.name()).filter(|key| !key.own) else { continue };
        let found = type_of(entry.value);
        let fits = found.is_some_and(|found| key.types.contains(&found));
        let is_empty_collection = entry.value.is_empty() && !entry.value.is_scalar();
        if fits || says_nothing(entry.value) || is_empty_collection {
            continue;
        }
        let message = format!("`{}` is {}", key.name, entry.value.kind());
        let mut draft = Draft::at(entry.value, message)
            .help(format!("The Hub wants {} here.", types_in_words(key.types)));
        if key.refused {
            draft = draft.severity(Severity::Error);
        }
        out.push(match fix(key, entry) {
            Some(fix) => draft.fix(fix),
            None => draft,
        });
    }
}

fn fix(key: &Key, entry: Entry<'_>) -> Option<FixBuilder> {
    let value = entry.value;
    let takes = |wanted: Type| key.types.contains(&wanted);
    if value.is_scalar() {
        let text = value.text();
        if takes(Type::Bool) && value.as_str().is_some() {
            let meant = match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => true,
                "false" | "no" | "off" => false,
                _ => return None,
            };
            let fix = FixBuilder::safe(format!("Write `{meant}`"));
            return Some(fix.set_raw(value, meant.to_string(), Value::Bool(meant)));
        }
        // `false` was to switch something off, which no text can; without the key it is off.
        if value.as_bool() == Some(false) && !key.free {
            let fix = FixBuilder::ask(format!("Remove `{}`", key.name));
            return Some(fix.remove_entry(entry));
        }
        if takes(Type::Text) && key.free {
            return Some(quoted(entry, value.raw()));
        }
        return None;
    }
    if !takes(Type::Text) || !value.is_seq() {
        return None;
    }
    let is_flow = matches!(value.shape(), Shape::Sequence { flow: true });
    if key.raw && is_flow {
        return Some(quoted(entry, value.raw()));
    }
    let mut items = value.items();
    let (Some(item), None) = (items.next(), items.next()) else { return None };
    let text = item.as_str()?;
    Some(FixBuilder::safe(format!("Write `{text}` without a list")).unwrap_list(entry, text))
}

/// The value as it stands becomes text.
fn quoted(entry: Entry<'_>, raw: &str) -> FixBuilder {
    FixBuilder::safe("Put it in quotes").set_raw(
        entry.value,
        quote_double(raw),
        Value::Str(raw.to_owned()),
    )
}
