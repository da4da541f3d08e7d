//! How the rules on languages and on keys work together, and where they keep silent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::engine::{self, Report, Subject};
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::text::Source;

fn card(front: &str) -> String {
    format!("---\n{front}\n---\n# A model\n")
}

fn check(text: &str, config: &Config) -> Report {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    engine::check(&subject, config)
}

/// The findings of the two families.
fn findings(front: &str) -> Vec<Finding> {
    let mut found = check(&card(front), &Config::default()).findings;
    found.retain(|f| f.rule.starts_with("language-") || f.rule.starts_with("key-"));
    found
}

fn rules(front: &str) -> Vec<&'static str> {
    findings(front).iter().map(|finding| finding.rule).collect()
}

/// The front matter after all fixes that do not clash.
fn fixed(front: &str) -> String {
    let text = card(front);
    let mut edits: Vec<edit::Edit> = vec![];
    for fix in findings(front).iter().filter_map(|f| f.fix.as_ref()) {
        if !fix.edits.iter().any(|new| edits.iter().any(|old| old.span.touches(new.span))) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort();
    let after = edit::apply(&text, &edits).expect("the edits apply");
    let front = after.strip_prefix("---\n").and_then(|t| t.strip_suffix("\n---\n# A model\n"));
    front.expect("a front matter").to_owned()
}

/// The safety of the only fix.
fn safety(front: &str) -> Option<Safety> {
    match &findings(front)[..] {
        [finding] => finding.fix.as_ref().map(|fix| fix.safety),
        other => panic!("{} findings on {front}", other.len()),
    }
}

#[test]
fn regions_go_to_their_own_key_once() {
    for (before, after) in [
        (
            "language: [zh, zh-CN, zh-TW]\nlicense: mit",
            "language: [zh]\nlanguage_bcp47: [zh-CN, zh-TW]\nlicense: mit",
        ),
        (
            "language:\n- fr-ca\n- sv-SE\nlicense: mit",
            "language:\n- fr\n- sv\nlanguage_bcp47: [sv-SE]\nlicense: mit",
        ),
        (
            "language: pt-BR\nlanguage_bcp47: [pt-BR]\nlicense: mit",
            "language: pt\nlanguage_bcp47: [pt-BR]\nlicense: mit",
        ),
        (
            "{license: mit, language: [nn-NO]}",
            "{license: mit, language: [nn], language_bcp47: [nn-NO]}",
        ),
    ] {
        let mut now = fixed(before);
        // Neighbours in one list clash; the second round takes the rest.
        now = fixed(&now);
        assert_eq!(now, after);
        assert!(rules(after).is_empty(), "{after}");
    }
}

#[test]
fn what_means_the_same_is_listed_once() {
    assert_eq!(
        fixed("language:\n- English\n- english\n- en-US\nlicense: mit"),
        "language:\n- en\nlanguage_bcp47: [en-US]\nlicense: mit"
    );
    assert_eq!(
        fixed("language:\n- en-de\n- de\nlicense: mit"),
        "language:\n- en\n- de\nlicense: mit"
    );
    assert_eq!(
        fixed("language:\n- sh\n- python\n- lua\n- Lua\nlicense: mit"),
        "language:\n- code\n- lua\nlicense: mit"
    );
}

#[test]
fn each_value_is_told_by_one_rule() {
    let front = "language: [NO, None, ???, jp, sla, C++, 'en, fr', qqq, eng]\nlicense: mit";
    let mut told: Vec<_> = findings(front).into_iter().map(|f| f.key).collect();
    let count = told.len();
    told.dedup();
    assert_eq!((count, told.len()), (9, 9));
}

#[test]
fn norwegian_is_quoted_where_python_would_misread_it() {
    assert_eq!(fixed("language: no\nlicense: mit"), "language: \"no\"\nlicense: mit");
    assert_eq!(fixed("language: NO\nlicense: mit"), "language: \"no\"\nlicense: mit");
    assert!(rules("language: 'no'\nlicense: mit").is_empty());
    assert!(rules("language: nb\nlicense: mit").is_empty());
}

#[test]
fn a_colon_or_braces_too_many_are_taken_away() {
    assert_eq!(fixed("language:\n- en:\nlicense: mit"), "language:\n- en\nlicense: mit");
    assert_eq!(fixed("language:\n  en:\nlicense: mit"), "language:\n  en\nlicense: mit");
    assert_eq!(fixed("language: {en, de}\nlicense: mit"), "language: [en, de]\nlicense: mit");
    assert_eq!(rules("language: 7\nlicense: mit"), ["language-not-text"]);
    assert_eq!(rules("language:\n- null\n- ''\nlicense: mit"), ["key-empty"]);
}

#[test]
fn a_country_is_told_only_if_the_card_speaks_of_its_language() {
    let korean = "---\nlanguage: kr\nlicense: mit\n---\nTrained on Korean text\n";
    let rule = |text: &str| check(text, &Config::default()).findings.first().map(|f| f.rule);
    assert_eq!(rule(korean), Some("language-likely-country"));
    assert_eq!(rule(&korean.replace("Korean text", "Korean and Kanuri text")), None);
    assert_eq!(rule(&korean.replace(": kr", ": [kr, ko]")), None);
    assert_eq!(rule(&korean.replace(": kr", ": [en, de, fr, it, kr]")), None);
    assert_eq!(rule(&korean.replace("Korean", "Koreanish")), None);
}

#[test]
fn long_lists_are_told_in_part_and_counted_in_full() {
    let items = "- qqqq\n".repeat(10_000);
    let report = check(&card(&format!("language:\n{items}license: mit")), &Config::default());
    assert_eq!(report.findings.len(), 100);
    assert!(report.findings.iter().all(|f| f.rule == "language-unknown" && f.fix.is_none()));
    assert_eq!(report.not_shown + 100, 10_000);
}

#[test]
fn repeated_languages_are_one_finding_with_one_fix() {
    let items = "- en\n- fr\n- sw\n- de\n".repeat(50);
    assert_eq!(
        fixed(&format!("language:\n{items}license: mit")),
        "language:\n- en\n- fr\n- sw\n- de\nlicense: mit"
    );
    let items = "- en\n".repeat(10_000);
    let report = check(&card(&format!("language:\n{items}license: mit")), &Config::default());
    assert!(matches!(report.findings.as_slice(), [f] if f.rule == "language-duplicate"));
    let message = report.findings.first().map(|f| f.message.as_str());
    assert_eq!(message, Some("`en` is listed more than once"));
}

#[test]
fn a_rename_is_safe_only_if_the_value_will_be_read() {
    assert_eq!(safety("licence: MIT"), Some(Safety::Safe));
    assert_eq!(safety("licence: my own one\nlanguage: en"), Some(Safety::Ask));
    assert_eq!(safety("license: mit\nlibrary: transformers"), Some(Safety::Safe));
    assert_eq!(safety("license: mit\nlibrary: somelib"), Some(Safety::Ask));
    assert_eq!(safety("license: mit\nlang: en"), Some(Safety::Safe));
    assert_eq!(safety("license: mit\npipline_tag: fill-mask"), Some(Safety::Ask));
    assert_eq!(safety("license: mit\ndataset: {name: x}"), None);
    let full = "license: mit\nmodel_index:\n- name: m\n  results:\n  - task: {type: fill-mask}\n    dataset: {name: D, type: d}\n    metrics:\n    - {type: f1, value: 0.5}";
    assert_eq!(safety(full), Some(Safety::Safe));
    assert_eq!(safety(&full.replace("metrics", "metric")), Some(Safety::Ask));
}

#[test]
fn only_one_key_gets_the_right_name() {
    assert_eq!(
        fixed("licence: mit\nliscence: mit\nlanguage: en"),
        "license: mit\nliscence: mit\nlanguage: en"
    );
    assert_eq!(fixed("licenses: mit\nlicense: mit"), "license: mit");
    assert_eq!(fixed("licenses: gpl\nlicense: mit"), "licenses: gpl\nlicense: mit");
    assert_eq!(rules("licenses: gpl\nlicense: mit"), ["key-misspelt"]);
}

#[test]
fn keys_of_the_authors_own_are_left_alone() {
    for key in [
        "library_tag: timm",
        "model_type: bert",
        "quantized_by: me",
        "benchmark: superb",
        "results: x",
        "environment: x",
        "parameters: {a: 1}",
        "arxiv: '2307.09288'",
        "prompt_template: x",
        "model_name: x",
        "reference: x",
        "best_model: x",
        "version: 2",
        "task: asr",
        "models: x",
        "pretty_name: x",
        "sdk: gradio",
        "licence:",
        "datums: x",
        "tasks: [a, b]",
        "task_categories: [x]",
        "widget_title: x",
        "author: x",
        "model: x",
    ] {
        assert_eq!(rules(&format!("license: mit\n{key}")), [""; 0], "{key}");
    }
    assert_eq!(rules("license: mit\ntask: fill-mask\ntags: [fill-mask]"), [""; 0]);
}

#[test]
fn values_get_the_type_of_their_key() {
    for (before, after) in [
        ("pipeline_tag:\n- fill-mask", "pipeline_tag: fill-mask"),
        ("pipeline_tag: [fill-mask]", "pipeline_tag: fill-mask"),
        ("mask_token: [MASK]", "mask_token: \"[MASK]\""),
        ("license_details: 1.10", "license_details: \"1.10\""),
        ("extra_gated_eu_disallowed: 'yes'", "extra_gated_eu_disallowed: true"),
    ] {
        let front = |line: &str| format!("license: mit\n{line}");
        assert_eq!(fixed(&front(before)), front(after));
        assert_eq!(rules(&front(after)), [""; 0], "{after}");
    }
    assert_eq!(safety("license: mit\npipeline_tag: false"), Some(Safety::Ask));
    for unclear in ["library_name: [a, b]", "library_name: # why\n- a", "thumbnail: 1"] {
        assert_eq!(safety(&format!("license: mit\n{unclear}")), None, "{unclear}");
    }
    for fine in [
        "tags: x",
        "datasets: x",
        "thumbnail: ~",
        "tags: []",
        "instance_prompt:",
        "co2_eq_emissions: 5",
        "inference: false",
    ] {
        assert!(!rules(&format!("license: mit\n{fine}")).contains(&"key-wrong-type"), "{fine}");
    }
}

#[test]
fn required_keys_are_asked_for_even_without_a_front_matter() {
    let config = Config {
        require: vec!["license".to_owned()],
        include: vec!["README.md".to_owned()],
        ..Config::default()
    };
    for text in ["# A model\n", "---\nlanguage: en\n---\n", "---\nlanguage: en\nlicense:\n---\n"] {
        let report = check(text, &config);
        assert!(report.findings.iter().any(|f| f.rule == "key-missing"), "{text}");
    }
    assert!(check("---\nlicense: mit\n---\n", &config).findings.is_empty());
    assert!(
        check("---\nlicense: \"mit\n---\n", &config)
            .findings
            .iter()
            .all(|f| f.rule != "key-missing")
    );
}
