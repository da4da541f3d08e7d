//! Ignore comments: where they stand, what they cover, and what they can't.

#![allow(clippy::expect_used, reason = "a test may end here")]

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Report, Subject};
use cardbot_core::rules::{self, Page};
use cardbot_core::text::Source;

fn report(text: &str, base: Option<&str>) -> Report {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let base_source = base.map(|text| Source::new(text.as_bytes()));
    let base_card = base_source.as_ref().map(|source| Card::new("README.md", source));
    let subject = Subject {
        card: &card,
        base: base_card.as_ref(),
        base_path: "README.md",
        license_file: None,
    };
    engine::check(&subject, &Config::default())
}

/// The rules that speak on a card.
fn spoken(text: &str) -> Vec<&'static str> {
    report(text, None).findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn at_the_end_of_a_line_it_covers_the_line() {
    let text =
        "---\nlanguage:\n- English # cardbot: ignore language-name\n- French\nlicense: mit\n---\n";
    assert_eq!(spoken(text), ["language-name"]);
    assert_eq!(report(text, None).suppressed, 1);
}

#[test]
fn above_a_key_it_covers_the_whole_entry() {
    let text =
        "---\n# cardbot: ignore language-name\nlanguage:\n- English\n- French\nlicense: MIT\n---\n";
    assert_eq!(spoken(text), ["license-unknown"]);
    assert_eq!(report(text, None).suppressed, 2);
    let below = "---\nlicense: mit\nlanguage: English\n# cardbot: ignore language-name\n---\n";
    assert_eq!(spoken(below), ["language-name", "ignore-unused"]);
}

#[test]
fn above_an_item_it_covers_the_item() {
    let text =
        "---\nlanguage:\n# cardbot: ignore language-name\n- English\n- French\nlicense: mit\n---\n";
    assert_eq!(spoken(text), ["language-name"]);
}

#[test]
fn several_rules_are_named_with_commas_and_a_reason_may_follow() {
    let text = "---\n# cardbot: ignore language-name, language-region as agreed\nlanguage: [English, sv-SE]\nlicense: mit\n---\n";
    assert_eq!(spoken(text), [""; 0]);
    assert_eq!(report(text, None).suppressed, 2);
}

#[test]
fn in_the_text_it_covers_the_card() {
    let text = "---\nlanguage: English\nlicense: mit\n---\n# Model\n<!-- cardbot: ignore language-name -->\n";
    assert_eq!(spoken(text), [""; 0]);
}

#[test]
fn another_comment_is_no_ignore() {
    for comment in ["# please let cardbot: ignore language-name", "# ignore language-name"] {
        let text = format!("---\nlanguage: English {comment}\nlicense: mit\n---\n");
        assert_eq!(spoken(&text), ["language-name"], "{comment}");
    }
}

#[test]
fn what_ignores_nothing_is_told() {
    let text = "---\nlicense: mit # cardbot: ignore license-unknown\n---\n";
    let report = report(text, None);
    let finding = report.findings.first().expect("a finding");
    assert_eq!(
        (finding.rule, finding.message.as_str()),
        ("ignore-unused", "nothing here needs `ignore license-unknown`")
    );
    assert_eq!(&text[finding.span.range()], "license-unknown");
}

#[test]
fn an_unknown_name_is_told_with_the_nearest_one() {
    let text = "---\nlanguage: English # cardbot: ignore langauge-name\nlicense: mit\n---\n";
    let report = report(text, None);
    let told = report.findings.iter().find(|f| f.rule == "ignore-unused").expect("a finding");
    assert_eq!(told.message, "there is no rule `langauge-name` to ignore");
    assert_eq!(told.help.as_deref(), Some("Did you mean `language-name`?"));
    assert!(report.findings.iter().any(|f| f.rule == "language-name"));
}

#[test]
fn a_change_can_not_hide_itself() {
    let base = "---\nlicense: mit\ntags:\n- x\n---\n";
    let head = "---\nlicense: cc-by-nc-4.0 # cardbot: ignore change-license\ntags:\n- x\n---\n";
    let report = report(head, Some(base));
    let rules: Vec<_> = report.findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["change-license", "ignore-unused"]);
    let told = report.findings.get(1).expect("a finding");
    assert_eq!(told.message, "`change-license` can't be ignored from within a card");
}

#[test]
fn the_page_holds() {
    let rule = rules::find("ignore-unused").expect("the rule");
    for example in Page::parse(rule.page).examples {
        let told = spoken(&example.text).contains(&"ignore-unused");
        assert_eq!(told, example.kind == "bad", "{}", example.text);
    }
}

#[test]
fn the_configuration_can_ignore_unused_comments() {
    let text = "---\nlicense: mit # cardbot: ignore language-name\n---\n";
    assert_eq!(spoken(text), ["ignore-unused"]);
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    let config = Config { ignore: vec!["ignore-unused".to_owned()], ..Config::default() };
    let report = engine::check(&subject, &config);
    assert_eq!((report.findings.len(), report.suppressed), (0, 1));
}
