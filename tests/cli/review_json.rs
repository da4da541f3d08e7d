//! The JSON of `review`, field by field.

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

fn change(base: &str, head: &str, more: &[&str]) -> Value {
    let sandbox = Sandbox::with("base.md", base);
    sandbox.write("README.md", head);
    sandbox.json(&[&["review", "base.md", "README.md", "--format", "json"], more].concat())
}

#[test]
fn findings_say_where_they_came_from_and_where_they_are_told() {
    let text = "A line.\n".repeat(30);
    let base = format!("---\nlanguage: English\nlicense: mit\ntags: [a]\n---\n{text}");
    let head = base.replace("license: mit", "license: Apache 2.0");
    let json = change(&base, &head, &["--select", "license-unknown,language-name"]);
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let told: Vec<_> =
        findings.iter().map(|f| json!([f["rule"], f["origin"], f["placement"]])).collect();
    assert_eq!(
        told,
        [
            json!(["language-name", "existing", {"kind": "inline", "line": 2, "side": "RIGHT"}]),
            json!(["license-unknown", "introduced", {"kind": "inline", "line": 3, "side": "RIGHT"}]),
        ]
    );
    assert_eq!(
        json["summary"],
        json!({"files": 1, "model_cards": 1, "errors": 1, "warnings": 0, "notes": 0, "fixable": 1,
            "existing": 1, "suppressed": 0, "not_shown": 0})
    );
    let comments = json["review"]["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 1, "only what was introduced is commented");
    let mut comment = comments[0].clone();
    let body = comment.as_object_mut().unwrap().remove("body").unwrap();
    assert_eq!(comment, json!({"path": "README.md", "line": 3, "side": "RIGHT"}));
    let body = body.as_str().unwrap();
    assert!(body.contains("```suggestion\nlicense: apache-2.0\n```"), "{body}");
}

#[test]
fn a_comment_on_several_lines_has_both_ends() {
    let base = "---\nlicense: mit\n---\n";
    let head = "---\nlicense: other\nlicense_name: apache-2.0\nlicense_link: x\n---\n";
    let json = change(base, head, &["--select", "license-other-known"]);
    let mut comment = json["review"]["comments"][0].clone();
    comment.as_object_mut().unwrap().remove("body");
    assert_eq!(
        comment,
        json!({"path": "README.md", "start_line": 2, "start_side": "RIGHT", "line": 4,
            "side": "RIGHT"})
    );
    assert_eq!(
        json["files"][0]["findings"][0]["placement"],
        json!({"kind": "inline", "start_line": 2, "line": 4, "side": "RIGHT"})
    );
}

#[test]
fn a_finding_away_from_the_change_goes_to_the_summary() {
    let text = "A line.\n".repeat(30);
    let base = format!("---\nlicense: mit\nlanguage: en\n---\n{text}");
    let head = format!("---\nlicense: MIT\nlanguage: en\n---\n{text}More.\n");
    let sandbox = Sandbox::with("a.md", &base);
    sandbox.write("b.md", head);
    let json = sandbox.json(&[
        "review",
        "a.md",
        "b.md",
        "--select",
        "license-unknown",
        "--format",
        "json",
    ]);
    assert_eq!(json["files"][0]["findings"][0]["placement"]["kind"], "inline");
    assert!(json["review"]["body"].as_str().unwrap().starts_with("**cardbot**: 1 error"));
}

#[test]
fn changes_are_values_as_js_yaml_loads_them() {
    let base = "---\nlicense: mit\ntags: [a, b]\nold: 1\nwhen: 2020-01-01\nn: .nan\n---\n";
    let head = "---\nlicense: apache-2.0\ntags: [b, a]\nnew: {x: [1.0, true, null]}\nwhen: \
        2021-01-01\nn: .inf\n---\n";
    let json = change(base, head, &["--select", "license-unknown"]);
    let mut changes = json["changes"].as_array().unwrap().clone();
    changes.sort_by_key(|change| change["key"].to_string());
    let of = |key: &str, kind: &str, before: Value, after: Value| json!({"path": "README.md", "key": [key], "kind": kind, "before": before, "after": after});
    assert_eq!(
        changes,
        [
            of("license", "changed", json!("mit"), json!("apache-2.0")),
            of("n", "changed", json!("NaN"), json!("Infinity")),
            of("new", "added", json!(null), json!({"x": [1, true, null]})),
            of("old", "removed", json!(1), json!(null)),
            of("tags", "reordered", json!(["a", "b"]), json!(["b", "a"])),
            of(
                "when",
                "changed",
                json!("2020-01-01T00:00:00.000Z"),
                json!("2021-01-01T00:00:00.000Z")
            ),
        ]
    );
    assert_eq!(
        json["tags"],
        json!([{"path": "README.md", "added": ["license:apache-2.0"], "removed": ["license:mit"]}])
    );
}

#[test]
fn a_moved_line_and_an_inserted_item_change_no_fingerprint() {
    let base = "---\nlicense: mit\nlanguage:\n- English\n---\n";
    let head = "---\nlanguage:\n- fr\n- English\nlicense: mit\n---\n\nMore.\n";
    let json = change(base, head, &["--select", "language-name"]);
    let findings = json["files"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["origin"], "existing");
    assert_eq!(findings[0]["key"], json!(["language", 1]));
}

#[test]
fn files_that_are_no_model_cards_say_so() {
    let json = change("# A\n", "# B\n", &[]);
    assert_eq!(json["files"], json!([{"path": "README.md", "kind": "other", "findings": []}]));
    assert_eq!(json["summary"]["model_cards"], 0);
    assert_eq!(json["changes"], json!([]));
    assert_eq!(json["tags"], json!([]));
}
