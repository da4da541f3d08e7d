//! `inference-form`: `inference` is neither `true`, `false` nor a map with `parameters`.

use super::words::{and, code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "inference is neither true, false nor a map with parameters",
    page: include_str!("form.md"),
    check,
};

const FORM: &str = "`inference` is `true`, `false` or a map with `parameters`.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(entry) = ctx.card.entry("inference") else { return };
    let value = entry.value;
    if value.is_map() {
        map(value, out);
        return;
    }
    let empty = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    if !empty && value.as_bool().is_none() {
        out.push(no_map(entry));
    }
}

fn no_map(entry: Entry<'_>) -> Draft {
    let value = entry.value;
    let Some(text) = value.as_str() else {
        let draft = Draft::at(value, format!("`inference` is {}", value.kind())).help(FORM);
        let mut items = value.items();
        return match (items.next(), items.next()) {
            (Some(only), None) if only.get("parameters").is_some() => {
                draft.fix(FixBuilder::safe("Take the map out of the list").unwrap_item(only))
            }
            _ => draft,
        };
    };
    let draft = Draft::at(value, format!("`inference` is the text {}", code(text))).help(FORM);
    let word = text.trim().trim_end_matches([',', '.', ';']).to_lowercase();
    let meant = match word.as_str() {
        "true" | "yes" | "on" => true,
        "false" | "no" | "off" => false,
        _ => return draft,
    };
    draft.help("The Hub reads a text here, not a switch.").fix(
        FixBuilder::safe(format!("Write `{meant}`")).set_raw(
            value,
            meant.to_string(),
            Value::Bool(meant),
        ),
    )
}

fn map(inference: NodeRef<'_>, out: &mut Out) {
    match inference.entry("parameters") {
        None if inference.is_empty() => {}
        None => {
            if let Some(draft) = without_parameters(inference) {
                out.push(draft);
                return;
            }
        }
        Some(entry) => {
            if let Some(draft) = no_parameters(entry) {
                out.push(draft);
            }
        }
    }
    for entry in inference.entries() {
        if entry.name() == "parameters" || entry.is_merge() {
            continue;
        }
        if out.is_full() {
            out.count();
        } else {
            out.push(beside(entry));
        }
    }
}

/// A map without `parameters`: they may be there under another name, or stand in it directly.
fn without_parameters(inference: NodeRef<'_>) -> Option<Draft> {
    let near = |entry: &Entry<'_>| {
        entry.value.is_map()
            && (matches!(entry.name(), "params" | "inputs" | "options" | "generation")
                || spelling::nearest(entry.name(), ["parameters"]).is_some())
    };
    if let Some(entry) = inference.entries().find(near) {
        let certain = spelling::nearest(entry.name(), ["parameters"]).is_some();
        let title = "Write `parameters`";
        let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
        return Some(
            Draft::on_key(entry, format!("{} is no key of `inference`", code(entry.name())))
                .identity(entry.name())
                .severity(Severity::Warning)
                .help("The Hub reads only `parameters` here.")
                .fix(fix.rename_key(entry, "parameters")),
        );
    }
    let mut entries = inference.entries();
    if !entries.all(|entry| facts::is_known_parameter(entry.name())) {
        return None;
    }
    let names: Vec<String> = inference.entries().take(3).map(|entry| code(entry.name())).collect();
    let stand = if names.len() == 1 { "stands" } else { "stand" };
    let first = inference.entries().next()?;
    Some(
        Draft::on_key(first, format!("{} {stand} directly under `inference`", and(&names)))
            .key(inference.path())
            .severity(Severity::Warning)
            .help("The Hub reads them under `parameters`, one level deeper.")
            .fix(FixBuilder::safe("Put them under `parameters`").nest_map(inference, "parameters")),
    )
}

/// `parameters` that is no map.
fn no_parameters(entry: Entry<'_>) -> Option<Draft> {
    let value = entry.value;
    if value.is_map() {
        return None;
    }
    let draft = if value.is_null() {
        return Some(
            Draft::on_key(entry, "`parameters` has no value")
                .severity(Severity::Note)
                .help("Parameters stand below it, each indented."),
        );
    } else {
        Draft::at(value, format!("`parameters` is {}, not a map", value.kind()))
            .severity(Severity::Warning)
            .help("Parameters are written as `name: value`, without dashes.")
    };
    Some(match one_map(value) {
        Some((written, merged)) => {
            draft.fix(FixBuilder::safe("Make it one map").set_entry(entry, &written, merged))
        }
        None => draft,
    })
}

/// A list of maps with one entry each, as one map in flow style.
pub(in crate::rules) fn one_map(list: NodeRef<'_>) -> Option<(String, Value)> {
    let mut merged: Vec<(String, Value)> = vec![];
    let mut written = vec![];
    for item in list.items() {
        for entry in item.entries() {
            let again = merged.iter().any(|(name, _)| name == entry.name());
            if again || !entry.value.is_scalar() || entry.value.raw().contains('\n') {
                return None;
            }
            written.push(format!("{}: {}", entry.key.raw(), entry.value.raw()));
            merged.push((entry.name().to_owned(), entry.value.value()));
        }
        if !item.is_map() || merged.len() > MOST_MERGED {
            return None;
        }
    }
    (!merged.is_empty()).then(|| (format!("{{{}}}", written.join(", ")), Value::Map(merged)))
}

/// Nobody writes more parameters than this.
const MOST_MERGED: usize = 50;

/// A key beside `parameters`.
fn beside(entry: Entry<'_>) -> Draft {
    let help = if facts::is_known_parameter(entry.name()) {
        "The Hub reads parameters only one level deeper, under `parameters`."
    } else {
        "The Hub reads only `parameters` here."
    };
    Draft::on_key(entry, format!("{} is no key of `inference`", code(entry.name())))
        .identity(entry.name())
        .severity(Severity::Warning)
        .help(help)
}
