//! `inference-wrong-type`: a parameter with a value of another kind than it takes.

use super::words::code;
use super::{Tasks, has_parameters, parameters};
use crate::facts::{self, Parameter, ValueKind};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef, Scalar, Style, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-wrong-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an inference parameter of the wrong kind, such as a number in quotes",
    page: include_str!("wrong_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !has_parameters(ctx.card) {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    for entry in parameters(ctx.card) {
        let name = facts::parameter_renamed(entry.name()).map_or(entry.name(), |(name, _)| name);
        // What any task takes is left alone: the schemas are stricter than the servers.
        if entry.value.is_null() || facts::parameter(name).any(|known| fits(entry.value, known)) {
            if matches!(entry.value.style(), Some(Style::Empty)) {
                push(out, || no_value(entry));
            }
            continue;
        }
        if let Some(known) = tasks.parameter(name) {
            push(out, || judge(entry, known));
        }
    }
}

fn push(out: &mut Out, draft: impl FnOnce() -> Draft) {
    if out.is_full() {
        out.count();
    } else {
        out.push(draft());
    }
}

/// Whether this rule tells of a parameter of a name that has a value.
pub(in crate::rules) fn tells(tasks: &Tasks, name: &str, value: NodeRef<'_>) -> bool {
    let name = facts::parameter_renamed(name).map_or(name, |(name, _)| name);
    !value.is_null()
        && !facts::parameter(name).any(|known| fits(value, known))
        && tasks.parameter(name).is_some()
}

/// Parameters that stand for a list, where servers take a single text as well.
const TEXT_WILL_DO: [&str; 3] = ["candidate_labels", "negative_prompt", "targets"];

fn fits(value: NodeRef<'_>, known: &Parameter) -> bool {
    known.kinds.iter().any(|kind| match kind {
        ValueKind::Integer => value.as_f64().is_some_and(|n| n.fract() == 0.0),
        ValueKind::Number => value.as_f64().is_some_and(f64::is_finite),
        ValueKind::Boolean => value.as_bool().is_some(),
        ValueKind::Text => {
            value.as_str().is_some_and(|text| known.words.is_empty() || known.words.contains(&text))
        }
        ValueKind::Map => value.is_map(),
        ValueKind::Texts => {
            let one = TEXT_WILL_DO.contains(&known.name) && value.as_str().is_some();
            one || (value.is_seq() && value.items().all(|item| item.as_str().is_some()))
        }
        ValueKind::Numbers => value.is_seq() && value.items().all(|item| item.as_f64().is_some()),
        ValueKind::Maps => value.is_seq() && value.items().all(|item| item.is_map()),
    })
}

fn no_value(entry: Entry<'_>) -> Draft {
    let name = code(entry.name());
    Draft::on_key(entry, format!("{name} has no value"))
        .severity(Severity::Note)
        .help("Left out, it has its default; empty, it is passed on as null.")
        .fix(FixBuilder::ask(format!("Remove {name}")).remove_entry(entry))
}

fn judge(entry: Entry<'_>, known: &Parameter) -> Draft {
    let (name, value) = (code(entry.name()), entry.value);
    let takes = |kind| known.kinds.contains(&kind);
    if let Some(text) = value.as_str() {
        if takes(ValueKind::Integer) || takes(ValueKind::Number) {
            return number(entry, known, text);
        }
        if takes(ValueKind::Boolean) {
            return switch(entry, known, text);
        }
        if !known.words.is_empty() {
            return word(entry, known, text);
        }
        if takes(ValueKind::Texts) {
            return wrong(entry, known)
                .fix(FixBuilder::safe("Make it a list of one text").set_list(value, &[text]));
        }
    }
    let draft = wrong(entry, known);
    if takes(ValueKind::Boolean) && !takes(ValueKind::Integer) {
        let meant = match value.as_f64() {
            Some(1.0) => true,
            Some(0.0) => false,
            _ => return draft,
        };
        let fix = FixBuilder::ask(format!("Write `{meant}`"));
        return draft.fix(fix.set_raw(value, meant.to_string(), Value::Bool(meant)));
    }
    if takes(ValueKind::Text) && known.words.is_empty() && value.is_scalar() {
        let raw = value.raw();
        let fix = FixBuilder::safe(format!("Write `\"{raw}\"`"));
        return draft.fix(fix.set_raw(value, quote_double(raw), Value::Str(raw.to_owned())));
    }
    let mut items = value.items();
    if let (Some(only), None) = (items.next(), items.next())
        && fits(only, known)
        && only.is_scalar()
    {
        let written = match only.as_str() {
            Some(text) => scalar_text(text, only.style()),
            None => only.raw().to_owned(),
        };
        let fix = FixBuilder::ask(format!("Take {name}'s value out of the list"));
        return draft.fix(fix.set_entry(entry, &written, only.value()));
    }
    draft
}

