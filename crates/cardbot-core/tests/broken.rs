//! Cards that are broken in a way that several rules could claim: the right one speaks, alone.

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::engine::{self, Subject};
use cardbot_core::text::Source;

fn rules(text: &str) -> Vec<&'static str> {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let subject = Subject { card: &card, base: None, base_path: "README.md", license_file: None };
    engine::check(&subject, &Config::default()).findings.iter().map(|f| f.rule).collect()
}

#[test]
fn a_merge_conflict_is_no_missing_fence() {
    let text = "---\nlicense: mit\n<<<<<<< HEAD\ntags: a\n=======\ntags: b\n>>>>>>> x\n---\n";
    assert_eq!(rules(text), ["yaml-syntax"]);
}

#[test]
fn text_up_to_a_later_line_of_dashes_is_a_missing_fence() {
    let text = "---\nlicense: mit\n\n# My model\n\nIt is small: very small.\n\n---\nmore\n";
    assert_eq!(rules(text), ["front-matter-unclosed"]);
}
