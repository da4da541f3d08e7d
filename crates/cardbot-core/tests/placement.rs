//! What a review says stands where it can be seen: properties over made-up changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::hunks;
use cardbot_core::review::{
    Abilities, CardChange, Comment, Links, Origin, Placement, draft, review_card,
};
use cardbot_core::text::Source;

/// Lines that real cards have, right and wrong.
const LINES: &[&str] = &[
    "license: mit",
    "license: Apache 2.0",
    "licence: mit",
    "language: en",
    "language: [English, fr]",
    "language:\n- en\n- French\n- en",
    "tags:\n- pytorch\n- Text Classification",
    "tags: []",
    "pipeline_tag: text-classification",
    "datasets: squad",
    "license_name: my-license",
    "widget:\n- text: hello",
    "thumbnail:",
    "# a comment",
    "base_model: org/model",
];

fn card(u: &mut Unstructured<'_>) -> Result<String> {
    let eol = if u.ratio(1, 8)? { "\r\n" } else { "\n" };
    let mut text = String::from("---\n");
    for _ in 0..u.int_in_range(0..=9)? {
        text.push_str(u.choose(LINES)?);
        text.push('\n');
    }
    text.push_str("---\n");
    for i in 0..u.int_in_range(0..=8)? {
        text.push_str(&format!("text {i}\n"));
    }
    if u.ratio(1, 4)? {
        text.pop();
    }
    Ok(text.replace('\n', eol))
}

fn change(u: &mut Unstructured<'_>) -> Result<CardChange> {
    let base = if u.ratio(1, 5)? { None } else { Some(card(u)?.into_bytes()) };
    Ok(CardChange {
        path: "README.md".to_owned(),
        base_path: None,
        base,
        head: Some(card(u)?.into_bytes()),
        hunks: None,
        license_file: None,
    })
}

/// The head's lines with those from `first` to `last` replaced, as GitHub's button does.
fn apply_suggestion(head: &str, first: usize, last: usize, text: &str) -> String {
    let lines: Vec<&str> = head.split_inclusive('\n').collect();
    let mut out: String = lines[..first - 1].concat();
    out.push_str(text);
    if !text.is_empty() && (last < lines.len() || head.ends_with('\n')) {
        out.push('\n');
    }
    out.push_str(&lines[last..].concat());
    out
}

#[test]
fn a_suggestion_does_what_the_fix_does_on_lines_the_diff_shows() {
    arbtest(|u| {
        let change = change(u)?;
        let head = String::from_utf8(change.head.clone().unwrap()).unwrap();
        let review = review_card(&change, &Config::default(), Abilities::GITHUB);
        let hunks = match &change.base {
            Some(base) => hunks::compute(std::str::from_utf8(base).unwrap(), &head),
            None => hunks::whole_file(head.lines().count()),
        };
        for reviewed in &review.findings {
            let Placement::Inline { first, last, suggestion } = &reviewed.placement else {
                continue;
            };
            assert!(hunks.iter().any(|h| h.shows(*first, *last)), "{first}..{last} in {hunks:?}");
            if let Some(text) = suggestion {
                let fix = reviewed.finding.fix.as_ref().unwrap();
                let fixed = edit::apply(&head, &fix.edits).unwrap();
                assert_eq!(apply_suggestion(&head, *first, *last, text), fixed);
                assert_ne!(fixed, head);
                assert!(!head.contains("\r\n"));
            }
        }
        Ok(())
    })
    .size_max(400)
    .budget_ms(3_000);
}

#[test]
fn every_introduced_finding_is_told_once() {
    arbtest(|u| {
        let change = change(u)?;
        let review = review_card(&change, &Config::default(), Abilities::GITHUB);
        let head = change.head.clone().unwrap();
        let comments = comments(&review, &head);
        let introduced: Vec<_> =
            review.findings.iter().filter(|r| r.origin == Origin::Introduced).collect();
        let inline = introduced.iter().filter(|r| r.placement != Placement::Summary).count();
        let told: usize = comments.iter().map(|c| c.fingerprints.len()).sum();
        assert_eq!(told, inline);
        for pair in comments.windows(2) {
            assert!(pair[0].last < pair[1].first, "comments share a line");
        }
        Ok(())
    })
    .size_max(400)
    .budget_ms(2_000);
}

