//! Prints what cardbot loads from cards, to be compared with js-yaml and PyYAML.

use std::fs;

use cardbot_core::card::{Card, Metadata};
use cardbot_core::text::Source;
use cardbot_core::yaml::Value;
use serde_json::{Map, Number, Value as Json, json};

pub(crate) fn print(paths: &[String]) -> Result<(), String> {
    for path in paths {
        let bytes = fs::read(path).map_err(|e| format!("{path}: {e}"))?;
        let source = Source::new(&bytes);
        let card = Card::new(path, &source);
        let line = match &card.metadata {
            Metadata::Missing => json!({"path": path, "has_block": false}),
            Metadata::Broken(problem) => {
                json!({"path": path, "has_block": true, "ok": false, "error": format!("{:?}", problem.kind)})
            }
            Metadata::Parsed(tree) if !tree.duplicates().is_empty() => {
                json!({"path": path, "has_block": true, "ok": false, "error": "duplicate key"})
            }
            Metadata::Parsed(tree) => {
                let value = tree.root().map_or(Json::Null, |root| to_json(&root.value()));
                let refuses: Vec<String> =
                    tree.python_refusals().iter().map(|(kind, _)| format!("{kind:?}")).collect();
                let differs = tree.nodes().any(|node| node.reads_differently());
                json!({"path": path, "has_block": true, "ok": true, "value": value,
                       "python_refuses": refuses, "python_differs": differs})
            }
        };
        println!("{line}");
    }
    Ok(())
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Int(n) => json!(n),
        Value::Float(n) => match Number::from_f64(*n) {
            Some(number) => Json::Number(number),
            None => {
                json!({"$num": if n.is_nan() { "NaN" } else if *n > 0.0 { "Infinity" } else { "-Infinity" }})
            }
        },
        Value::Str(s) => Json::String(s.clone()),
        Value::Date(d) => json!({"$date": d}),
        Value::Seq(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Map(entries) => Json::Object(
            entries.iter().map(|(k, v)| (k.clone(), to_json(v))).collect::<Map<_, _>>(),
        ),
    }
}
