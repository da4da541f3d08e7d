//! The schema of a model card's metadata.

use cardbot_core::facts;
use serde_json::{Map, Value, json};

/// The JSON Schema of the metadata between the `---` lines of a model card.
///
/// It says what the Hub documents. Keys that it does not know are accepted, as the Hub does.
#[must_use]
pub fn card() -> Value {
    json!({
        "$schema": super::DRAFT,
        "title": "Metadata of a Hugging Face model card",
        "description": "The YAML between the two `---` lines at the top of a model's README.md.",
        "type": "object",
        "properties": properties(),
        "definitions": {
            "text": {"type": "string", "minLength": 1},
            "bucket": {"type": "string", "pattern": r"^[\w.-]+/[\w.-]+$"},
            "license": {"enum": facts::licenses().iter().map(|row| row.id).collect::<Vec<_>>()},
            "language": {"enum": facts::language_ids().collect::<Vec<_>>()},
            "repository": {
                "description": "The id of a model or dataset: OWNER/NAME, for a few old ones NAME.",
                "type": "string",
                "pattern": r"^([\w.-]+/)?[\w.-]+$",
            },
            "example": example(),
            "parameters": {"type": "object", "description": "Parameters of the request."},
            "result": result(),
            "gated_field": gated_field(),
        },
    })
}

/// One of something or a list of it.
fn one_or_list(definition: &str) -> Value {
    let one = json!({"$ref": format!("#/definitions/{definition}")});
    json!({"anyOf": [one, {"type": "array", "items": one}]})
}

fn text() -> Value {
    json!({"$ref": "#/definitions/text"})
}

