//! The table of evaluation results.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, words};

pub(crate) fn eval() -> Result<String, String> {
    let own = read("own/eval.json")?;
    let mut out = head(&[("own/eval.json", &own)]);
    pairs(&mut out, "FIELD_NAMES", &own["field_names"]);
    words(&mut out, "ENTRY_FIELDS", &own["file_fields"]["entry"]);
    words(&mut out, "DATASET_FIELDS", &own["file_fields"]["dataset"]);
    words(&mut out, "SOURCE_FIELDS", &own["file_fields"]["source"]);
    words(&mut out, "TOOL_TASK_TYPES", &own["tool_task_types"]);
    words(&mut out, "METRIC_TYPES", &own["metric_types"]);
    pairs(&mut out, "METRIC_TYPES_MEANT", &own["metric_types_meant"]);
    letters(&mut out, &own["letters_alike"]);
    words(&mut out, "NO_VALUES", &own["no_values"]);
    words(&mut out, "TEMPLATE_NAMES", &own["template_names"]);
    Ok(out)
}

/// A sorted table of pairs of single characters.
fn letters(out: &mut String, object: &Value) {
    let one = |text: &str| text.chars().next();
    let mut rows: Vec<(char, char)> = object
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((one(key)?, one(value.as_str()?)?)))
        .collect();
    rows.sort_unstable();
    out.push_str("#[rustfmt::skip]\npub(crate) static LETTERS_ALIKE: &[(char, char)] = &[\n");
    for (key, value) in rows {
        let _ = writeln!(out, "    ({key:?}, {value:?}),");
    }
    out.push_str("];\n\n");
}
