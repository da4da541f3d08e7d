//! The tables of ids: metrics, datasets, and what people write for them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, pairs, read, words};

pub(crate) fn ids() -> Result<String, String> {
    let own = read("own/ids.json")?;
    let mut out = head(&[("own/ids.json", &own)]);
    words(&mut out, "METRICS", &own["metrics"]);
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    for id in own["metrics"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        spellings.insert(squeezed(id), id);
    }
    for (spelling, id) in own["metric_spellings"].as_object().into_iter().flatten() {
        spellings.insert(spelling.clone(), id.as_str().unwrap_or_default());
    }
    out.push_str("#[rustfmt::skip]\npub(crate) static METRIC_SPELLINGS: &[(&str, &str)] = &[\n");
    for (spelling, id) in spellings {
        let _ = writeln!(out, "    ({spelling:?}, {id:?}),");
    }
    out.push_str("];\n\n");
    words(&mut out, "DATASETS", &own["datasets"]);
    pairs(&mut out, "DATASET_TITLES", &own["dataset_titles"]);
    for (key, name) in [
        ("datasets", "DATASET_PLACEHOLDERS"),
        ("metrics", "METRIC_PLACEHOLDERS"),
        ("tags", "TAG_PLACEHOLDERS"),
    ] {
        words(&mut out, name, &own["placeholders"][key]);
    }
    pairs(&mut out, "TAG_KEYS", &own["own_keys"]);
    Ok(out)
}

/// As `facts::metric_by_spelling` does it.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !"-_ '’".contains(*c)).flat_map(char::to_lowercase).collect()
}
