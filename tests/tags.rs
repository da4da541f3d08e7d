//! `cardbot tags`: what it prints and how it ends.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn cardbot(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cardbot"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("a reader");
    child.wait_with_output().expect("an end")
}

const CARD: &str = "---\nlicense: MIT\nlanguage: [en, no]\n---\n# A\n\neprint={2101.00001}\n";

#[test]
fn tags_are_printed_as_text_and_as_json() {
    let text = cardbot(&["tags", "-"], CARD);
    assert_eq!(text.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(text.stdout).expect("UTF-8"),
        "en\nno\narxiv:2101.00001\nlicense:mit\n"
    );
    let json = cardbot(&["tags", "-", "--format", "json"], CARD);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&json.stdout).expect("JSON"),
        serde_json::json!({"schema": 1, "tags": ["en", "no", "arxiv:2101.00001", "license:mit"]})
    );
}

#[test]
fn a_card_that_the_hub_refuses_has_no_tags_and_that_is_said() {
    let out = cardbot(&["tags", "-"], "---\ntags: [a\n---\n");
    assert_eq!(out.status.code(), Some(0));
    assert!(out.stdout.is_empty());
    assert!(String::from_utf8(out.stderr).expect("UTF-8").contains("would refuse it"));
}

#[test]
fn a_file_that_is_not_there_ends_with_2() {
    let out = cardbot(&["tags", "no-such-file.md"], "");
    assert_eq!(out.status.code(), Some(2));
    assert!(
        String::from_utf8(out.stderr)
            .expect("UTF-8")
            .contains("no-such-file.md can't be read: no such file")
    );
}
