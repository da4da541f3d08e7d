//! The tables of tasks, libraries, base models, gated fields and thumbnails.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, words};

pub(crate) fn tasks() -> Result<String, String> {
    let table = read("hub/pipeline-tags.json")?;
    let aliases = read("own/task-aliases.json")?;
    let mut out = head(&[("hub/pipeline-tags.json", &table), ("own/task-aliases.json", &aliases)]);
    out.push_str("use crate::facts::{FormerTask, Task};\n\n");
    out.push_str(
        "/// In the Hub's order.\n#[rustfmt::skip]\npub(crate) static TASKS: &[Task] = &[\n",
    );
    for row in table["pipeline_tags"].as_array().into_iter().flatten() {
        let none = Value::Array(vec![]);
        let subtasks = row.get("subtasks").unwrap_or(&none);
        let _ = writeln!(
            out,
            "    Task {{ id: {}, name: {}, modality: {}, subtasks: &{subtasks} }},",
            row["tag"], row["name"], row["modality"],
        );
    }
    out.push_str("];\n\n");
    pairs(&mut out, "TASK_SAME", &aliases["same"]);
    pairs(&mut out, "TASK_LIKELY", &aliases["likely"]);
    words(&mut out, "TASK_PLACEHOLDERS", &aliases["placeholders"]);
    out.push_str("#[rustfmt::skip]\npub(crate) static FORMER_TASKS: &[FormerTask] = &[\n");
    for (id, row) in sorted(&aliases["former"]) {
        let _ = writeln!(
            out,
            "    FormerTask {{ id: {id:?}, until: {}, now: &{}, tag: {}, help: {} }},",
            row["until"],
            row["now"],
            row["tag"].as_str().map_or("None".to_owned(), |tag| format!("Some({tag:?})")),
            row["help"],
        );
    }
    out.push_str("];\n");
    Ok(out)
}

pub(crate) fn libraries() -> Result<String, String> {
    let table = read("hub/libraries.json")?;
    let aliases = read("own/library-aliases.json")?;
    let mut out = head(&[("hub/libraries.json", &table), ("own/library-aliases.json", &aliases)]);
    out.push_str("use crate::facts::Library;\n\n");
    let mut rows: Vec<&Value> = table["libraries"].as_array().into_iter().flatten().collect();
    rows.sort_by_key(|row| row["key"].as_str());
    out.push_str("#[rustfmt::skip]\npub(crate) static LIBRARIES: &[Library] = &[\n");
    for row in rows {
        let _ = writeln!(out, "    Library {{ id: {}, name: {} }},", row["key"], row["name"]);
    }
    out.push_str("];\n\n");
    pairs(&mut out, "LIBRARY_SAME", &aliases["same"]);
    pairs(&mut out, "LIBRARY_LIKELY", &aliases["likely"]);
    words(&mut out, "OTHER_LIBRARIES", &aliases["others"]);
    Ok(out)
}

pub(crate) fn base_models() -> Result<String, String> {
    let table = read("own/base-models.json")?;
    let mut out = head(&[("own/base-models.json", &table)]);
    words(&mut out, "RELATIONS", &table["relations"]);
    pairs(&mut out, "RELATION_SAME", &table["same"]);
    pairs(&mut out, "RELATION_LIKELY", &table["likely"]);
    words(&mut out, "MODEL_PLACEHOLDERS", &table["placeholders"]);
    words(&mut out, "LOCAL_OWNERS", &table["local_owners"]);
    out.push_str("/// Owner, how the name begins, licence.\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static WEIGHTS: &[(&str, &[&str], &str)] = &[\n");
    for row in table["licenses"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "    ({}, &{}, {}),", row["owner"], row["names"], row["license"]);
    }
    out.push_str("];\n");
    Ok(out)
}

pub(crate) fn gated_fields() -> Result<String, String> {
    let table = read("own/gated-fields.json")?;
    let mut out = head(&[("own/gated-fields.json", &table)]);
    words(&mut out, "GATED_FIELD_TYPES", &table["types"]);
    pairs(&mut out, "GATED_FIELD_SAME", &table["same"]);
    pairs(&mut out, "GATED_FIELD_LIKELY", &table["likely"]);
    Ok(out)
}

pub(crate) fn thumbnails() -> Result<String, String> {
    let table = read("own/thumbnails.json")?;
    let mut out = head(&[("own/thumbnails.json", &table)]);
    words(&mut out, "THUMBNAIL_PLACEHOLDERS", &table["placeholders"]);
    words(&mut out, "NO_IMAGES", &table["no_images"]);
    words(&mut out, "HUB_FOLDERS", &table["hub_folders"]);
    Ok(out)
}

/// The entries of a JSON object in the order of their keys.
fn sorted(object: &Value) -> Vec<(&String, &Value)> {
    let mut rows: Vec<_> = object.as_object().into_iter().flatten().collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    rows
}
