//! The tables behind the page preview: names of sections, and the Hub's own example inputs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, read, words};

pub(crate) fn sections() -> Result<String, String> {
    let own = read("own/sections.json")?;
    let mut out = head(&[("own/sections.json", &own)]);
    out.push_str("use crate::facts::Topic::{self, *};\n\n");
    topics_of(&mut out, "SECTION_PHRASES", &own["phrases"])?;
    topics_of(&mut out, "SECTION_SCRIPT_PHRASES", &own["script_phrases"])?;
    words(&mut out, "NOT_SECTIONS", &own["not_sections"]);
    words(&mut out, "SECTION_PLACEHOLDERS", &own["placeholders"]);
    words(&mut out, "SECTION_BOILERPLATE", &own["boilerplate"]);
    words(&mut out, "TRAINING_TYPES", &own["training_types"]);
    words(&mut out, "TRAINING_DEVICES", &own["devices"]);
    words(&mut out, "TRACKING_HOSTS", &own["tracking"]);
    Ok(out)
}

pub(crate) fn default_inputs() -> Result<String, String> {
    let table = read("hub/default-inputs.json")?;
    let mut out = head(&[("hub/default-inputs.json", &table)]);
    out.push_str("#[rustfmt::skip]\npub(crate) static DEFAULT_INPUTS: &[(&str, &[&str])] = &[\n");
    let mut rows: Vec<_> = table["languages"].as_object().into_iter().flatten().collect();
    rows.sort_by_key(|row| row.0);
    for (language, tasks) in rows {
        let _ = writeln!(out, "    ({language:?}, &{tasks}),");
    }
    out.push_str("];\n");
    Ok(out)
}

/// A sorted table from phrases to the topics that list them; `none` lists phrases of no topic.
fn topics_of(out: &mut String, name: &str, object: &Value) -> Result<(), String> {
    let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (topic, phrases) in object.as_object().into_iter().flatten() {
        let variant = match topic.as_str() {
            "model" => "Model",
            "uses" => "Uses",
            "limitations" => "Limitations",
            "training" => "Training",
            "data" => "Data",
            "evaluation" => "Evaluation",
            "emissions" => "Emissions",
            "hardware" => "Hardware",
            "place" => "Place",
            "training_type" => "TrainingType",
            "none" => "",
            other => return Err(format!("sections.json: there is no topic `{other}`")),
        };
        for phrase in phrases.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let topics = rows.entry(phrase).or_default();
            if !variant.is_empty() {
                topics.push(variant);
            }
        }
    }
    let _ = writeln!(out, "#[rustfmt::skip]\npub(crate) static {name}: &[(&str, &[Topic])] = &[");
    for (phrase, topics) in rows {
        let _ = writeln!(out, "    ({phrase:?}, &[{}]),", topics.join(", "));
    }
    out.push_str("];\n\n");
    Ok(())
}
