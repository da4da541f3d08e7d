//! `widget-messages`: a conversation that is no list of `role` and `content`.

use super::examples;
use super::words::code;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-messages",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a widget's conversation with an unknown role or of another shape",
    page: include_str!("messages.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for example in examples(ctx.card) {
        let Some(entry) = example.entry("messages").filter(|entry| !entry.value.is_null()) else {
            continue;
        };
        if !entry.value.is_seq() {
            push(out, || no_list(entry));
            continue;
        }
        for message in entry.value.items() {
            if !message.is_map() {
                push(out, || no_message(message));
            } else if let Some(role) = role(message) {
                push(out, || role);
            } else if let Some(content) = content(message) {
                push(out, || content);
            }
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

const FORM: &str = "A conversation is a list of maps, each with `role` and `content`.";

fn no_list(entry: Entry<'_>) -> Draft {
    let value = entry.value;
    let draft = Draft::at(value, format!("`messages` is {}, not a list", value.kind())).help(FORM);
    if value.is_map() && value.get("role").is_some() {
        return draft.fix(FixBuilder::safe("Make it a list of one message").wrap_in_list(value));
    }
    match value.as_str() {
        Some(text) => draft.fix(said_by_user(value, text)),
        None => draft,
    }
}

/// A bare text where a conversation belongs is what the user says.
fn said_by_user(value: NodeRef<'_>, text: &str) -> FixBuilder {
    let written = format!("[{{role: user, content: {}}}]", scalar_text(text, value.style()));
    let pair = |key: &str, text: &str| (key.to_owned(), Value::Str(text.to_owned()));
    let message = Value::Map(vec![pair("role", "user"), pair("content", text)]);
    FixBuilder::ask("Make it a message of the user").set_raw(
        value,
        written,
        Value::Seq(vec![message]),
    )
}

fn no_message(message: NodeRef<'_>) -> Draft {
    Draft::at(message, format!("this message is {}, not a map", message.kind())).help(FORM)
}

/// What is wrong with the role of a message.
fn role(message: NodeRef<'_>) -> Option<Draft> {
    let known = facts::chat_roles();
    let Some(entry) = message.entry("role") else {
        return Some(missing(message, "role", "from"));
    };
    let Some(role) = entry.value.as_str() else {
        let kind = entry.value.kind();
        return Some(Draft::at(entry.value, format!("`role` is {kind}")).help(roles()));
    };
    if known.contains(&role) {
        return None;
    }
    let draft = Draft::at(entry.value, format!("{} is no role that the widget knows", code(role)))
        .help(roles());
    if facts::is_other_chat_role(role) {
        return Some(draft.severity(Severity::Note));
    }
    let folded = role.trim().to_lowercase();
    if let Some(right) = known.iter().find(|known| **known == folded) {
        let fix = FixBuilder::safe(format!("Write `{right}`"));
        return Some(draft.fix(fix.set_text(entry.value, right)));
    }
    let meant = facts::chat_role_meant(&folded)
        .or_else(|| spelling::nearest(&folded, known.iter().copied()));
    Some(match meant {
        Some(right) => {
            draft.fix(FixBuilder::ask(format!("Write `{right}`")).set_text(entry.value, right))
        }
        None => draft,
    })
}

fn roles() -> String {
    let roles: Vec<String> = facts::chat_roles().iter().map(|role| format!("`{role}`")).collect();
    format!("The roles are {}.", super::words::and(&roles))
}

/// What is wrong with the content of a message.
fn content(message: NodeRef<'_>) -> Option<Draft> {
    let Some(entry) = message.entry("content") else {
        // A call of a tool says nothing.
        if message.get("tool_calls").is_some() {
            return None;
        }
        return Some(missing(message, "content", "value"));
    };
    let value = entry.value;
    // Several parts, such as a text and a picture, are a list of maps.
    if value.as_str().is_some() || (value.is_seq() && value.items().all(|part| part.is_map())) {
        return None;
    }
    let draft = Draft::at(value, format!("`content` is {}, not a text", value.kind()));
    if !value.is_scalar() || value.is_null() {
        return Some(draft.help(FORM));
    }
    let raw = value.raw();
    let fix = FixBuilder::safe(format!("Write `\"{raw}\"`"));
    Some(draft.help("In quotes it stays the text that it looks like.").fix(fix.set_raw(
        value,
        quote_double(raw),
        Value::Str(raw.to_owned()),
    )))
}

/// A message without a key; other formats of conversations have another name for it.
fn missing(message: NodeRef<'_>, key: &str, other: &str) -> Draft {
    let mut draft = Draft::at(message, format!("this message has no `{key}`")).help(FORM);
    if let Some(first) = message.entries().next() {
        draft = draft.span(first.key.span());
    }
    let near = |entry: &Entry<'_>| {
        entry.name() == other || spelling::nearest(entry.name(), [key]).is_some()
    };
    match message.entries().find(near) {
        Some(entry) => {
            let fix = FixBuilder::ask(format!("Write `{key}` for {}", code(entry.name())));
            draft.span(entry.key.span()).fix(fix.rename_key(entry, key))
        }
        None => draft,
    }
}
