//! Reading: files with their caps and traps, comparisons, contents, conditional requests.

use github_stand_in::{Change, StandIn};
use serde_json::json;

use crate::client::Client;
use crate::reviews::Scene;

#[test]
fn the_difference_is_taken_from_the_merge_base() {
    let scene = Scene::new();
    scene.repo.commit("main", &[("other.md", "x\n")], "Move on");
    let files = scene.client().get("/repos/org/model/pulls/1/files").json();
    assert_eq!(files.as_array().unwrap().len(), 1);
    assert_eq!(files[0]["filename"], "README.md");
    assert_eq!((&files[0]["additions"], &files[0]["deletions"]), (&json!(2), &json!(2)));
    let (base, head) = (scene.repo.tip("main").unwrap(), scene.pull.head());
    let told = scene.client().get(&format!("/repos/org/model/compare/{base}...{head}")).json();
    assert_eq!(told["status"], "diverged");
    assert_eq!(told["merge_base_commit"]["sha"], json!(scene.pull.merge_base()));
    assert_eq!(told["files"], files);
    let named = scene.client().get("/repos/org/model/compare/main...author:topic").json();
    assert_eq!(named["files"], files);
}

#[test]
fn renames_deletions_and_binary_files_are_told_as_github_does() {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    let long: String = (1..=30).map(|number| format!("line {number}\n")).collect();
    repo.commit(
        "main",
        &[
            ("a.md", long.as_bytes()),
            ("b.md", b"x\n"),
            ("c.bin", b"\0\x01"),
            ("pure.md", b"y\nz\n"),
        ],
        "Begin",
    );
    repo.branch("topic", "main");
    let change = Change::new()
        .rename("a.md", "new.md")
        .put("new.md", long.replace("line 5\n", "five\n"))
        .rename("pure.md", "moved.md")
        .delete("b.md")
        .put("c.bin", b"\0\x02");
    repo.commit_change("topic", &change);
    repo.open("topic", "main");
    let client = Client::new(&github, "");
    let files = client.get("/repos/org/model/pulls/1/files?per_page=100").json();
    let find = |name: &str| {
        let mut rows = files.as_array().unwrap().iter();
        rows.find(|row| row["filename"] == name).unwrap_or_else(|| panic!("{name}")).clone()
    };
    assert_eq!(find("new.md")["previous_filename"], "a.md");
    assert_eq!(find("new.md")["status"], "renamed");
    assert!(find("new.md")["patch"].as_str().unwrap().contains("+five"));
    assert!(find("moved.md").get("patch").is_none());
    assert_eq!(find("b.md")["status"], "removed");
    assert_eq!(find("c.bin")["status"], "modified");
    assert!(find("c.bin").get("patch").is_none());
}

#[test]
fn pages_are_linked_and_rows_after_many_lines_say_nothing() {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    repo.commit("main", &[("x", "x\n")], "Begin");
    repo.branch("topic", "main");
    let lines = "line\n".repeat(900);
    let files: Vec<(String, &str)> =
        (0..60).map(|number| (format!("f{number:02}.md"), lines.as_str())).collect();
    repo.commit("topic", &files, "Many");
    repo.open("topic", "main");
    let client = Client::new(&github, "");
    let first = client.get("/repos/org/model/pulls/1/files");
    let rows = first.json();
    assert_eq!(rows.as_array().unwrap().len(), 30);
    assert_eq!(rows[0]["changes"], 900);
    // 23 × 901 lines are more than 20,000.
    assert_eq!(rows[22]["changes"], 900);
    assert_eq!(rows[23]["changes"], 0);
    assert!(rows[23].get("patch").is_none());
    let link = first.header("link").unwrap();
    assert!(link.contains("page=2>; rel=\"next\"") && link.contains("rel=\"last\""), "{link}");
    let small = client.get("/repos/org/model/pulls/1/files?per_page=20&page=2").json();
    assert_eq!((&small[3]["filename"], &small[3]["changes"]), (&json!("f23.md"), &json!(900)));
}

#[test]
fn contents_come_in_the_form_that_is_asked_for() {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    let big = vec![b'a'; (1 << 20) + 1];
    let change = Change::files(&[("docs/README.md", b"text\n".as_slice()), ("big.md", &big)])
        .link("link.md", "docs/README.md");
    repo.commit_change("main", &change);
    let client = Client::new(&github, "");
    let told = client.get("/repos/org/model/contents/docs/README.md").json();
    assert_eq!((&told["type"], &told["content"]), (&json!("file"), &json!("dGV4dAo=\n")));
    let raw = Client::new(&github, "").with("accept", "application/vnd.github.raw+json");
    assert_eq!(raw.get("/repos/org/model/contents/docs/README.md?ref=main").bytes, b"text\n");
    assert_eq!(raw.get("/repos/org/model/contents/link.md").bytes, b"text\n");
    assert_eq!(raw.get("/repos/org/model/contents/big.md").bytes.len(), big.len());
    let told = client.get("/repos/org/model/contents/big.md").json();
    assert_eq!((&told["content"], &told["encoding"]), (&json!(""), &json!("none")));
    let folder = client.get("/repos/org/model/contents/docs").json();
    assert_eq!(folder[0]["path"], "docs/README.md");
    let oid = folder[0]["sha"].as_str().unwrap();
    assert_eq!(raw.get(&format!("/repos/org/model/git/blobs/{oid}")).bytes, b"text\n");
    assert_eq!(client.get("/repos/org/model/contents/none").status, 404);
    assert_eq!(client.get("/repos/org/model/contents/big.md?ref=none").status, 404);
}

#[test]
fn what_one_has_already_costs_nothing() {
    let scene = Scene::new();
    let path = "/repos/org/model/pulls/1";
    let first = scene.client().get(path);
    let left = |told: &crate::client::Response| {
        told.header("x-ratelimit-remaining").unwrap().parse::<u64>().unwrap()
    };
    assert_eq!(left(&first), 999);
    let tag = first.header("etag").unwrap().to_owned();
    let again = scene.client().with("if-none-match", &tag).get(path);
    assert_eq!((again.status, again.bytes.len(), left(&again)), (304, 0, 999));
    scene.pull.push(&[("x", "x")], "More");
    let changed = scene.client().with("if-none-match", &tag).get(path);
    assert_eq!((changed.status, left(&changed)), (200, 998));
}

#[test]
fn a_renamed_repository_redirects() {
    let scene = Scene::new();
    scene.repo.rename("org/newer");
    let told = scene.client().get("/repos/org/model/pulls/1/files?per_page=5");
    assert_eq!(told.status, 301);
    let target = told.header("location").unwrap();
    let path = target.strip_prefix(scene.github.url()).unwrap();
    assert!(path.ends_with("/pulls/1/files?per_page=5"), "{path}");
    assert_eq!(scene.client().get(path).status, 200);
    let told = scene.client().post("/repos/org/model/pulls/1/reviews", &json!({}));
    assert_eq!(told.status, 307);
}

#[test]
fn of_a_deleted_fork_only_the_branch_name_is_left() {
    let scene = Scene::new();
    scene.github.repository("author/model").delete();
    let told = scene.client().get("/repos/org/model/pulls/1").json();
    assert_eq!(told["head"]["repo"], serde_json::Value::Null);
    assert_eq!(told["head"]["ref"], "topic");
    // Its commits are still in the shared store.
    let head = scene.pull.head();
    let path = format!("/repos/org/model/contents/README.md?ref={head}");
    assert_eq!(scene.client().get(&path).status, 200);
}
