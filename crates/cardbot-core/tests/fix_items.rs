//! Fixes that remove or split list items: alone and together they keep their promise.

#![allow(clippy::expect_used, reason = "a test may end here")]

use cardbot_core::card::Card;
use cardbot_core::edit;
use cardbot_core::finding::Fix;
use cardbot_core::fixing::{self, FixBuilder};
use cardbot_core::text::Source;
use cardbot_core::yaml::{NodeRef, Value};

/// Builds fixes for the items of `language`, checks that all verify, and applies those that do not
/// clash.
fn mended(
    text: &str,
    make: impl Fn(&Card<'_>, usize, NodeRef<'_>) -> Option<FixBuilder>,
) -> String {
    let source = Source::new(text.as_bytes());
    let card = Card::new("README.md", &source);
    let list = card.get("language").expect("a list");
    let fixes: Vec<Fix> =
        list.items().enumerate().filter_map(|(i, item)| make(&card, i, item)?.build()).collect();
    let all: Vec<&Fix> = fixes.iter().collect();
    assert!(fixing::verify(&card, &all).iter().all(|ok| *ok), "verified: {fixes:?}");
    let mut edits: Vec<_> = fixes.iter().flat_map(|f| f.edits.clone()).collect();
    edits.sort();
    edit::apply(text, &edits).expect("disjoint")
}

fn remove(
    places: &'static [usize],
) -> impl Fn(&Card<'_>, usize, NodeRef<'_>) -> Option<FixBuilder> {
    |_, i, item| places.contains(&i).then(|| FixBuilder::safe("Remove").remove_item(item))
}

#[test]
fn several_items_go_at_once() {
    let block = "---\nlanguage:\n- a\n- b # why\n- c\n- d\nlicense: mit\n---\n";
    assert_eq!(mended(block, remove(&[1, 2])), "---\nlanguage:\n- a\n- d\nlicense: mit\n---\n");
    let flow = "---\nlanguage: [a, b, c, d]\n---\n";
    assert_eq!(mended(flow, remove(&[0, 2])), "---\nlanguage: [b, d]\n---\n");
}

#[test]
fn a_split_and_a_removal_do_not_hinder_each_other() {
    let text = "---\nlanguage:\n  - en-de\n  - fr\n  - fr\n---\n";
    let mended = mended(text, |_, i, item| match i {
        0 => Some(FixBuilder::safe("Split").split_item(item, &["en".to_owned(), "de".to_owned()])),
        1 => Some(FixBuilder::safe("Write").set_text(item, "it")),
        _ => Some(FixBuilder::safe("Remove").remove_item(item)),
    });
    assert_eq!(mended, "---\nlanguage:\n  - en\n  - de\n  - it\n---\n");
}

#[test]
fn a_key_is_added_behind_the_value_that_changes() {
    for (text, after) in [
        ("---\nlanguage:\n- sv-SE\n---\n", "---\nlanguage:\n- sv\nx: y\n---\n"),
        ("---\nlanguage: [sv-SE] # s\na: b\n---\n", "---\nlanguage: [sv] # s\nx: y\na: b\n---\n"),
    ] {
        let mended = mended(text, |card, _, item| {
            let entry = card.entry("language")?;
            let value = Value::Str("y".to_owned());
            Some(
                FixBuilder::safe("Write")
                    .set_text(item, "sv")
                    .add_entry_after(entry, "x", "y", value),
            )
        });
        assert_eq!(mended, after);
    }
}

#[test]
fn neighbours_at_the_end_of_the_block_go_together() {
    let list = "---\nlanguage:\n- a\n- b\n- c\n---\ntext\n";
    let two_items = mended(list, |card, i, _| {
        let items: Vec<_> = card.get("language")?.items().skip(1).collect();
        (i == 0).then(|| FixBuilder::safe("Remove").remove_items(&items))
    });
    assert_eq!(two_items, "---\nlanguage:\n- a\n---\ntext\n");
    for (map, wanted) in [
        ("---\nlanguage: [a]\nx: 1\ny: 2\n---\n", "---\nlanguage: [a]\n---\n"),
        ("---\nx: 1 # why\nlanguage: [a]\ny:\n  z: 2\n---\n", "---\nlanguage: [a]\n---\n"),
        ("---\r\nx: 1\r\ny: 2\r\nlanguage: [a]\r\n---\r\n", "---\r\nlanguage: [a]\r\n---\r\n"),
    ] {
        let two_entries = mended(map, |card, _, _| {
            let entries = [card.entry("x")?, card.entry("y")?];
            Some(FixBuilder::safe("Remove").remove_entries(&entries))
        });
        assert_eq!(two_entries, wanted);
    }
}