#[test]
fn a_joint_suggestion_applies_and_reads_back() {
    arbtest(|u| {
        let change = change(u)?;
        let head = String::from_utf8(change.head.clone().unwrap()).unwrap();
        let review = review_card(&change, &Config::default(), Abilities::GITHUB);
        for comment in comments(&review, head.as_bytes()) {
            let Some(text) = suggestion_in(&comment.body) else { continue };
            let fixed = apply_suggestion(&head, comment.first, comment.last, &text);
            let source = Source::new(fixed.as_bytes());
            let card = cardbot_core::card::Card::new("README.md", &source);
            assert!(card.root().is_some(), "unreadable after\n{}\n{fixed}", comment.body);
        }
        Ok(())
    })
    .size_max(400)
    .budget_ms(3_000);
}

fn comments(review: &cardbot_core::review::CardReview, head: &[u8]) -> Vec<Comment> {
    let rule = |rule: &str| format!("https://example.org/{rule}");
    draft(&[(review, head)], Links { rule: &rule, lines: None }).comments
}

fn suggestion_in(body: &str) -> Option<String> {
    let start = body.find("```suggestion\n")? + "```suggestion\n".len();
    let end = start + body[start..].find("```")?;
    Some(body[start..end].strip_suffix('\n').unwrap_or(&body[start..end]).to_owned())
}

#[test]
fn a_fingerprint_survives_what_does_not_matter() {
    let found = |path: &str, base_path: Option<&str>, text: &str| -> Vec<String> {
        let change = CardChange {
            path: path.to_owned(),
            base_path: base_path.map(str::to_owned),
            base: None,
            head: Some(text.as_bytes().to_vec()),
            hunks: None,
            license_file: None,
        };
        let config = Config { select: vec!["license-unknown".to_owned()], ..Config::default() };
        let review = review_card(&change, &config, Abilities::GITHUB);
        let mut prints: Vec<String> =
            review.findings.into_iter().map(|r| r.finding.fingerprint).collect();
        prints.sort();
        prints
    };
    let plain = found("README.md", None, "---\nlicense:\n- Apache 2.0\nlanguage: en\n---\n");
    assert_eq!(plain.len(), 1);
    let inserted = "---\nlicense:\n- mit\n- Apache 2.0\nlanguage: en\n---\n";
    assert_eq!(found("README.md", None, inserted), plain, "an item inserted first");
    let reordered = "---\nlanguage: en\n\n# why\nlicense:\n- Apache 2.0\n---\n";
    assert_eq!(found("README.md", None, reordered), plain, "keys reordered");
    let renamed = "---\nlicense:\n- Apache 2.0\nlanguage: en\n---\n";
    assert_eq!(found("card/README.md", Some("README.md"), renamed), plain, "the card renamed");
    let other = "---\nlicense:\n- Apache 3.0\nlanguage: en\n---\n";
    assert_ne!(found("README.md", None, other), plain, "another value");
    let twice = "---\nlicense:\n- Apache 2.0\n- Apache 2.0\n---\n";
    assert_eq!(found("README.md", None, twice).len(), 2);
}

#[test]
fn only_what_the_change_introduced_is_told() {
    let change = CardChange {
        path: "README.md".to_owned(),
        base_path: None,
        base: Some(b"---\nlicense: Apache 2.0\n---\n".to_vec()),
        head: Some(b"---\nlanguage: en\nlicense: Apache 2.0\n---\n".to_vec()),
        hunks: None,
        license_file: None,
    };
    let review = review_card(&change, &Config::default(), Abilities::GITHUB);
    assert!(review.findings.iter().all(|r| r.origin == Origin::Existing));
    assert!(!review.findings.is_empty());
}