fn wrong(entry: Entry<'_>, known: &Parameter) -> Draft {
    let (name, value) = (code(entry.name()), entry.value);
    let kinds: Vec<&str> = known.kinds.iter().map(|kind| kind.words()).collect();
    let found = match value.as_str() {
        Some(text) => format!("the text {}", code(text)),
        None if value.is_scalar() => code(value.raw()),
        None => value.kind().to_owned(),
    };
    Draft::at(value, format!("{name} is {found}, not {}", kinds.join(" or ")))
}

/// A text where a number belongs.
fn number(entry: Entry<'_>, known: &Parameter, text: &str) -> Draft {
    let draft = wrong(entry, known);
    // `1_000`.
    if let Scalar::Int(n) = entry.value.py()
        && text.contains('_')
    {
        return draft
            .help("Python tools read a number, but the Hub reads text, which servers refuse.")
            .fix(FixBuilder::ask(format!("Write `{n}`")).set_raw(
                entry.value,
                n.to_string(),
                Value::Int(n),
            ));
    }
    let trimmed = text.trim();
    let bare = trimmed.trim_end_matches([',', ';']).trim_end();
    let point = bare.replacen(',', ".", 1);
    let Some((written, value)) = read(bare).or_else(|| read(&point)) else {
        return match trimmed.to_lowercase().as_str() {
            "none" | "null" => draft.help("To have the default, leave it out."),
            _ => draft.help("Servers refuse a text here."),
        };
    };
    let draft = draft
        .help("A number in quotes, or with a comma after it, is a text, which servers refuse.");
    let title = format!("Write `{written}`");
    let fix = if written == trimmed { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    draft.fix(fix.set_raw(entry.value, written, value))
}

/// A number as YAML reads it too.
fn read(text: &str) -> Option<(String, Value)> {
    let digits = text.trim_start_matches('-');
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = match text.parse::<i64>() {
        Ok(n) => Value::Int(n),
        Err(_) => Value::Float(text.parse::<f64>().ok().filter(|n| n.is_finite())?),
    };
    Some((text.to_owned(), value))
}

/// A text where `true` or `false` belongs.
fn switch(entry: Entry<'_>, known: &Parameter, text: &str) -> Draft {
    let draft = wrong(entry, known);
    let meant = match text.trim().trim_end_matches(',').to_lowercase().as_str() {
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        _ => return draft,
    };
    let fix = FixBuilder::safe(format!("Write `{meant}`"));
    let value = Value::Bool(meant == "true");
    draft.help("In quotes, or as another word, it is a text.").fix(fix.set_raw(
        entry.value,
        meant.to_owned(),
        value,
    ))
}

/// A text that is none of the words the parameter takes.
fn word(entry: Entry<'_>, known: &Parameter, text: &str) -> Draft {
    let words: Vec<String> = known.words.iter().map(|word| format!("`{word}`")).collect();
    let draft =
        Draft::at(entry.value, format!("{} is no value of {}", code(text), code(entry.name())))
            .help(format!("It takes {}.", words.join(", ")));
    let folded = spelling::fold(text);
    if let Some(right) = known.words.iter().find(|word| spelling::fold(word) == folded) {
        return draft
            .fix(FixBuilder::safe(format!("Write `{right}`")).set_text(entry.value, right));
    }
    match spelling::nearest(text, known.words.iter().copied()) {
        Some(right) => {
            draft.fix(FixBuilder::ask(format!("Write `{right}`")).set_text(entry.value, right))
        }
        None => draft,
    }
}
