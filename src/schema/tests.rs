//! The schemas are valid, and say what the code says.

use cardbot_core::config::{Config, FailOn, keys};
use cardbot_core::config_file;
use cardbot_core::facts::{self, Type};
use cardbot_core::rules::REGISTRY;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{card, config as config_schema, output as output_schema};

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).expect("the schema is one");
    jsonschema::validator_for(schema).expect("the schema compiles")
}

/// YAML as an editor hands it to a schema.
fn load(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).expect(yaml)
}

#[test]
fn configurations_are_judged_alike_by_schema_and_reader() {
    let schema = validator(&config_schema());
    let valid = [
        "",
        "{}",
        "cards: [a.md]",
        "cards: {include: ['**/README.md'], exclude: [docs]}",
        "cards: {include: }",
        "cards:",
        "rules: {license-unknown: off}",
        "rules: {license-unknown: note, config-syntax: warning, config-wrong-value: error}",
        "rules:",
        "fail-on: never",
        "fail-on:",
        "require: [license, our_own_key]",
        "require: []",
        "ignore: [license-unknown]",
        "ignore: [{path: docs/, rules: [license-unknown]}]",
        "hub: {README.md: {id: org/model-1.0_x, mirror: false}}",
        "hub: {.: {}, models/bert: {mirror: true}}",
    ];
    for text in valid {
        assert!(config_file::read(text).is_ok(), "{text}: {:?}", config_file::read(text));
        let errors: Vec<_> = schema.iter_errors(&load(text)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{text}: {errors:?}");
    }
    let invalid = [
        "[]",
        "text",
        "card: [a.md]",
        "cards: a.md",
        "cards: [1]",
        "cards: ['']",
        "cards: ['!a']",
        "cards: [/a.md]",
        "cards: {includes: [a]}",
        "cards: {include: a}",
        "rules: [license-unknown]",
        "rules: {nonsense: off}",
        "rules: {license-unknown: warn}",
        "rules: {license-unknown: false}",
        "rules: {license-unknown: }",
        "fail-on: off",
        "fail-on: [error]",
        "fail_on: error",
        "require: license",
        "require: [1]",
        "require: ['  ']",
        "ignore: license-unknown",
        "ignore: [nonsense]",
        "ignore: {docs: [license-unknown]}",
        "ignore: [{path: docs}]",
        "ignore: [{rules: [license-unknown]}]",
        "ignore: [{path: docs, rules: []}]",
        "ignore: [{path: docs, rules: license-unknown}]",
        "ignore: [{path: docs, rules: [nonsense]}]",
        "ignore: [{path: docs, rules: [license-unknown], why: x}]",
        "hub: [README.md]",
        "hub: {README.md: org/model}",
        "hub: {README.md: }",
        "hub: {README.md: {id: model}}",
        "hub: {README.md: {id: }}",
        "hub: {README.md: {id: 'https://huggingface.co/org/model'}}",
        "hub: {README.md: {id: a/b.git}}",
        "hub: {README.md: {mirror: yes}}",
        "hub: {README.md: {name: a/b}}",
        "hub: {'*.md': {id: a/b}}",
        "hub: {/README.md: {id: a/b}}",
    ];
    for text in invalid {
        assert!(config_file::read(text).is_err(), "the reader takes {text}");
        assert!(!schema.is_valid(&load(text)), "the schema takes {text}");
    }
}

#[test]
fn every_key_of_the_configuration_is_in_the_schema_and_is_read() {
    let schema = config_schema();
    let in_schema = |at: &str| -> Vec<String> {
        let keys = schema.pointer(at).and_then(Value::as_object).expect(at);
        keys.keys().cloned().collect()
    };
    let named = |keys: &[keys::Key]| -> Vec<String> {
        keys.iter().map(|key| key.name.to_owned()).collect()
    };
    assert_eq!(in_schema("/properties"), named(keys::KEYS));
    assert_eq!(in_schema("/properties/cards/oneOf/1/properties"), named(keys::CARDS_KEYS));
    assert_eq!(in_schema("/properties/ignore/items/oneOf/1/properties"), named(keys::IGNORE_KEYS));
    let hub = "/properties/hub/additionalProperties/properties";
    assert_eq!(in_schema(hub), named(keys::HUB_KEYS));
    // Each key alone makes a difference, so none is only let through.
    let differs = |text: &str| assert_ne!(config_file::read(text).expect(text), Config::default());
    for (name, text) in [
        ("cards", "cards: [a.md]"),
        ("rules", "rules: {license-unknown: off}"),
        ("fail-on", "fail-on: never"),
        ("require", "require: [license]"),
        ("ignore", "ignore: [license-unknown]"),
        ("hub", "hub: {README.md: {}}"),
    ] {
        assert!(keys::KEYS.iter().any(|key| key.name == name));
        differs(text);
    }
    assert_eq!(keys::KEYS.len(), 6);
    differs("cards: {include: [a.md]}");
    differs("cards: {exclude: [a.md]}");
}

#[test]
fn every_word_of_the_configuration_is_in_the_schema_and_is_read() {
    let schema = config_schema();
    let rules = schema.pointer("/properties/rules/properties").and_then(Value::as_object).unwrap();
    for rule in REGISTRY {
        for name in std::iter::once(&rule.name).chain(rule.aliases) {
            assert_eq!(rules[*name]["enum"], json!(keys::SETTINGS), "{name}");
            let read = config_file::read(&format!("ignore: [{name}]")).expect(name);
            assert_eq!(read.ignore, [rule.name]);
        }
    }
    let settings: Vec<_> = keys::SETTINGS
        .iter()
        .map(|word| config_file::read(&format!("rules: {{license-unknown: {word}}}")).unwrap())
        .map(|read| read.rules["license-unknown"].map_or("off", |severity| severity.word()))
        .collect();
    assert_eq!(settings, keys::SETTINGS);
    for word in keys::FAIL_ON {
        let read = config_file::read(&format!("fail-on: {word}")).unwrap();
        assert_eq!(Some(read.fail_on), FailOn::from_word(word));
    }
}

/// A random value that looks like a part of a configuration.
fn arbitrary(
    u: &mut arbtest::arbitrary::Unstructured<'_>,
    depth: u32,
) -> arbtest::arbitrary::Result<Value> {
    const WORDS: &[&str] = &[
        "cards",
        "rules",
        "fail-on",
        "require",
        "ignore",
        "hub",
        "include",
        "exclude",
        "path",
        "id",
        "mirror",
        "license-unknown",
        "config-syntax",
        "off",
        "error",
        "never",
        "a.md",
        "**/*.md",
        "/a",
        "docs/",
        ".",
        "README.md",
        "org/model",
        "{a",
        "",
        " ",
        "!a",
        "é",
    ];
    Ok(match u.int_in_range(0..=9)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2..=4 if depth > 0 => {
            let mut map = serde_json::Map::new();
            for _ in 0..u.int_in_range(0..=3)? {
                map.insert((*u.choose(WORDS)?).to_owned(), arbitrary(u, depth - 1)?);
            }
            Value::Object(map)
        }
        5..=6 if depth > 0 => {
            let count = u.int_in_range(0..=3)?;
            Value::Array((0..count).map(|_| arbitrary(u, depth - 1)).collect::<Result<_, _>>()?)
        }
        _ => Value::from(*u.choose(WORDS)?),
    })
}

