//! GitHub tells only so much at a time: each cap, lowered.

use github_stand_in::{Caps, Fault, StandIn};
use serde_json::{Value, json};

use crate::client::Client;

/// Six files of ten lines in one pull request.
fn github(caps: Caps) -> (StandIn, Client) {
    let github = StandIn::start_with(caps);
    let repo = github.repository("org/model");
    repo.commit("main", &[("x", "x\n")], "Begin");
    repo.branch("topic", "main");
    let lines = "line\n".repeat(10);
    let files: Vec<(String, &str)> = (0..6).map(|n| (format!("f{n}.md"), lines.as_str())).collect();
    repo.commit("topic", &files, "Many");
    repo.open("topic", "main");
    let token = github.user_token("somebody");
    let client = Client::new(&github, &token);
    (github, client)
}

const FILES: &str = "/repos/org/model/pulls/1/files?per_page=4";
const COMPARISON: &str = "/repos/org/model/compare/main...topic";

fn rows(told: &Value) -> usize {
    told.as_array().map_or(0, Vec::len)
}

fn bare(rows: &Value) -> Vec<bool> {
    rows.as_array().unwrap().iter().map(|row| row.get("patch").is_none()).collect()
}

#[test]
fn lists_of_files_end() {
    let (_github, client) = github(Caps { files: 5, compared_files: 2, ..Caps::GITHUB });
    assert_eq!(rows(&client.get(FILES).json()), 4);
    assert_eq!(rows(&client.get(&format!("{FILES}&page=2")).json()), 1);
    assert_eq!(rows(&client.get(COMPARISON).json()["files"]), 2);
    assert_eq!(client.get("/repos/org/model/pulls/1").json()["changed_files"], 6);
    let (_github, client) = github(Caps::GITHUB);
    assert_eq!(rows(&client.get(&format!("{FILES}&page=2")).json()), 2);
    assert_eq!(rows(&client.get(COMPARISON).json()["files"]), 6);
}

#[test]
fn rows_after_many_lines_say_nothing_and_long_patches_are_left_out() {
    // A patch has its heading and ten lines.
    let (_github, client) = github(Caps { answer_lines: 20, ..Caps::GITHUB });
    let told = client.get(FILES).json();
    assert_eq!(bare(&told), [false, false, true, true]);
    assert_eq!((&told[2]["changes"], &told[2]["status"]), (&json!(0), &json!("added")));
    assert_eq!(bare(&client.get(&format!("{FILES}&page=2")).json()), [false, false]);
    assert_eq!(
        bare(&client.get(COMPARISON).json()["files"]),
        [false, false, true, true, true, true]
    );
    for caps in [Caps { patch_lines: 10, ..Caps::GITHUB }, Caps { patch_bytes: 50, ..Caps::GITHUB }]
    {
        let (_github, client) = github(caps);
        let told = client.get(FILES).json();
        assert_eq!(bare(&told), [true; 4]);
        assert_eq!(told[0]["changes"], 10, "the counts are there all the same");
    }
}

#[test]
fn a_long_difference_is_refused_with_406() {
    let asked = |caps: Caps| {
        let (_github, client) = github(caps);
        let client = client.with("accept", "application/vnd.github.diff");
        let told = client.get("/repos/org/model/pulls/1");
        (told.status, told.json()["errors"][0]["code"].clone())
    };
    assert_eq!(asked(Caps::GITHUB), (200, Value::Null));
    for caps in [
        Caps { diff_files: 5, ..Caps::GITHUB },
        Caps { diff_lines: 60, ..Caps::GITHUB },
        Caps { diff_bytes: 300, ..Caps::GITHUB },
    ] {
        assert_eq!(asked(caps), (406, json!("too_large")), "{caps:?}");
    }
}

const TEXTS: &str = "{ repository(owner: \"org\", name: \"model\") { \
    head: object(expression: \"topic\") { ... on Commit { \
    f0: file(path: \"f0.md\") { object { ... on Blob { text isTruncated } } } \
    f1: file(path: \"f1.md\") { object { ... on Blob { text isTruncated } } } } } } }";

#[test]
fn graphql_cuts_texts_refuses_many_nodes_and_answers_in_part() {
    let (github, client) = github(Caps { text_bytes: 7, nodes: 99, ..Caps::GITHUB });
    let told = client.graphql(TEXTS, &json!({}));
    let files = &told["data"]["repository"]["head"];
    assert_eq!(files["f0"]["object"], json!({"text": "line\nli", "isTruncated": true}));
    let list = |first: u32| {
        let query = format!(
            "{{ repository(owner: \"org\", name: \"model\") {{ pullRequest(number: 1) {{ \
             reviews(first: {first}) {{ nodes {{ id }} }} }} }} }}"
        );
        client.graphql(&query, &json!({}))["errors"][0]["type"].clone()
    };
    assert_eq!(list(99), Value::Null);
    assert_eq!(list(100), "MAX_NODE_LIMIT_EXCEEDED");
    github.inject(Fault::partial_answer());
    let told = client.graphql(TEXTS, &json!({}));
    assert_eq!(told["errors"][0]["path"], json!(["repository", "head", "f0"]));
    let files = &told["data"]["repository"]["head"];
    assert_eq!((&files["f0"], files["f1"].is_null()), (&Value::Null, false));
}

#[test]
fn long_trees_are_cut_and_say_so() {
    let tree = |caps: Caps| {
        let (_github, client) = github(caps);
        let told = client.get("/repos/org/model/git/trees/topic?recursive=1").json();
        (rows(&told["tree"]), told["truncated"].clone())
    };
    assert_eq!(tree(Caps::GITHUB), (7, json!(false)));
    assert_eq!(tree(Caps { tree_entries: 3, ..Caps::GITHUB }), (3, json!(true)));
}
