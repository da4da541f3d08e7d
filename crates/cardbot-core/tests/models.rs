//! How the rules on tasks, libraries, base models, thumbnails and access forms work together with
//! those on keys and licences: each value is told once, and what is right is not told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use cardbot_core::card::Card;
use cardbot_core::config::{Config, HubLink};
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Severity};
use cardbot_core::text::Source;

fn findings(front: &str, config: &Config) -> Vec<Finding> {
    findings_in(&format!("---\n{front}\n---\n# A model\n"), config)
}

fn findings_in(text: &str, config: &Config) -> Vec<Finding> {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    let report = engine::check(&subject, config);
    assert!(report.broken_rules.is_empty(), "{text}");
    report.findings
}

/// All findings on a card under `mit`, whatever their family.
fn rules(line: &str) -> Vec<&'static str> {
    let front = format!("license: mit\n{line}");
    findings(&front, &Config::default()).iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_value_is_told_once() {
    for (line, rule) in [
        ("pipeline_tag: [Text Generation]", "key-wrong-type"),
        ("pipeline_tag: false", "key-wrong-type"),
        ("pipeline_tag: no", "task-unknown"),
        ("inference: no", "inference-form"),
        ("extra_gated_eu_disallowed: yes", "key-wrong-type"),
        ("pipeline_tag:", "key-empty"),
        ("pipeline-tag: Text Generation", "key-misspelt"),
        ("pipeline_tag: conversational", "task-former"),
        ("pipeline_tag: conversational, text-generation", "task-unknown"),
        ("library_name: [Transformers]", "key-wrong-type"),
        ("library_name: Transformers", "library-misspelt"),
        ("library_name: Transformers==4.40", "library-form"),
        ("base_model: [null]", "key-empty"),
        ("base_model: no", "yaml-ambiguous"),
        ("base_model: 1.5", "key-wrong-type"),
        ("base_model: [a/b, null]", "base-model-not-text"),
        ("base_model: ./results/checkpoint-5", "base-model-local-path"),
        ("base_model: none", "base-model-placeholder"),
        ("base_model: [a/b, a/b, a/b]", "base-model-duplicate"),
        ("base_model: https://huggingface.co/a/b", "base-model-form"),
        ("base_model: a/b, c/d", "base-model-form"),
        ("base_model: meta-llama/Llama-3.1-8B", "base-model-license"),
        ("new_version: [a/b]", "key-wrong-type"),
        ("finetuned_from: none", "base-model-old-key"),
        ("thumbnail: 'null'", "thumbnail-form"),
        ("thumbnail: https://github.com/a/b", "thumbnail-page"),
        ("extra_gated_fields: [text]", "key-wrong-type"),
        ("extra_gated_fields: {Name: string}", "gated-field-type"),
        ("extra_gated_fields: {Role: select}", "gated-field-options"),
    ] {
        assert_eq!(rules(line), [rule], "{line}");
    }
}

#[test]
fn what_is_right_is_not_told() {
    for line in [
        "pipeline_tag: any-to-any",
        "library_name: fairseq2",
        "library_name: LLaVA",
        "base_model: gpt2",
        "base_model: []",
        "base_model: dots/dots.tts-soar",
        "base_model: TinyLlama/TinyLlama-1.1B-Chat-v1.0",
        "base_model: openlm-research/open_llama_7b",
        "base_model: google/gemma-4-9b-it",
        "base_model: somebody/llama-3-8b-tuned",
        "base_model: [a/b, c/d]\nbase_model_relation: merge",
        "new_version: a/b",
        "thumbnail:\nthumbnail_author: x",
        "thumbnail: https://huggingface.co/front/thumbnails/google.png",
        "thumbnail: https://avatars.githubusercontent.com/u/1?v=4",
        "extra_gated_fields: {Name: text, When: date_picker, geo: ip_location}",
        "extra_gated_fields: {Role: {type: select, options: [a, {label: b, value: c}]}}",
    ] {
        let told = rules(line).into_iter().filter(|rule| *rule != "key-empty");
        assert_eq!(told.collect::<Vec<_>>(), [""; 0], "{line}");
    }
}

#[test]
fn a_base_model_binds_by_its_weights_alone() {
    let told = |front: &str| {
        let found = findings(front, &Config::default());
        found.iter().find(|f| f.rule == "base-model-license").map(|f| f.severity)
    };
    let llama = "base_model: meta-llama/Llama-2-7b-hf";
    assert_eq!(told(&format!("license: apache-2.0\n{llama}")), Some(Severity::Warning));
    assert_eq!(
        told(&format!("license: apache-2.0\n{llama}\nlibrary_name: peft")),
        Some(Severity::Note),
        "an adapter holds none of the base's weights"
    );
    assert_eq!(
        told("license: llama3\nbase_model: meta-llama/Llama-3.1-8B"),
        Some(Severity::Warning)
    );
    for silent in [
        format!("license: llama2\n{llama}"),
        format!("license: [apache-2.0, llama2]\n{llama}"),
        format!("license: other\nlicense_name: my-terms\n{llama}"),
        format!("license: cc-by-nc-4.0\n{llama}"),
        // A second base may bring the other version.
        "license: llama3\nbase_model: [meta-llama/Llama-3.1-8B, a/b]".to_owned(),
        llama.to_owned(),
    ] {
        assert_eq!(told(&silent), None, "{silent}");
    }
}

#[test]
fn a_model_is_known_by_the_configuration_alone() {
    let front = "license: mit\nbase_model: Org/Model\nnew_version: org/model";
    let told = |config: &Config| {
        findings(front, config).iter().filter(|f| f.rule == "base-model-itself").count()
    };
    let mut config = Config::default();
    assert_eq!(told(&config), 0);
    let link = HubLink { id: Some("org/model".to_owned()), ..HubLink::default() };
    config.hub.insert(".".to_owned(), link);
    assert_eq!(told(&config), 2);
}

#[test]
fn a_licence_that_base_and_text_ask_for_is_told_once() {
    let text =
        "---\nlicense: mit\nbase_model: google/gemma-2-9b-it\n---\n# A model\n\nLicense: gemma\n";
    let told: Vec<_> = findings_in(text, &Config::default()).iter().map(|f| f.rule).collect();
    assert_eq!(told, ["base-model-license"]);
    let told: Vec<_> =
        findings_in(&text.replace("google/gemma-2-9b-it", "a/b"), &Config::default())
            .iter()
            .map(|f| f.rule)
            .collect();
    assert_eq!(told, ["license-text-differs"]);
}