#[test]
fn what_is_read_is_valid_by_the_schema() {
    let schema = validator(&config_schema());
    arbtest::arbtest(|u| {
        let mut map = serde_json::Map::new();
        for key in keys::KEYS {
            if u.arbitrary()? {
                map.insert(key.name.to_owned(), arbitrary(u, 3)?);
            }
        }
        let value = Value::Object(map);
        // JSON is YAML.
        if config_file::read(&value.to_string()).is_ok() {
            assert!(schema.is_valid(&value), "read, but not valid: {value}");
        }
        Ok(())
    })
    .budget_ms(400);
}

#[test]
fn cards_are_judged_by_the_schema() {
    let schema = validator(&card());
    let valid = "\
license: [mit, apache-2.0]
language: [en, code, no-such-key-here]
tags: one
";
    let errors: Vec<_> =
        schema.iter_errors(&load(valid)).map(|e| e.instance_path().to_string()).collect();
    assert_eq!(errors, ["/language"]);
    for text in [
        "license: mit",
        "license: other\nlicense_name: my-license\nlicense_link: LICENSE",
        "language: ['no', en, multilingual, deu]",
        "pipeline_tag: text-generation\nlibrary_name: our-own-library",
        "widget: [{text: Hello, example_title: Greeting, output: {text: Hi}}]",
        "widget: [{messages: [{role: user, content: Hi}]}]",
        "inference: false",
        "inference: {parameters: {temperature: 0.7}}",
        "co2_eq_emissions: 12.5",
        "co2_eq_emissions: {emissions: 12, source: codecarbon, hardware_used: 1 x V100}",
        "model-index: [{name: m, results: []}]",
        "model-index: [{name: m, results: [{task: {type: translation}, dataset: {type: org/d.1, name: D}, metrics: [{type: bleu, value: 20.0 ± 1.2}]}]}]",
        "base_model: org/model\nbase_model_relation: finetune\ndatasets: [squad, org/data]",
        "extra_gated_fields: {Name: text, Use: {type: select, options: [a, {label: B, value: b}]}}",
        "our_own_key: {a: 1}",
        "thumbnail: null",
    ] {
        let errors: Vec<_> = schema.iter_errors(&load(text)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{text}: {errors:?}");
    }
    for text in [
        "- license: mit",
        "license: MIT",
        "license: ''",
        "language: English",
        "language: false",
        "pipeline_tag: text2text",
        "widget: Hello",
        "widget: [Hello]",
        "inference: maybe",
        "co2_eq_emissions: 0.1 Kg",
        "co2_eq_emissions: {source: codecarbon}",
        "model-index: {name: m, results: []}",
        "model-index: [{name: m, results: [{task: {type: translation}}]}]",
        "datasets: [null]",
        "datasets: Common Voice",
        "base_model: https://huggingface.co/org/model",
        "base_model_relation: fine-tune",
        "extra_gated_fields: [Name]",
        "extra_gated_eu_disallowed: 'yes'",
        "tags: [null]",
    ] {
        assert!(!schema.is_valid(&load(text)), "the schema takes {text}");
    }
}

#[test]
fn the_card_schema_lists_what_the_facts_list() {
    let schema = card();
    let words = |at: &str| schema.pointer(at).and_then(Value::as_array).expect(at).clone();
    let known = |words: &[Value], is: &dyn Fn(&str) -> bool| {
        assert!(words.iter().filter_map(Value::as_str).all(is));
    };
    let licenses = words("/definitions/license/enum");
    assert_eq!(licenses.len(), facts::licenses().len());
    known(&licenses, &|id| facts::license(id).is_some());
    let languages = words("/definitions/language/enum");
    assert!(languages.len() > 8_000);
    known(&languages, &|id| facts::language(id).is_some());
    assert!(languages.contains(&json!("multilingual")) && !languages.contains(&json!("iw")));
    let tasks = words("/properties/pipeline_tag/enum");
    assert_eq!(tasks.len(), facts::tasks().len());
    known(&tasks, &|id| facts::task(id).is_some());
}

#[test]
fn the_card_schema_has_the_known_keys_with_their_types() {
    let schema = card();
    let properties = schema["properties"].as_object().unwrap();
    let mut names: Vec<&str> = properties.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, facts::keys().iter().map(|key| key.name).collect::<Vec<_>>());
    let schema = validator(&schema);
    // Of each type something that the schema takes under one key or another.
    let samples = [
        (Type::Text, json!(["mit", "en", "fill-mask", "adapter", "org/name"])),
        (Type::List, json!([[]])),
        (Type::Map, json!([{}, {"emissions": 1}])),
        (Type::Bool, json!([true])),
        (Type::Number, json!([1])),
        (Type::Null, json!([null])),
    ];
    for key in facts::keys() {
        for (kind, samples) in &samples {
            let mut samples = samples.as_array().unwrap().iter();
            let taken = samples.any(|sample| schema.is_valid(&json!({key.name: sample})));
            assert_eq!(taken, key.types.contains(kind), "{} with {kind:?}", key.name);
        }
    }
    for name in card()["definitions"]["example"]["properties"].as_object().unwrap().keys() {
        assert!(facts::widget_key(name).is_some(), "{name} is not a key of an example");
    }
}

