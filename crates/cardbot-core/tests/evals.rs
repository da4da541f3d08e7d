//! Evaluation results in cards and in files of `.eval_results/`, and what a change does to them.

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
use cardbot_core::engine::{self, Subject};
use cardbot_core::finding::{Finding, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::review::{Abilities, CardChange, CardReview, Placement, review_card};
use cardbot_core::text::Source;

const FILE: &str = ".eval_results/hle.yaml";

fn check(path: &str, text: &str) -> Vec<Finding> {
    let source = Source::new(text.as_bytes());
    let card = Card::new(path, &source);
    let subject = Subject { card: &card, base: None, base_path: path, license_file: None };
    engine::check(&subject, &Config::default()).findings
}

fn review(path: &str, base: &str, head: Option<&str>) -> CardReview {
    let change = CardChange {
        path: path.to_owned(),
        base_path: None,
        base: Some(base.as_bytes().to_vec()),
        head: head.map(|text| text.as_bytes().to_vec()),
        hunks: None,
        license_file: None,
    };
    review_card(&change, &Config::default(), Abilities::GITHUB)
}

/// What `change-eval` says.
fn told(path: &str, base: &str, head: Option<&str>) -> Vec<(Severity, String)> {
    let found = review(path, base, head).findings.into_iter().map(|f| f.finding);
    found.filter(|f| f.rule == "change-eval").map(|f| (f.severity, f.message)).collect()
}

fn card(results: &str) -> String {
    format!("---\nlicense: mit\nmodel-index:\n- name: m\n  results:\n{results}---\n")
}

fn result(dataset: &str, metrics: &str) -> String {
    format!(
        "  - task: {{type: text-classification}}\n    dataset: {{type: {dataset}, name: {dataset}}}\n    \
         metrics: [{metrics}]\n"
    )
}

#[test]
fn scores_are_matched_by_what_they_measure() {
    let one = result("imdb", "{type: accuracy, value: 0.91}, {type: f1, value: 0.9}");
    let other = result("sst2", "{type: accuracy, value: 0.85}");
    let base = card(&format!("{one}{other}"));
    let silent = [
        // Another order, another notation, and more scores.
        card(&format!("{other}{one}")),
        base.replace("0.91", "\"0.910\""),
        card(&format!("{one}{other}{}", result("cola", "{type: mcc, value: 0.5}"))),
        // Another name, the same value.
        base.replace("name: imdb", "name: IMDB"),
        base.replace("type: text-classification", "type: sentiment-analysis"),
    ];
    for head in &silent {
        assert_eq!(told("README.md", &base, Some(head)), [], "{head}");
    }
    let head = card(&format!("{other}{}", one.replace("0.91", "0.97")));
    let wanted = "a reported score changes: `accuracy` on `imdb` from `0.91` to `0.97`";
    assert_eq!(told("README.md", &base, Some(&head)), [(Severity::Warning, wanted.to_owned())]);
    let wanted = "a reported score is dropped: `accuracy` on `sst2` (`0.85`)";
    assert_eq!(
        told("README.md", &base, Some(&card(&one))),
        [(Severity::Warning, wanted.to_owned())]
    );
}

#[test]
fn a_card_made_anew_is_told_once_and_briefly() {
    let scores = |shift: f64| -> String {
        let metric =
            |n: u32| format!("{{type: m{n}, value: {}}}", f64::from(n) + 0.123_456_789 + shift);
        card(&result("imdb", &(1..200).map(metric).collect::<Vec<_>>().join(", ")))
    };
    let told = told("README.md", &scores(0.0), Some(&scores(0.01)));
    assert_eq!(
        told,
        [(
            Severity::Warning,
            "199 reported scores change: `m1` on `imdb` from `1.1235` to `1.1335`, `m2` on `imdb` \
             from `2.1235` to `2.1335`, `m3` on `imdb` from `3.1235` to `3.1335` and 196 more"
                .to_owned()
        )]
    );
}

#[test]
fn another_scale_is_only_a_note() {
    let base = card(&result("imdb", "{type: wer, value: 0.3531946}"));
    let head = base.replace("0.3531946", "35.31946");
    assert_eq!(told("README.md", &base, Some(&head))[0].0, Severity::Note);
}

#[test]
fn a_change_cannot_silence_itself() {
    let base = card(&result("imdb", "{type: accuracy, value: 0.91}"));
    let head = base
        .replace("0.91}]", "0.97}] # cardbot: ignore change-eval")
        .replace("---\n", "---\n# cardbot: ignore change-eval\n");
    assert_eq!(told("README.md", &base, Some(&head)).len(), 1);
    let base = "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n";
    let head = format!("# cardbot: ignore change-eval\n{}", base.replace("20.9", "30.9"));
    assert_eq!(told(FILE, base, Some(&head)).len(), 1);
}

#[test]
fn a_file_of_results_that_goes_takes_its_scores_along() {
    let base = "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n";
    let review = review(FILE, base, None);
    assert_eq!((review.kind, review.is_deleted), (Kind::EvalResults, true));
    assert_eq!(review.findings.len(), 1);
    assert_eq!(
        review.findings[0].finding.message,
        "a reported score is dropped: `hle` of `cais/hle` (`20.9`)"
    );
    assert_eq!(review.findings[0].placement, Placement::Summary);
    assert_eq!(review.changes.len(), 1);
}

#[test]
fn a_file_of_results_is_yaml_as_a_whole() {
    let rules = |text: &str| -> Vec<&str> { check(FILE, text).iter().map(|f| f.rule).collect() };
    let good = "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n";
    for text in [good, "", "# nothing yet\n", &format!("---\n{good}"), &format!("\u{feff}{good}")] {
        assert_eq!(rules(text), [] as [&str; 0], "{text}");
    }
    assert_eq!(rules("- dataset: {id: cais/hle\n  value: 1\n"), ["yaml-syntax"]);
    assert_eq!(rules(&format!("{good}  notes: no\n")), ["yaml-ambiguous"]);
    assert_eq!(rules(&format!("{good}  value: 20.9\n")), ["yaml-duplicate-key"]);
    // What a card has, a file of results has not.
    assert_eq!(rules("license: MIT\n"), ["eval-file-form"]);
    // An ignore works as in a card.
    assert_eq!(
        rules(&format!("{good}  notes: no # cardbot: ignore yaml-ambiguous\n")),
        [] as [&str; 0]
    );
}

#[test]
fn its_fixes_hold_and_its_findings_stay_the_same_when_lines_move() {
    let text = "- dataset: {id: cais/hle, task_id: hle}\n  value: \"20.9\"\n  date: 2026-01-15\n";
    let found = check(FILE, text);
    let edits: Vec<_> =
        found.iter().filter_map(|f| f.fix.as_ref()).flat_map(|fix| fix.edits.clone()).collect();
    let fixed = edit::apply(text, &edits).unwrap();
    assert_eq!(
        fixed,
        "- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n  date: \"2026-01-15\"\n"
    );
    assert_eq!(check(FILE, &fixed), []);
    let moved = format!("# first\n- dataset: {{id: a/b, task_id: c}}\n  value: 1\n{text}");
    let prints =
        |found: Vec<Finding>| -> Vec<String> { found.into_iter().map(|f| f.fingerprint).collect() };
    assert_eq!(prints(check(FILE, &moved)), prints(found));
}
