//! The tables for the text of cards: names that libraries dropped, placeholders of templates.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, read, words};

pub(crate) fn removed_names() -> Result<String, String> {
    let own = read("own/removed-names.json")?;
    let mut out = head(&[("own/removed-names.json", &own)]);
    out.push_str("use crate::facts::{RemovedName, RemovedWhat};\n\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static REMOVED_NAMES: &[RemovedName] = &[\n");
    let mut row = |row: &Value, what: &str, library: &Value, since: &Value| {
        let write = row["write"].as_str().unwrap_or("");
        let instead = row["instead"].as_str().map_or(format!("`{write}`"), str::to_owned);
        let except = row["except"].as_array().map_or(&[][..], Vec::as_slice);
        let _ = writeln!(
            out,
            "    RemovedName {{ name: {}, what: {what}, library: {library}, since: {since}, instead: {instead:?}, write: {write:?}, except: &{} }},",
            row["name"],
            Value::from(except),
        );
    };
    for name in own["names"].as_array().into_iter().flatten() {
        row(name, "RemovedWhat::Name", &name["library"], &name["since"]);
    }
    for argument in own["arguments"].as_array().into_iter().flatten() {
        for (of, by) in argument["of"].as_object().into_iter().flatten() {
            let what = format!("RemovedWhat::Argument {{ of: {of:?} }}");
            row(argument, &what, &by["library"], &by["since"]);
        }
    }
    for command in own["commands"].as_array().into_iter().flatten() {
        row(command, "RemovedWhat::Command", &command["library"], &command["since"]);
    }
    out.push_str("];\n");
    Ok(out)
}

pub(crate) fn placeholders() -> Result<String, String> {
    let own = read("own/placeholders.json")?;
    let mut out = head(&[("own/placeholders.json", &own)]);
    out.push_str("use crate::facts::Slot;\n\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static SLOTS: &[Slot] = &[\n");
    for slot in own["slots"].as_array().into_iter().flatten() {
        let is_id = slot["id"].as_bool().unwrap_or(false);
        let _ = writeln!(
            out,
            "    Slot {{ find: &{}, slot: {}, means: {}, is_id: {is_id} }},",
            slot["find"], slot["slot"], slot["means"],
        );
    }
    out.push_str("];\n\n");
    words(&mut out, "TEMPLATE_VARIABLES", &own["variables"]);
    let _ = writeln!(
        out,
        "pub(crate) static EMPTY_FIELD: (&str, usize) = ({}, {});",
        own["empty"], own["most"]
    );
    Ok(out)
}
