//! The button that applies suggestions, and when it is grey.

use github_stand_in::StandIn;
use serde_json::{Value, json};

use crate::client::Client;
use crate::reviews::{Scene, text};

fn suggest(start: u64, line: u64, content: &str) -> Value {
    let body = format!("Better:\n\n```suggestion\n{content}```\n");
    let mut comment = json!({"path": "README.md", "line": line, "side": "RIGHT", "body": body});
    if start < line {
        comment["start_line"] = json!(start);
        comment["start_side"] = json!("RIGHT");
    }
    comment
}

fn readme(scene: &Scene) -> String {
    String::from_utf8(scene.pull.file("README.md").unwrap()).unwrap()
}

#[test]
fn all_are_applied_in_one_commit() {
    let scene = Scene::new();
    let before = scene.pull.head();
    let (status, _) = scene.post(&json!([
        suggest(3, 3, "THREE\nand a half\n"),
        suggest(19, 20, ""),
        suggest(18, 18, "EIGHTEEN\n"),
    ]));
    assert_eq!(status, 200);
    let told = scene.pull.apply_suggestions();
    assert_eq!((told.applied.len(), told.refused), (3, vec![]));
    assert_ne!(scene.pull.head(), before);
    let expected = text("THREE\nand a half", "EIGHTEEN").replace("line 19\nline 20\n", "");
    assert_eq!(readme(&scene), expected);
    assert!(scene.pull.comments().iter().all(|comment| comment.resolved));
    // Again: they were applied.
    let again = scene.pull.apply_suggestions();
    assert_eq!((again.commit, again.refused.len()), (None, 3));
}

#[test]
fn the_button_is_grey_where_github_says_so() {
    let scene = Scene::new();
    scene.post(&json!([
        suggest(3, 3, "third\n"),
        suggest(18, 18, "first\n"),
        suggest(17, 19, "second\n"),
        // Over a deleted line, which is shown between 2 and 3.
        suggest(2, 3, "x\n"),
    ]));
    let told = scene.pull.apply_suggestions();
    let why: Vec<&str> = told.refused.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(told.applied.len(), 1);
    assert_eq!(
        why,
        [
            "Suggestions cannot be applied as no changes were made to the code.",
            "Applying suggestions on deleted lines is not currently supported.",
            "Applying suggestions on deleted lines is not currently supported.",
        ]
    );
}

#[test]
fn one_suggestion_a_line_and_none_on_the_text_before() {
    let scene = Scene::new();
    let mut left = suggest(3, 3, "x\n");
    left["side"] = json!("LEFT");
    scene.post(&json!([left, suggest(19, 19, "a\n"), suggest(19, 20, "b\n")]));
    let told = scene.pull.apply_suggestions();
    let why: Vec<&str> = told.refused.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(
        why,
        [
            "Applying suggestions on deleted lines is not currently supported.",
            "Only one suggestion per line can be applied in a batch.",
        ]
    );
}

#[test]
fn nothing_is_applied_when_closed_outdated_or_without_the_right_to_push() {
    let scene = Scene::new();
    scene.post(&json!([suggest(3, 3, "THREE\n")]));
    assert_eq!(scene.pull.apply("stranger", |_| true).refused.len(), 1);
    scene.pull.push(&[("README.md", text("3rd", "eighteenth"))], "Mend it myself");
    let told = scene.pull.apply_suggestions();
    assert_eq!(told.refused[0].1, "This suggestion is outdated.");
    scene.post(&json!([suggest(3, 3, "THREE\n")]));
    scene.pull.close();
    let told = scene.pull.apply_suggestions();
    assert!(told.refused.iter().all(|(_, why)| why.contains("closed")), "{told:?}");
}

#[test]
fn line_ends_stay_as_they_are() {
    let github = StandIn::start_unlogged();
    let repo = github.repository("org/model");
    repo.commit("main", &[("README.md", "a\r\nb\r\n"), ("bare", "a\nb")], "Begin");
    repo.commit("topic", &[("x", "x")], "Branch");
    repo.branch("topic", "main");
    repo.commit("topic", &[("README.md", "A\r\nb\r\n"), ("bare", "a\nB")], "Change");
    let pull = repo.open("topic", "main");
    let client = Client::new(&github, &github.user_token("reviewer"));
    let mut bare = suggest(2, 2, "last\n");
    bare["path"] = json!("bare");
    let told = client.post(
        "/repos/org/model/pulls/1/reviews",
        &json!({"event": "COMMENT", "body": "x", "comments": [suggest(1, 1, "1\n2\n"), bare]}),
    );
    assert_eq!(told.status, 200, "{told:?}");
    let told = pull.apply_suggestions();
    assert_eq!(told.refused, vec![]);
    assert_eq!(pull.file("README.md").unwrap(), b"1\r\n2\r\nb\r\n");
    assert_eq!(pull.file("bare").unwrap(), b"a\nlast");
}