fn finding() -> Value {
    json!({
        "rule": "license-unknown", "severity": "error", "message": "m", "help": null, "url": null,
        "key": ["widget", 2, "text"],
        "range": {
            "start": {"line": 3, "column": 10, "byte": 20},
            "end": {"line": 3, "column": 20, "byte": 30},
        },
        "fix": {"title": "t", "safety": "safe", "edits": [{"start": 20, "end": 30, "text": "x"}]},
        "fingerprint": "f",
    })
}

fn summary() -> Value {
    json!({
        "files": 1, "model_cards": 1, "errors": 1, "warnings": 0, "notes": 0, "fixable": 1,
        "suppressed": 0, "not_shown": 0,
    })
}

fn check_output() -> Value {
    json!({
        "schema": 1,
        "tool": {"name": "cardbot", "version": "0.1.0"},
        "files": [{"path": "README.md", "kind": "model-card", "findings": [finding()]}],
        "summary": summary(),
    })
}

fn review_output() -> Value {
    let mut output = check_output();
    output["files"][0]["findings"][0]["origin"] = json!("introduced");
    output["files"][0]["findings"][0]["placement"] =
        json!({"kind": "inline", "line": 4, "start_line": 3, "side": "RIGHT"});
    output["summary"]["existing"] = json!(0);
    output["target"] = json!({"kind": "range", "base": "main", "head": "HEAD"});
    output["changes"] = json!([
        {"path": "README.md", "key": ["license"], "kind": "added", "before": null, "after": "mit"}
    ]);
    output["tags"] = json!([{"path": "README.md", "added": ["license:mit"], "removed": []}]);
    output["review"] = json!({"body": "b", "comments": [
        {"path": "README.md", "line": 4, "side": "RIGHT", "body": "b"}
    ]});
    output
}

