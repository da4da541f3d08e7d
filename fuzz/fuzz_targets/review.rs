//! The whole review of a base and a head: nothing breaks, nothing is lost, comments have lines.
//! The two are parted by a 0xFF byte.
#![no_main]

use cardbot_core::config::Config;
use cardbot_core::review::{Abilities, CardChange, Links, counts, draft, review_card};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |b| *b == 0xff);
    let base = parts.next().unwrap_or_default().to_vec();
    let head = parts.next().map_or_else(|| base.clone(), <[u8]>::to_vec);
    let change = CardChange {
        path: "README.md".to_owned(),
        base_path: None,
        base: (!base.is_empty()).then_some(base),
        head: Some(head.clone()),
        hunks: None,
        license_file: None,
    };
    let review = review_card(&change, &Config::default(), Abilities::GITHUB);
    assert!(review.broken_rules.is_empty(), "{:?}", review.broken_rules);
    let url = |rule: &str| rule.to_owned();
    let draft = draft(&[(&review, &head)], Links { rule: &url, lines: None });
    let found = counts([&review]);
    let told = draft.told;
    assert_eq!(told.inline_now + told.below + told.cut, found.introduced());
    assert_eq!(
        told.all(),
        found.introduced() + found.existing + found.suppressed + found.not_shown
    );
    for comment in &draft.comments {
        assert!(comment.first >= 1 && comment.first <= comment.last);
        assert!(comment.body.len() <= 60_000);
    }
    assert!(draft.comments.len() <= 25);
    assert!(draft.body.len() <= 60_000);
});
