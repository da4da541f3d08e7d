//! How the rules on `datasets`, `metrics` and `tags` work together with each other and with those
//! on keys and YAML: each value is told of once, and where they keep silent.

#![allow(clippy::expect_used, reason = "a test may end here")]

use std::collections::HashSet;

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Report, Subject};
use cardbot_core::finding::Finding;
use cardbot_core::text::Source;
use cardbot_core::yaml::path_text;

fn check(front: &str) -> Report {
    let text = format!("---\nlanguage: en\nlicense: mit\n{front}\n---\n# A model\n");
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    engine::check(&subject, &Config::default())
}

fn findings(front: &str) -> Vec<Finding> {
    let mut found = check(front).findings;
    found.retain(|f| ["datasets", "metrics", "tags"].iter().any(|key| is_below(f, key)));
    found
}

fn is_below(finding: &Finding, key: &str) -> bool {
    path_text(&finding.key).split(['[', '.']).next() == Some(key)
}

fn rules(front: &str) -> Vec<&'static str> {
    findings(front).iter().map(|finding| finding.rule).collect()
}

#[test]
fn no_value_is_told_of_twice() {
    for (front, expected) in [
        ("datasets:", vec!["key-empty"]),
        ("datasets: [null]", vec!["key-empty"]),
        ("tags: {a: b}", vec!["key-wrong-type"]),
        ("metrics: {accuracy: 0.9}", vec!["key-wrong-type"]),
        ("tags: [a, 1e3]", vec!["tags-not-text"]),
        ("tags: [a, 010]", vec!["tags-not-text"]),
        // The list counts for nothing, and yet its task is spelt as it should be.
        ("tags: [fill-mask, false]", vec!["tags-not-text"]),
        ("tags: [a, no]", vec!["yaml-ambiguous"]),
        ("datasets: [a b c, a b c]", vec!["datasets-not-id", "datasets-duplicate"]),
        (
            "datasets: ['https://example.org', 'https://example.org']",
            vec!["datasets-url", "datasets-duplicate"],
        ),
        ("datasets: [dataset1, dataset1]", vec!["datasets-placeholder"]),
        ("metrics: Accuracy", vec!["metrics-not-list"]),
        ("metrics: 'Accuracy, F1'", vec!["metrics-several"]),
        ("metrics: metric1", vec!["metrics-placeholder"]),
        ("metrics: [F1, F1, f1]", vec!["metrics-spelling", "metrics-duplicate"]),
        ("tags: [Text Generation, Text Generation]", vec!["tags-task", "tags-duplicate"]),
        ("tags: [language:fr, 'license:mit', language:fr]", vec!["tags-duplicate"]),
    ] {
        assert_eq!(rules(front), expected, "{front}");
        let places: HashSet<_> = findings(front).into_iter().map(|f| f.span).collect();
        assert_eq!(places.len(), expected.len(), "{front}: each finding has a place of its own");
    }
}

#[test]
fn what_tools_write_and_what_is_free_is_left_alone() {
    for front in [
        "tags: autonlp\ndatasets:\n- Some Body/autonlp-data-my-model-123",
        "tags:\n- generated_from_trainer\nmetrics:\n- accuracy\nmodel-index:\n- name: a\n  results: []",
        "tags:\n- sentence-transformers\n- dataset_size:300000\n- loss:CoSENTLoss",
        "tags:\n- base_model:adapter:a/b\n- lora\n- transformers\nlibrary_name: peft",
        "metrics:\n- cosine_accuracy@1\n- cosine_ndcg@10\n- Loss\n- chrf++",
        "datasets: []\nmetrics: []\ntags: []",
        "datasets: squad",
        "tags:\n- adapterhub:qa/squad2\n- template:sd-lora\n- arxiv:2001.00001",
        "tags:\n- PyTorch\n- pytorch\n- pt-br\n- NER\n- apache",
        "tags:\n- text generation\npipeline_tag: text-generation",
        "tags:\n- Question Answering\n- named entity recognition",
    ] {
        assert_eq!(rules(front), Vec::<&str>::new(), "{front}");
    }
}

#[test]
fn an_alias_is_not_split() {
    let found = findings("tags:\n- &x Text Generation\n- *x");
    assert!(found.iter().all(|f| f.fix.is_none() || f.rule == "tags-duplicate"), "{found:?}");
}

#[test]
fn long_lists_are_told_of_in_part() {
    let list = |item: &str, key: &str| format!("{key}:\n{}", format!("- {item}\n").repeat(20_000));
    for (item, key) in [
        ("a: b", "tags"),
        ("\"\"\n- x", "datasets"),
        ("x y z", "datasets"),
        ("dataset1", "datasets"),
        ("F1", "metrics"),
        ("license:mit", "tags"),
    ] {
        let report = check(&list(item, key));
        assert!(report.findings.len() <= 310, "{item}: {}", report.findings.len());
        assert!(report.broken_rules.is_empty());
    }
}
