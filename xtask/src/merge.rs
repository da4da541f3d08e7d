//! Brings what is published into a table of ours, and writes tables.
//!
//! What is published wins; what our table has besides, as remarks on a row, stays.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// What tells one row from another, the first that a row has.
const IDS: [&str; 6] = ["iso3", "code", "region", "key", "tag", "name"];

/// The table with what is published, and the differences in words.
pub(crate) fn merge(ours: &Value, fresh: &Value) -> (Value, Vec<String>) {
    let mut differences = vec![];
    let merged = value(ours, fresh, "", Keep::All, &mut differences);
    (merged, differences)
}

/// Whether entries that are not published stay.
#[derive(Clone, Copy, PartialEq)]
enum Keep {
    /// In the table itself and in a row.
    All,
    /// Not in a list of facts.
    None,
}

fn value(ours: &Value, fresh: &Value, path: &str, keep: Keep, log: &mut Vec<String>) -> Value {
    match (ours, fresh) {
        (Value::Object(a), Value::Object(b)) => Value::Object(object(a, b, path, keep, log)),
        (Value::Array(a), Value::Array(b)) if b.iter().any(Value::is_object) => {
            rows(a, b, path, log)
        }
        _ if same(ours, fresh) => ours.clone(),
        _ => {
            log.push(format!("~ {path}: {ours} -> {fresh}"));
            fresh.clone()
        }
    }
}

fn object(
    ours: &Map<String, Value>,
    fresh: &Map<String, Value>,
    path: &str,
    keep: Keep,
    log: &mut Vec<String>,
) -> Map<String, Value> {
    let mut out = Map::new();
    for (key, own) in ours {
        match fresh.get(key) {
            Some(Value::Null) => log.push(format!("- {path}/{key}: {own}")),
            Some(new) => {
                out.insert(key.clone(), value(own, new, &format!("{path}/{key}"), Keep::None, log));
            }
            None if keep == Keep::All => {
                out.insert(key.clone(), own.clone());
            }
            None => log.push(format!("- {path}/{key}: {own}")),
        }
    }
    for (key, new) in fresh.iter().filter(|(key, new)| !ours.contains_key(*key) && !new.is_null()) {
        log.push(format!("+ {path}/{key}: {new}"));
        out.insert(key.clone(), new.clone());
    }
    out
}

fn rows(ours: &[Value], fresh: &[Value], path: &str, log: &mut Vec<String>) -> Value {
    let id_key = IDS.into_iter().find(|id| fresh.iter().all(|row| row.get(id).is_some()));
    let id_of = |row: &Value| id_key.and_then(|key| row[key].as_str()).unwrap_or("").to_owned();
    let mut out = vec![];
    for row in fresh {
        let id = id_of(row);
        let at = format!("{path}/{id}");
        match ours.iter().find(|own| id_of(own) == id) {
            Some(own) => out.push(value(own, row, &at, Keep::All, log)),
            None => {
                let mut row = row.clone();
                if let Some(fields) = row.as_object_mut() {
                    fields.retain(|_, field| !field.is_null());
                }
                log.push(format!("+ {at}: {row}"));
                out.push(row);
            }
        }
    }
    for gone in ours.iter().filter(|own| fresh.iter().all(|row| id_of(row) != id_of(own))) {
        log.push(format!("- {path}/{}: {gone}", id_of(gone)));
    }
    Value::Array(out)
}

/// Numbers are equal by value; a name of ours may have a better known one before it.
fn same(ours: &Value, fresh: &Value) -> bool {
    if let (Some(a), Some(b)) = (ours.as_f64(), fresh.as_f64()) {
        return a.to_bits() == b.to_bits();
    }
    let published = fresh.as_str().map(|name| format!(" ({name})"));
    let is_longer = ours.as_str().zip(published).is_some_and(|(own, name)| own.ends_with(&name));
    ours == fresh || is_longer
}

/// A table as text: a row or an entry a line.
pub(crate) fn written(table: &Value) -> String {
    let mut out = String::new();
    put(&mut out, table, 0);
    out.push('\n');
    out
}

fn put(out: &mut String, value: &Value, depth: usize) {
    let indent = " ".repeat(depth + 1);
    let mut lines: Vec<String> = vec![];
    let (open, close) = match value {
        Value::Object(fields) if depth < 2 && !fields.is_empty() => {
            for (key, field) in fields {
                let mut line = format!("{}: ", Value::from(key.as_str()));
                put(&mut line, field, depth + 1);
                lines.push(line);
            }
            ("{", "}")
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            lines.extend(items.iter().map(compact));
            ("[", "]")
        }
        _ => return out.push_str(&compact(value)),
    };
    let separator = format!(",\n{indent}");
    let _ = write!(out, "{open}\n{indent}{}\n{}{close}", lines.join(&separator), " ".repeat(depth));
}

fn compact(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, field)| format!("{}: {}", Value::from(key.as_str()), compact(field)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_published_wins_and_remarks_stay() {
        let ours = json!({"about": "x", "source": "p 1",
            "rows": [{"key": "a", "n": 1, "note": "ours"}, {"key": "b", "n": 2, "m": true}],
            "names": {"x": "X", "y": "Better (Y)", "z": "Z"}});
        let fresh = json!({"source": "p 2",
            "rows": [{"key": "a", "n": 1.0}, {"key": "b", "n": 3, "m": null}, {"key": "c", "m": null}],
            "names": {"x": "X", "y": "Y", "w": "W"}});
        let (merged, differences) = merge(&ours, &fresh);
        assert_eq!(
            merged,
            json!({"about": "x", "source": "p 2",
                "rows": [{"key": "a", "n": 1, "note": "ours"}, {"key": "b", "n": 3}, {"key": "c"}],
                "names": {"x": "X", "y": "Better (Y)", "w": "W"}})
        );
        assert_eq!(
            differences,
            [
                "~ /source: \"p 1\" -> \"p 2\"",
                "~ /rows/b/n: 2 -> 3",
                "- /rows/b/m: true",
                "+ /rows/c: {\"key\":\"c\"}",
                "- /names/z: \"Z\"",
                "+ /names/w: \"W\"",
            ]
        );
        assert_eq!(merge(&merged, &fresh).1, Vec::<String>::new());
    }

    #[test]
    fn tables_are_written_a_row_a_line() {
        let table = json!({"rows": [{"a": [1, 2]}, {"b": "c"}], "names": {"x": "X"}});
        let text = "{\n \"rows\": [\n  {\"a\": [1, 2]},\n  {\"b\": \"c\"}\n ],\n \"names\": {\n  \"x\": \"X\"\n }\n}\n";
        assert_eq!(written(&table), text);
        assert_eq!(serde_json::from_str::<Value>(text).ok(), Some(table));
    }
}
