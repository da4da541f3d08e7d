//! The examples on the rules' pages are run: each bad one raises its rule, each fixed one is the
//! bad one after the rule's fixes, each good and each fixed one is silent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use cardbot_core::card::Card;
use cardbot_core::config::{self, Config, HubLink};
use cardbot_core::edit;
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::Finding;
use cardbot_core::rules::{Page, REGISTRY, Rule, Scope};
use cardbot_core::text::Source;

/// What stands beside an example card.
#[derive(Clone, Copy, Default)]
struct Beside<'a> {
    base: Option<&'a str>,
    license_file: Option<&'a str>,
    /// The files of the model's repository, one a line.
    files: Option<&'a str>,
}

fn findings(rule: &Rule, path: &str, text: &str, beside: Beside<'_>) -> Vec<Finding> {
    let Beside { base, license_file, files } = beside;
    let bytes = on_disk(text);
    let source = Source::new(&bytes);
    let card = Card::new(path, &source);
    let base_source = base.map(|text| Source::new(text.as_bytes()));
    let base_card = base_source.as_ref().map(|source| Card::new(path, source));
    let mut config = Config { select: vec![rule.name.to_owned()], ..Config::default() };
    config.include.push(path.to_owned());
    if rule.name.starts_with("key-missing") {
        config.require.push("license".to_owned());
    }
    if let Some(files) = files {
        let files = Some(files.lines().map(str::to_owned).collect());
        let link = HubLink { id: Some("org/model".to_owned()), mirror: true, files };
        config.hub.insert(path.to_owned(), link);
    }
    if rule.scope == Scope::EvalResults {
        config.include.clear();
    }
    if rule.scope == Scope::Config {
        return engine::check_config(path, path, &source, &config).findings;
    }
    let subject = Subject { card: &card, base: base_card.as_ref(), base_path: path, license_file };
    let report = engine::check(&subject, &config);
    assert!(report.broken_rules.is_empty(), "{} panicked", rule.name);
    report.findings
}

/// What a page can't show is written in words: `\\xFF` is a byte that is not UTF-8.
fn on_disk(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\xFF").map(str::as_bytes);
    let first = parts.next().unwrap_or(b"").to_vec();
    parts.fold(first, |bytes, part| [&bytes, &b"\xff"[..], part].concat())
}

fn apply_all(text: &str, findings: &[Finding]) -> String {
    let mut edits = vec![];
    for fix in findings.iter().filter_map(|f| f.fix.as_ref()) {
        let clash = fix.edits.iter().any(|new: &edit::Edit| {
            edits.iter().any(|old: &edit::Edit| old.span.touches(new.span))
        });
        if !clash {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort();
    edit::apply(text, &edits).expect("the edits apply")
}

#[test]
fn every_page_has_examples_and_they_hold() {
    for rule in REGISTRY {
        let path = match rule.scope {
            Scope::EvalResults => ".eval_results/example.yaml",
            Scope::Config => config::PATHS[0],
            Scope::Ignore => continue,
            _ => "README.md",
        };
        let page = Page::parse(rule.page);
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.name)),
            "the page of {} begins with its name",
            rule.name
        );
        let mut beside = Beside::default();
        let mut bad: Option<(&str, Vec<Finding>)> = None;
        let mut bad_count = 0;
        for example in &page.examples {
            let text = example.text.as_str();
            match example.kind.as_str() {
                "base" => beside.base = Some(text),
                "license" => beside.license_file = Some(text),
                "files" => beside.files = Some(text),
                "bad" => {
                    let found = findings(rule, path, text, beside);
                    assert!(!found.is_empty(), "{}: silent on\n{text}", rule.name);
                    assert!(found.iter().all(|f| f.rule == rule.name), "{}", rule.name);
                    bad = Some((text, found));
                    bad_count += 1;
                }
                "fixed" => {
                    let (before, found) = bad.as_ref().expect("a bad example before the fixed one");
                    let fixed = apply_all(before, found);
                    assert_eq!(fixed, text, "{}: the fix of\n{before}", rule.name);
                    assert_eq!(findings(rule, path, text, beside), [], "{}", rule.name);
                }
                "good" => {
                    assert_eq!(findings(rule, path, text, beside), [], "{}:\n{text}", rule.name);
                }
                other => panic!("{}: no such kind of example: {other}", rule.name),
            }
            if example.kind == "good" {
                beside = Beside::default();
            }
        }
        assert!(bad_count > 0, "the page of {} has no bad example", rule.name);
    }
}

#[test]
fn the_registry_is_in_order_and_its_names_are_of_one_form() {
    let families = [
        "yaml",
        "front-matter",
        "key",
        "license",
        "language",
        "tags",
        "datasets",
        "metrics",
        "task",
        "library",
        "base-model",
        "widget",
        "inference",
        "carbon",
        "eval",
        "thumbnail",
        "gated",
        "body",
        "config",
        "ignore",
        "change",
    ];
    for pair in REGISTRY.windows(2) {
        assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
    }
    for rule in REGISTRY {
        let form = rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(form && families.contains(&rule.family()), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && rule.summary.len() < 90, "{}", rule.name);
    }
}
