//! The table of a card's top-level keys.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::{head, read, words};

pub(crate) fn keys() -> Result<String, String> {
    let table = read("own/keys.json")?;
    let mut out = head(&[("own/keys.json", &table)]);
    out.push_str("use crate::facts::{Key, Spelt, Type};\n\n");
    let mut rows: Vec<&Value> = table["keys"].as_array().into_iter().flatten().collect();
    rows.sort_by_key(|row| row["key"].as_str());
    out.push_str("#[rustfmt::skip]\npub(crate) static KEYS: &[Key] = &[\n");
    for row in &rows {
        let flag = |name: &str| row[name].as_bool().unwrap_or(false);
        let _ = writeln!(
            out,
            "    Key {{ name: {}, types: &[{}], refused: {}, free: {}, raw: {}, nested: {}, own: {} }},",
            row["key"],
            types(&row["types"]),
            flag("refused"),
            flag("free"),
            flag("raw"),
            flag("nested"),
            flag("own"),
        );
    }
    out.push_str("];\n\n");
    let mut spellings: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    for name in rows.iter().filter_map(|row| row["key"].as_str()) {
        spellings.insert(squeezed(name), (name, true));
    }
    for (spelling, row) in table["spellings"].as_object().into_iter().flatten() {
        let key = row["key"].as_str().unwrap_or_default();
        spellings.insert(spelling.clone(), (key, row["sure"].as_bool().unwrap_or(false)));
    }
    out.push_str("#[rustfmt::skip]\npub(crate) static KEY_SPELLINGS: &[(&str, Spelt)] = &[\n");
    for (spelling, (key, sure)) in spellings {
        let _ = writeln!(out, "    ({spelling:?}, Spelt {{ key: {key:?}, sure: {sure} }}),");
    }
    out.push_str("];\n\n");
    words(&mut out, "TASK_KEYS", &table["task_keys"]);
    words(&mut out, "OTHER_KEYS", &table["others"]);
    Ok(out)
}

fn types(names: &Value) -> String {
    let variants = names.as_array().into_iter().flatten().filter_map(Value::as_str).map(|name| {
        let (first, rest) = name.split_at(1);
        format!("Type::{}{rest}", first.to_uppercase())
    });
    variants.collect::<Vec<_>>().join(", ")
}

/// As `facts::squeezed` does it.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !"-_ ".contains(*c)).flat_map(char::to_lowercase).collect()
}
