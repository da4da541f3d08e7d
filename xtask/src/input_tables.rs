//! The tables of widget inputs and of inference parameters.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, words};

pub(crate) fn widgets() -> Result<String, String> {
    let own = read("own/widget-inputs.json")?;
    let mut out = head(&[("own/widget-inputs.json", &own)]);
    out.push_str("use crate::facts::{InputKind, WidgetInputs};\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static WIDGET_KEYS: &[(&str, InputKind)] = &[\n");
    for (key, kind) in sorted(&own["keys"]) {
        let _ = writeln!(out, "    ({key:?}, InputKind::{}),", camel(kind.as_str().unwrap_or("")));
    }
    out.push_str("];\n\n#[rustfmt::skip]\npub(crate) static WIDGET_INPUTS: &[WidgetInputs] = &[\n");
    for (task, row) in sorted(&own["tasks"]) {
        let stated = row["source"].as_str().is_some_and(|letters| letters != "I");
        let _ = writeln!(
            out,
            "    WidgetInputs {{ task: {task:?}, required: &{}, one_of: &{}, optional: &{}, stated: {stated} }},",
            row["required"], row["one_of"], row["optional"],
        );
    }
    out.push_str("];\n\n");
    pairs(&mut out, "WIDGET_KEYS_RENAMED", &own["renamed"]);
    pairs(&mut out, "WIDGET_KEYS_MEANT", &own["meant"]);
    words(&mut out, "CHAT_ROLES", &own["roles"]);
    words(&mut out, "OTHER_CHAT_ROLES", &own["other_roles"]);
    pairs(&mut out, "CHAT_ROLE_NAMES", &own["role_names"]);
    words(&mut out, "OUTPUT_KEYS", &own["outputs"]);
    pairs(&mut out, "OUTPUT_NAMES", &own["output_names"]);
    words(&mut out, "MEDIA_ENDINGS", &own["media"]);
    words(&mut out, "MASKS", &own["masks"]);
    Ok(out)
}

pub(crate) fn parameters() -> Result<String, String> {
    let hub = read("hub/inference-parameters.json")?;
    let own = read("own/inference-parameters.json")?;
    let mut out =
        head(&[("hub/inference-parameters.json", &hub), ("own/inference-parameters.json", &own)]);
    out.push_str("use crate::facts::{Parameter, ValueKind};\n\n");
    out.push_str(
        "#[rustfmt::skip]\npub(crate) static TASK_PARAMETERS: &[(&str, &[Parameter])] = &[\n",
    );
    for (task, rows) in sorted(&hub["tasks"]) {
        let _ = writeln!(out, "    ({task:?}, &[");
        list(&mut out, "        ", rows.as_array().into_iter().flatten());
        out.push_str("    ]),\n");
    }
    out.push_str("];\n\n");
    let one = |out: &mut String, name: &str, rows: &[Value]| {
        let _ = writeln!(out, "#[rustfmt::skip]\npub(crate) static {name}: &[Parameter] = &[");
        list(out, "    ", rows.iter());
        out.push_str("];\n\n");
    };
    one(&mut out, "GENERATION", hub["generation"].as_array().map_or(&[], Vec::as_slice));
    let named = |object: &Value| -> Vec<Value> {
        let rows = sorted(object).into_iter();
        rows.map(|(name, row)| {
            let mut row = row.clone();
            row["name"] = Value::from(name.as_str());
            row
        })
        .collect()
    };
    one(&mut out, "GENERATE_ARGUMENTS", &named(&own["generate"]));
    one(&mut out, "LIMITS", &named(&own["limits"]));
    words(&mut out, "KNOWN_PARAMETERS", &own["known"]);
    words(&mut out, "GENERATIVE_TASKS", &own["generative"]);
    pairs(&mut out, "RENAMED_PARAMETERS", &own["renamed"]);
    words(&mut out, "CERTAIN_RENAMES", &own["certain"]);
    out.push_str("#[rustfmt::skip]\npub(crate) static NEUTRAL: &[(&str, &[f64])] = &[\n");
    for (name, values) in sorted(&own["neutral"]) {
        let values: Vec<String> = values.as_array().into_iter().flatten().map(number).collect();
        let _ = writeln!(out, "    ({name:?}, &[{}]),", values.join(", "));
    }
    out.push_str("];\n");
    Ok(out)
}

fn list<'v>(out: &mut String, indent: &str, rows: impl Iterator<Item = &'v Value>) {
    let mut rows: Vec<&Value> = rows.collect();
    rows.sort_by_key(|row| row["name"].as_str());
    for row in rows {
        let kinds = row["type"].as_str().unwrap_or("").split('|').filter_map(kind);
        let kinds: Vec<String> = kinds.map(|kind| format!("ValueKind::{kind}")).collect();
        let texts = row["enum"].as_array().into_iter().flatten().filter(|word| word.is_string());
        let texts = Value::Array(texts.cloned().collect());
        let limit = |field: &str| match &row[field] {
            Value::Null => "None".to_owned(),
            value => format!("Some({})", number(value)),
        };
        let most = row["max_items"].as_u64().map_or("None".to_owned(), |n| format!("Some({n})"));
        let _ = writeln!(
            out,
            "{indent}Parameter {{ name: {}, kinds: &[{}], words: &{texts}, min: {}, above: {}, max: {}, most_items: {most}, meaning: {} }},",
            row["name"],
            kinds.join(", "),
            limit("min"),
            limit("above"),
            limit("max"),
            Value::from(row["meaning"].as_str().unwrap_or("")),
        );
    }
}

fn kind(name: &str) -> Option<&'static str> {
    Some(match name {
        "integer" => "Integer",
        "number" => "Number",
        "boolean" => "Boolean",
        "string" => "Text",
        "object" => "Map",
        "array<string>" => "Texts",
        "array<number>" => "Numbers",
        "array<object>" => "Maps",
        _ => return None,
    })
}

/// A number as a Rust float.
fn number(value: &Value) -> String {
    format!("{:?}", value.as_f64().unwrap_or(f64::NAN))
}

fn sorted(object: &Value) -> Vec<(&String, &Value)> {
    let mut rows: Vec<_> = object.as_object().into_iter().flatten().collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    rows
}

fn camel(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