/// Every pointer to a field of a value.
fn fields(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let at = format!("{at}/{key}");
                out.push(at.clone());
                fields(inner, &at, out);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                fields(item, &format!("{at}/{i}"), out);
            }
        }
        _ => {}
    }
}

/// The value without one field.
fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
    value
}

fn carbon_output() -> Value {
    json!({
        "schema": 1,
        "emissions": 3227.8,
        "energy_kwh": 57.6,
        "hardware": {"name": "V100", "watts": 300.0, "count": 8.0},
        "hours": 24.0,
        "place": {"name": "France", "g_per_kwh": 56.039, "pue": null},
        "pue": 1.0,
        "g_per_kwh": 56.039,
        "steps": ["8 × 300 W × 24 h = 57.6 kWh"],
        "assumptions": [],
        "sources": [],
        "block": "co2_eq_emissions:\n  emissions: 3228\n",
    })
}

#[test]
fn the_contracts_outputs_are_valid_and_every_field_counts() {
    let schema = validator(&output_schema());
    let tags = json!({"schema": 1, "tags": ["pytorch", "license:mit"]});
    // What a reader of the contract may miss without harm.
    let optional = ["/files/0/findings/0/placement/start_line"];
    for valid in [check_output(), review_output(), tags, carbon_output()] {
        let errors: Vec<_> = schema.iter_errors(&valid).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let mut all = vec![];
        fields(&valid, "", &mut all);
        for pointer in all.iter().filter(|pointer| !optional.contains(&pointer.as_str())) {
            assert!(!schema.is_valid(&without(&valid, pointer)), "{pointer} is not required");
        }
        let mut more = valid.clone();
        more["later"] = json!("added");
        assert!(schema.is_valid(&more), "the output grows by addition");
    }
}

