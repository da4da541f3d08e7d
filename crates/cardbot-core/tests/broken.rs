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

#[test]
fn hostile_cards_end_quickly_in_few_findings() {
    let front = |yaml: &str| format!("---\nlicense: mit\n{yaml}\n---\n# x\n");
    let entry = "- name: x\n  results: []\n";
    let too_many = front(&format!("model-index:\n{}", entry.repeat(500_000)));
    assert_eq!(rules(&too_many), ["yaml-syntax"], "more nodes than are read");
    assert_eq!(rules(&front(&format!("tags: {}", "[".repeat(100_000)))), ["yaml-syntax"]);
    assert_eq!(rules(&front("thumbnail: https://example.org/\0.png")), ["yaml-syntax"]);
    assert!(rules(&front("tags: &a [*a]")).len() < 3, "an alias to what holds it");
    let laughs: String = (0..9u8)
        .map(|i| {
            let (new, old) = (char::from(b'b' + i), char::from(b'a' + i));
            format!("{new}: &{new} [{}]\n", vec![format!("*{old}"); 9].join(","))
        })
        .collect();
    assert!(rules(&front(&format!("a: &a [x]\n{laughs}"))).len() < 3);
    let body = format!("{}{}", front("language: en"), "word *x* [l](http://x)\n".repeat(400_000));
    assert_eq!(rules(&body), Vec::<&str>::new(), "ten megabytes of text");
    let same = front(&format!("language:\n{}", "- English\n".repeat(10_000)));
    assert_eq!(rules(&same).len(), 100, "the rest is counted");
    let twice = front(&"language: en\n".repeat(10_000));
    assert_eq!(rules(&twice).len(), 100, "the rest is counted");
    let invalid = [b"---\nlicense: m".as_slice(), &[0xff, 0xfe], b"it\n---\n"].concat();
    let source = Source::new(&invalid);
    assert_eq!(source.text().len(), invalid.len());
}
