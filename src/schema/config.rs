//! The schema of `.github/cardbot.yml`.

use cardbot_core::config::keys::{CARDS_KEYS, FAIL_ON, HUB_KEYS, IGNORE_KEYS, KEYS, Key, SETTINGS};
use cardbot_core::rules::REGISTRY;
use serde_json::{Map, Value, json};

/// The JSON Schema of the configuration file.
///
/// It is as strict as the reading of the file, save for what only a look at a whole glob shows
/// (such as an open bracket).
#[must_use]
pub fn config() -> Value {
    json!({
        "$schema": super::DRAFT,
        "title": "cardbot's configuration",
        "description": "`.github/cardbot.yml`, or `cardbot.yml` at the root of the repository.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties(KEYS, key),
        "definitions": {
            "rule": {"enum": rule_names()},
            "setting": {"enum": SETTINGS},
            "glob": {
                "type": "string",
                "pattern": GLOB,
                "maxLength": 400,
                "examples": ["**/README.md", "models/*/README.md"],
            },
            "globs": {"type": "array", "items": {"$ref": "#/definitions/glob"}},
        },
    })
}

/// Not blank, and not beginning with `!` or `/`.
const GLOB: &str = r"^(?=.*\S)[^!/]";

/// `ORG/MODEL` by the Hub's rule for names.
const MODEL_ID: &str = r"^(?!.{97})(?!.*(--|\.\.))(?!.*\.git$)\w([\w.-]*\w)?/\w([\w.-]*\w)?$";

fn key(name: &str) -> Value {
    match name {
        "cards" => json!({
            "oneOf": [
                {"$ref": "#/definitions/globs"},
                {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": properties(CARDS_KEYS, |_| or_null(&json!({"$ref": "#/definitions/globs"}))),
                },
                {"type": "null"},
            ],
        }),
        "rules" => json!({
            "type": ["object", "null"],
            "additionalProperties": false,
            "properties": settings(),
        }),
        "fail-on" => or_null(&json!({"enum": FAIL_ON, "default": "error"})),
        "require" => json!({
            "type": ["array", "null"],
            "items": {"type": "string", "pattern": r"\S"},
            "examples": [["license", "language"]],
        }),
        "ignore" => json!({
            "type": ["array", "null"],
            "items": {"oneOf": [
                {"$ref": "#/definitions/rule"},
                {
                    "type": "object",
                    "additionalProperties": false,
                    "required": names(IGNORE_KEYS),
                    "properties": properties(IGNORE_KEYS, ignored),
                },
            ]},
        }),
        "hub" => json!({
            "type": ["object", "null"],
            "propertyNames": {"pattern": r"^(?=.*\S)[^!/*?\[{]+(/[^*?\[{]*)?$"},
            "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "properties": properties(HUB_KEYS, linked),
            },
        }),
        _ => json!({}),
    }
}

fn ignored(name: &str) -> Value {
    match name {
        "path" => json!({"$ref": "#/definitions/glob"}),
        _ => json!({"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/rule"}}),
    }
}

fn linked(name: &str) -> Value {
    match name {
        "id" => json!({"type": "string", "pattern": MODEL_ID, "examples": ["org/model"]}),
        _ => json!({"type": "boolean", "default": false}),
    }
}

/// A schema that takes null too: a key whose value is commented out is as good as not there.
fn or_null(schema: &Value) -> Value {
    json!({"oneOf": [schema, {"type": "null"}]})
}

/// Properties with what they are about.
fn properties(keys: &[Key], schema_of: impl Fn(&str) -> Value) -> Value {
    let property = |key: &Key| {
        let mut schema = Map::new();
        schema.insert("description".to_owned(), Value::from(key.about));
        match schema_of(key.name) {
            // Beside a `$ref` draft 7 reads nothing else.
            Value::Object(inner) if inner.contains_key("$ref") => {
                schema.insert("allOf".to_owned(), json!([inner]));
            }
            Value::Object(inner) => schema.extend(inner),
            _ => {}
        }
        (key.name.to_owned(), Value::Object(schema))
    };
    Value::Object(keys.iter().map(property).collect())
}

/// A property for every rule, so that editors can complete their names.
fn settings() -> Value {
    let mut rules = Map::new();
    for rule in REGISTRY {
        let about = format!("Finds {}. Default: {}.", rule.summary, default_of(rule));
        rules.insert(rule.name.to_owned(), json!({"enum": SETTINGS, "description": about}));
        for alias in rule.aliases {
            let about = format!("The former name of `{}`.", rule.name);
            rules.insert((*alias).to_owned(), json!({"enum": SETTINGS, "description": about}));
        }
    }
    Value::Object(rules)
}

fn default_of(rule: &cardbot_core::rules::Rule) -> &'static str {
    if rule.on { rule.severity.word() } else { "off" }
}

fn rule_names() -> Vec<&'static str> {
    REGISTRY
        .iter()
        .flat_map(|rule| std::iter::once(rule.name).chain(rule.aliases.iter().copied()))
        .collect()
}

fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