#[test]
fn wrong_outputs_are_refused() {
    let schema = validator(&output_schema());
    let changes: &[(&str, Value)] = &[
        ("/schema", json!(2)),
        ("/files/0/kind", json!("unreadable")),
        ("/files/0/findings/0/severity", json!("fatal")),
        ("/files/0/findings/0/rule", json!("W001")),
        ("/files/0/findings/0/range/start/line", json!(0)),
        ("/files/0/findings/0/key", json!("license")),
        ("/files/0/findings/0/fix", json!({})),
        ("/files/0/findings/0/placement", json!({"kind": "inline"})),
        ("/summary/errors", json!(-1)),
        ("/target/kind", json!("mailbox")),
        ("/changes/0/kind", json!("moved")),
        ("/review/comments/0/start_line", json!(3)),
    ];
    for (pointer, wrong) in changes {
        let mut value = review_output();
        match value.pointer_mut(pointer) {
            Some(place) => *place = wrong.clone(),
            None => {
                let (parent, key) = pointer.rsplit_once('/').unwrap();
                value.pointer_mut(parent).unwrap()[key] = wrong.clone();
            }
        }
        assert!(!schema.is_valid(&value), "{pointer} may be {wrong}");
    }
}

/// The fields of a value with `*` for places in lists.
fn shape(value: &Value) -> std::collections::BTreeSet<String> {
    let mut all = vec![];
    fields(value, "", &mut all);
    let star = |part: &str| if part.parse::<usize>().is_ok() { "*" } else { part }.to_owned();
    all.iter().map(|p| p.split('/').map(star).collect::<Vec<_>>().join("/")).collect()
}

#[test]
fn what_the_program_prints_is_valid_and_has_the_contracts_fields() {
    use cardbot_core::review::CardChange;

    use crate::source::{ChangeSet, Target};
    use crate::{judge, output, report};

    let base = "---\nlicense: mit\ntags:\n- fill-mask\n---\n# Model\n";
    let head = "---\nlicense: Apache 2.0\ntags:\n- fill-mask\n---\n# Model\n";
    let change = ChangeSet {
        target: Target {
            kind: "files",
            url: None,
            number: None,
            base: "base.md".into(),
            merge_base: None,
            head: "head.md".into(),
        },
        files: vec![CardChange {
            path: "README.md".into(),
            base_path: None,
            base: Some(base.into()),
            head: Some(head.into()),
            hunks: None,
            license_file: None,
        }],
        config: None,
    };
    let judgement = judge::judge(&change, &Config::default(), &crate::output::RulePages::default());
    let files = judge::introduced(&change, &judgement, report::Detail::Place);
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect(text);
    let review = parse(&output::json::review(&change, &judgement, None));
    let check = parse(&output::json::check(&files, report::Summary::of(&files)));
    let schema = validator(&output_schema());
    for (printed, contract) in [(review, review_output()), (check, check_output())] {
        let errors: Vec<_> = schema.iter_errors(&printed).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{printed}: {errors:?}");
        let known = shape(&contract);
        let unknown: Vec<_> = shape(&printed).into_iter().filter(|f| !known.contains(f)).collect();
        assert!(unknown.is_empty(), "not in the contract: {unknown:?}");
    }
}
