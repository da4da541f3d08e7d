//! `widget-wrong-type`: a value that is not of the kind its key holds.

use super::examples;
use super::words::code;
use crate::facts::{self, InputKind};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::rules::inference::one_map;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Scalar, Style, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-wrong-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget input of the wrong kind, such as a number as text or a list of labels",
    page: include_str!("wrong_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for example in examples(ctx.card) {
        for entry in example.entries() {
            let Some(kind) = facts::widget_key(entry.name()) else { continue };
            if fits(entry.value, kind) {
                continue;
            }
            if out.is_full() {
                out.count();
            } else {
                out.push(judge(entry, kind));
            }
        }
        for sentence in example.get("sentences").into_iter().flat_map(|list| list.items()) {
            if sentence.as_str().is_none() {
                if out.is_full() {
                    out.count();
                } else {
                    out.push(no_sentence(sentence));
                }
            }
        }
    }
}

/// Whether a value is of a kind, or is judged by another rule: empty ones, tables, conversations
/// and outputs have their own.
fn fits(value: NodeRef<'_>, kind: InputKind) -> bool {
    value.is_null()
        || match kind {
            InputKind::Title | InputKind::Text | InputKind::File | InputKind::Labels => {
                value.as_str().is_some()
            }
            InputKind::Texts => value.is_seq(),
            InputKind::Boolean => value.as_bool().is_some(),
            InputKind::Parameters => value.is_map(),
            InputKind::Columns | InputKind::Messages | InputKind::Output => true,
        }
}

fn judge(entry: Entry<'_>, kind: InputKind) -> Draft {
    let (name, value) = (entry.name(), entry.value);
    let wanted = match kind {
        InputKind::Labels => "one text with commas between the labels",
        InputKind::Texts => "a list of texts",
        InputKind::Boolean => "`true` or `false`",
        InputKind::Parameters => "a map of parameters",
        InputKind::File => "the address or path of a file",
        _ => "a text",
    };
    let draft = Draft::at(value, format!("`{name}` is {}, not {wanted}", value.kind()));
    match kind {
        InputKind::Labels if value.is_seq() => labels(entry, draft),
        InputKind::Title | InputKind::Text | InputKind::File | InputKind::Labels
            if value.is_scalar() =>
        {
            let draft =
                if kind == InputKind::Title { draft.severity(Severity::Note) } else { draft };
            quoted(value, draft)
        }
        InputKind::Title | InputKind::Text | InputKind::File => text_of_list(entry, draft),
        InputKind::Texts => list_of_text(value, draft),
        InputKind::Boolean => boolean(value, draft),
        InputKind::Parameters => one_map_of(entry, draft),
        _ => draft,
    }
}

/// A number, boolean or date becomes the text that it looks like.
fn quoted(value: NodeRef<'_>, draft: Draft) -> Draft {
    let raw = value.raw();
    draft.help("In quotes it stays the text that it looks like.").fix(
        FixBuilder::safe(format!("Write `\"{raw}\"`")).set_raw(
            value,
            quote_double(raw),
            Value::Str(raw.to_owned()),
        ),
    )
}

/// A list of labels becomes one text, if no label has a comma of its own.
fn labels(entry: Entry<'_>, draft: Draft) -> Draft {
    let draft = draft.help("The widget splits the text at its commas.");
    let labels: Option<Vec<&str>> = entry
        .value
        .items()
        .map(|item| item.is_scalar().then_some(item.text()).filter(|_| !item.is_null()))
        .collect();
    let Some(labels) = labels.filter(|labels| !labels.iter().any(|label| label.contains(',')))
    else {
        return draft;
    };
    let text = labels.join(", ");
    let fix = FixBuilder::safe(format!("Write {}", code(&text)));
    draft.fix(fix.set_entry(entry, &scalar_text(&text, None), Value::Str(text.clone())))
}

/// A list or map where one text belongs.
fn text_of_list(entry: Entry<'_>, draft: Draft) -> Draft {
    let value = entry.value;
    let mut items = value.items();
    if let (Some(only), None) = (items.next(), items.next()) {
        let bare = matches!(only.style(), Some(Style::Plain));
        let Some(text) = only.as_str() else { return draft };
        // `[MASK]` without quotes is a list with one item, and likelier a token.
        if value.in_flow() && bare && text.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
            let raw = value.raw();
            return draft.help("In quotes the brackets are part of the text.").fix(
                FixBuilder::ask(format!("Write `\"{raw}\"`")).set_raw(
                    value,
                    quote_double(raw),
                    Value::Str(raw.to_owned()),
                ),
            );
        }
        let fix = FixBuilder::safe("Take the text out of the list");
        let written = scalar_text(text, only.style());
        return draft.fix(fix.set_entry(entry, &written, Value::Str(text.to_owned())));
    }
    if value.is_map() {
        return draft.help(
            "Braces and a colon followed by a blank make a map; in quotes they are part of the text.",
        );
    }
    let draft = draft.help("Each text is an example of its own.");
    let Some(example) = entry.key.parent().filter(|example| example.len() == 1) else {
        return draft;
    };
    draft.fix(FixBuilder::ask("Make each an example").split_list(example, entry))
}

/// One text where several belong.
fn list_of_text(value: NodeRef<'_>, draft: Draft) -> Draft {
    let draft = draft.help("The widget compares the source sentence with each of them.");
    match value.as_str() {
        Some(text) => {
            draft.fix(FixBuilder::safe("Make it a list of one text").set_list(value, &[text]))
        }
        None => draft,
    }
}

fn boolean(value: NodeRef<'_>, draft: Draft) -> Draft {
    let word = value.as_str().map(|text| text.trim().to_lowercase());
    let meant = match word.as_deref() {
        Some("true" | "yes" | "on") => true,
        Some("false" | "no" | "off") => false,
        _ => return draft,
    };
    let fix = FixBuilder::safe(format!("Write `{meant}`"));
    draft.fix(fix.set_raw(value, meant.to_string(), Value::Bool(meant)))
}

/// Parameters as a list of maps.
fn one_map_of(entry: Entry<'_>, draft: Draft) -> Draft {
    let draft = draft.help("Parameters are written as `name: value`, without dashes.");
    match one_map(entry.value) {
        Some((written, merged)) => {
            draft.fix(FixBuilder::safe("Make it one map").set_entry(entry, &written, merged))
        }
        None => draft,
    }
}

fn no_sentence(sentence: NodeRef<'_>) -> Draft {
    let draft = Draft::at(sentence, format!("this sentence is {}, not a text", sentence.kind()));
    match sentence.js() {
        Scalar::Int(_) | Scalar::Float(_) | Scalar::Bool(_) | Scalar::Date => {
            quoted(sentence, draft)
        }
        _ => draft.help("The widget compares the source sentence with each of them."),
    }
}
