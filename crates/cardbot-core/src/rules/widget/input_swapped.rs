//! `widget-input-swapped`: a file's name under `text`, or prose under `src`.

use super::words::code;
use super::{Tasks, examples, is_file_name, is_prose};
use crate::facts::{self, WidgetInputs};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-input-swapped",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a file where the widget wants a text, or a text where it wants a file",
    page: include_str!("input_swapped.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.card.get("widget").is_none() {
        return;
    }
    let rows = Tasks::of(ctx.card).inputs();
    for example in examples(ctx.card) {
        let Some((entry, key)) = swapped(example, rows.as_deref()) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let text = code(entry.value.as_str().unwrap_or_default());
        let message = match key {
            "src" => format!("`text` holds a file, {text}, where the task needs `src`"),
            _ => format!("`src` holds a text, {text}, not the address or path of a file"),
        };
        let fix = FixBuilder::ask(format!("Write `{key}`")).rename_key(entry, key);
        let help = match key {
            "src" => "The widget reads files from `src` only.",
            _ => "The widget fetches what `src` names and would find nothing there.",
        };
        out.push(Draft::at(entry.value, message).help(help).fix(fix));
    }
}

/// Whether this rule tells why an example has no fitting input.
pub(super) fn explains(example: NodeRef<'_>, rows: Option<&[&'static WidgetInputs]>) -> bool {
    swapped(example, rows).is_some()
}

/// The entry under the wrong one of the two keys, and the right key.
fn swapped<'t>(
    example: NodeRef<'t>,
    rows: Option<&[&'static WidgetInputs]>,
) -> Option<(Entry<'t>, &'static str)> {
    let (text, src) = (example.entry("text"), example.entry("src"));
    match (text, src) {
        (Some(entry), None) => {
            let value = entry.value.as_str()?;
            // An address may be what a text model is asked about; a recording's name is not, but
            // only where the task takes no text is it certain that a file is meant.
            let wants_file = rows?
                .iter()
                .all(|row| row.required.contains(&"src") && !row.required.contains(&"text"));
            let is_file = is_file_name(value) && facts::is_media_name(value.trim());
            (wants_file && is_file).then_some((entry, "src"))
        }
        (None, Some(entry)) => is_prose(entry.value.as_str()?).then_some((entry, "text")),
        _ => None,
    }
}