fn properties() -> Value {
    let mut keys = Map::new();
    let mut key = |name: &str, about: &str, schema: Value| {
        // Beside a `$ref` draft 7 reads nothing else, so the schema goes one level down.
        let mut property = match schema {
            Value::Object(inner) if !inner.contains_key("$ref") => inner,
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        property.insert("description".to_owned(), Value::from(about));
        keys.insert(name.to_owned(), Value::Object(property));
    };
    key("license", "The licence's id, or a list of ids.", one_or_list("license"));
    key("license_name", "With `license: other`, the licence's own name.", text());
    key("license_link", "With `license: other`: `LICENSE`, `LICENSE.md` or a URL.", text());
    key("license_details", "Free text on the licence.", text());
    key("language", "ISO 639 codes of the languages, in lower case.", one_or_list("language"));
    key(
        "language_bcp47",
        "Languages with a region or script, such as `pt-BR`.",
        one_or_list("text"),
    );
    key("language_details", "Free text on the languages.", text());
    let known = facts::libraries().iter().map(|row| row.id).collect::<Vec<_>>();
    key(
        "library_name",
        "The library that loads the model.",
        json!({"anyOf": [{"enum": known}, text()]}),
    );
    key("tags", "Free tags.", one_or_list("text"));
    key("datasets", "Ids of the datasets it was trained on.", one_or_list("repository"));
    key("metrics", "Ids of the metrics it was measured by.", one_or_list("text"));
    key("base_model", "The model or models it was made from.", one_or_list("repository"));
    key(
        "base_model_relation",
        "How it was made from its base model.",
        json!({"enum": ["adapter", "finetune", "merge", "quantized"]}),
    );
    let repository = || json!({"$ref": "#/definitions/repository"});
    key("new_version", "The model that takes its place.", repository());
    key("finetuned_from", "An old name of `base_model`.", text());
    let tasks = facts::tasks().iter().map(|task| task.id).collect::<Vec<_>>();
    key("pipeline_tag", "The task, which chooses the widget.", json!({"enum": tasks}));
    key(
        "widget",
        "Example inputs.",
        json!({"type": "array", "items": {"$ref": "#/definitions/example"}}),
    );
    key("inference", "Parameters of the widget's requests.", inference());
    key("mask_token", "The mask of a fill-mask model.", text());
    key(
        "instance_prompt",
        "The prompt of a DreamBooth-like model.",
        json!({"type": ["string", "null"]}),
    );
    key("co2_eq_emissions", "Emissions of the training, in grams of CO2 equivalent.", emissions());
    key("model-index", "Results of evaluations.", model_index());
    key("thumbnail", "The address of an image.", json!({"type": ["string", "null"]}));
    key("description", "A short description.", json!({"type": ["string", "null"]}));
    key("buckets", "Storage buckets on the Hub, OWNER/BUCKET.", one_or_list("bucket"));
    for part in ["prompt", "heading", "description", "button_content"] {
        let name = format!("extra_gated_{part}");
        key(&name, "Text of the form that grants access.", text());
    }
    key(
        "extra_gated_fields",
        "Fields of the form that grants access, by their labels.",
        json!({"type": "object", "additionalProperties": {"$ref": "#/definitions/gated_field"}}),
    );
    key(
        "extra_gated_eu_disallowed",
        "Whether users in the EU are refused.",
        json!({"type": "boolean"}),
    );
    Value::Object(keys)
}

fn inference() -> Value {
    json!({"anyOf": [
        {"type": "boolean"},
        {"type": "object", "properties": {"parameters": {"$ref": "#/definitions/parameters"}}},
    ]})
}

fn emissions() -> Value {
    json!({"anyOf": [
        {"type": "number", "exclusiveMinimum": 0},
        {
            "type": "object",
            "required": ["emissions"],
            "properties": {
                "emissions": {"type": "number", "exclusiveMinimum": 0, "description": "In grams."},
                "source": {"type": "string", "description": "Who or what counted."},
                "training_type": {"type": "string", "examples": ["pre-training", "fine-tuning"]},
                "geographical_location": {"type": "string", "examples": ["Quebec, Canada"]},
                "hardware_used": {"type": "string", "examples": ["8 V100 GPUs"]},
            },
        },
    ]})
}

/// An item of `widget`. Which keys it needs depends on the task, which is more than a schema can
/// say in a way that editors explain well.
fn example() -> Value {
    json!({
        "type": "object",
        "properties": {
            "example_title": {"type": "string"},
            "group": {"type": "string"},
            "text": {"type": "string"},
            "context": {"type": "string"},
            "prompt": {"type": "string"},
            "src": {"type": "string", "description": "A URL, or a path in the repository."},
            "candidate_labels": {"type": "string", "description": "Parted by commas."},
            "multi_class": {"type": "boolean"},
            "source_sentence": {"type": "string"},
            "sentences": {"type": "array", "items": {"type": "string"}},
            "table": columns(),
            "structured_data": columns(),
            "messages": {"type": "array", "items": {
                "type": "object",
                "required": ["role", "content"],
                "properties": {
                    "role": {"enum": ["system", "user", "assistant"]},
                    "content": {"type": "string"},
                },
            }},
            "parameters": {"$ref": "#/definitions/parameters"},
            "output": {"anyOf": [
                {"type": "array", "items": {
                    "type": "object",
                    "required": ["label", "score"],
                    "properties": {"label": {"type": "string"}, "score": {"type": "number"}},
                }},
                {
                    "type": "object",
                    "required": ["answer", "score"],
                    "properties": {"answer": {"type": "string"}, "score": {"type": "number"}},
                },
                {
                    "type": "object",
                    "required": ["text"],
                    "properties": {"text": {"type": "string"}},
                },
                {
                    "type": "object",
                    "required": ["url"],
                    "properties": {"url": {"type": "string"}},
                },
            ]},
        },
    })
}

fn columns() -> Value {
    json!({
        "type": "object",
        "description": "Columns by name, all of the same length.",
        "additionalProperties": {"type": "array", "items": {"type": ["string", "number"]}},
    })
}

fn model_index() -> Value {
    json!({"type": "array", "items": {
        "type": "object",
        "required": ["name", "results"],
        "properties": {
            "name": {"type": "string"},
            "results": {"type": "array", "items": {"$ref": "#/definitions/result"}},
        },
    }})
}

fn result() -> Value {
    json!({
        "type": "object",
        "required": ["task", "dataset", "metrics"],
        "properties": {
            "task": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"type": "string"}, "name": {"type": "string"}},
            },
            "dataset": {
                "type": "object",
                "required": ["type", "name"],
                "properties": {
                    "type": {"type": "string", "pattern": r"^([\w-]+/)?[\w.-]+$"},
                    "name": {"type": "string"},
                    "config": {"type": "string"},
                    "split": {"type": "string"},
                    "revision": {"type": "string"},
                    "args": {"type": ["string", "object"]},
                },
            },
            "metrics": {"type": "array", "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"type": "string"},
                    "value": {"description": "Only numbers can be compared."},
                    "name": {"type": "string"},
                    "config": {"type": "string"},
                    "verified": {"type": "boolean", "description": "Set by the Hub."},
                    "verifyToken": {"type": "string", "description": "Set by the Hub."},
                },
            }},
            "source": {
                "type": "object",
                "required": ["url"],
                "properties": {"url": {"type": "string"}, "name": {"type": "string"}},
            },
        },
    })
}

fn gated_field() -> Value {
    let kinds = ["text", "checkbox", "date_picker", "country", "ip_location"];
    json!({"anyOf": [
        {"enum": kinds},
        {"type": "object", "required": ["type"], "properties": {"type": {"enum": kinds}}},
        {
            "type": "object",
            "required": ["type", "options"],
            "properties": {
                "type": {"const": "select"},
                "options": {"type": "array", "items": {"anyOf": [
                    {"type": "string"},
                    {
                        "type": "object",
                        "required": ["label", "value"],
                        "properties": {"label": {"type": "string"}, "value": {"type": "string"}},
                    },
                ]}},
            },
        },
    ]})
}
