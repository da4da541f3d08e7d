//! A review is taken whole or not at all.

use github_stand_in::{Change, Level, PullRequest, Repo, Role, StandIn};
use serde_json::{Value, json};

use crate::client::Client;

/// Twenty lines, of which the change touches the third and the eighteenth.
pub(crate) fn text(third: &str, eighteenth: &str) -> String {
    let mut lines: Vec<String> = (1..=20).map(|number| format!("line {number}")).collect();
    third.clone_into(&mut lines[2]);
    eighteenth.clone_into(&mut lines[17]);
    lines.join("\n") + "\n"
}

pub(crate) struct Scene {
    pub(crate) github: StandIn,
    pub(crate) repo: Repo,
    pub(crate) pull: PullRequest,
    pub(crate) token: String,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let github = StandIn::start_unlogged();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", text("line 3", "line 18"))], "Begin");
        let fork = repo.fork("author");
        fork.commit("topic", &[("README.md", text("third", "eighteenth"))], "Change");
        let pull = repo.open_from_fork(&fork, "topic", "main");
        let token = github
            .actions_token(&repo, &[("contents", Level::Read), ("pull_requests", Level::Write)]);
        Self { github, repo, pull, token }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&self.github, &self.token)
    }

    pub(crate) fn post(&self, comments: &Value) -> (u16, Value) {
        let body = json!({"commit_id": self.pull.head(), "event": "COMMENT", "body": "Hello",
                          "comments": comments});
        let told = self.client().post("/repos/org/model/pulls/1/reviews", &body);
        (told.status, told.json())
    }
}

fn at(line: u64) -> Value {
    json!({"path": "README.md", "line": line, "side": "RIGHT", "body": "Say"})
}

#[test]
fn a_good_review_is_there_afterwards() {
    let scene = Scene::new();
    let (status, told) = scene.post(&json!([at(3), at(18)]));
    assert_eq!(status, 200, "{told}");
    assert_eq!(told["state"], "COMMENTED");
    assert_eq!(told["user"]["login"], "github-actions[bot]");
    let reviews = scene.pull.reviews();
    assert_eq!((reviews.len(), reviews[0].body.as_str()), (1, "Hello"));
    let lines: Vec<_> = scene.pull.comments().iter().map(|comment| comment.line).collect();
    assert_eq!(lines, [Some(3), Some(18)]);
    let rows = scene.client().get("/repos/org/model/pulls/1/comments").json();
    assert_eq!(rows[0]["line"], 3);
    assert!(rows[0]["diff_hunk"].as_str().unwrap().ends_with("+third"), "{rows:#}");
}

#[test]
fn one_line_outside_the_hunks_refuses_the_whole() {
    let scene = Scene::new();
    // Three lines around a change are shown, and no more.
    for line in [7, 10, 14, 21] {
        let (status, told) = scene.post(&json!([at(3), at(line)]));
        assert_eq!(status, 422, "line {line}");
        assert_eq!(told["errors"], json!(["Line could not be resolved"]));
    }
    assert!(scene.pull.reviews().is_empty());
    assert!(scene.pull.comments().is_empty());
    let (status, _) = scene.post(&json!([at(1), at(6), at(15), at(20)]));
    assert_eq!(status, 200);
}

#[test]
fn a_range_stays_in_one_hunk_and_runs_forward() {
    let scene = Scene::new();
    let range = |start: u64, line: u64| {
        let mut comment = at(line);
        comment["start_line"] = json!(start);
        comment["start_side"] = json!("RIGHT");
        scene.post(&json!([comment])).0
    };
    assert_eq!(range(3, 18), 422);
    assert_eq!(range(3, 3), 422);
    assert_eq!(range(4, 3), 422);
    assert_eq!(range(8, 16), 422);
    assert_eq!(range(2, 4), 200);
    assert_eq!(scene.pull.comments()[0].start_line, Some(2));
}

#[test]
fn keys_paths_and_texts_are_checked() {
    let scene = Scene::new();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut comment = at(3);
        change(&mut comment);
        scene.post(&json!([comment])).0 == 422
    };
    assert!(refused(&|comment| comment["path"] = json!("OTHER.md")));
    assert!(refused(&|comment| comment["subject_type"] = json!("file")));
    assert!(refused(&|comment| comment["side"] = json!("BOTH")));
    assert!(refused(&|comment| comment["body"] = json!(" ")));
    assert!(refused(&|comment| comment["body"] = json!("é".repeat(65_537))));
    assert!(refused(&|comment| comment["line"] = json!("3")));
    assert!(refused(&|comment| *comment = json!({"path": "README.md", "body": "x"})));
    assert!(!refused(&|_| {}));
}

#[test]
fn the_text_before_has_its_own_lines() {
    let scene = Scene::new();
    let mut comment = at(3);
    comment["side"] = json!("LEFT");
    assert_eq!(scene.post(&json!([comment])).0, 200);
    comment["line"] = json!(10);
    assert_eq!(scene.post(&json!([comment])).0, 422);
}

#[test]
fn without_an_event_it_is_a_draft_that_is_in_the_way() {
    let scene = Scene::new();
    let path = "/repos/org/model/pulls/1/reviews";
    let told = scene.client().post(path, &json!({"body": "draft", "comments": [at(3)]}));
    assert_eq!((told.status, &told.json()["state"]), (200, &json!("PENDING")));
    let other = Client::new(&scene.github, &scene.github.user_token("somebody"));
    assert_eq!(other.get(path).json(), json!([]));
    assert_eq!(other.get("/repos/org/model/pulls/1/comments").json(), json!([]));
    assert_eq!(scene.post(&json!([])).0, 422);
    let id = scene.pull.reviews()[0].number;
    let told = scene.client().post(&format!("{path}/{id}/events"), &json!({"event": "COMMENT"}));
    assert_eq!(told.status, 200);
    assert_eq!(scene.post(&json!([])).0, 200);
}

#[test]
fn a_review_needs_something_to_say_and_a_commit_of_the_pull_request() {
    let scene = Scene::new();
    let path = "/repos/org/model/pulls/1/reviews";
    let status = |body: &Value| scene.client().post(path, body).status;
    assert_eq!(status(&json!({"event": "COMMENT"})), 422);
    assert_eq!(status(&json!({"event": "SHOUT", "body": "x"})), 422);
    let base = scene.repo.tip("main").unwrap();
    assert_eq!(status(&json!({"event": "COMMENT", "body": "x", "commit_id": base})), 422);
    assert_eq!(status(&json!({"event": "COMMENT", "body": "x", "commit_id": "abc"})), 422);
    assert_eq!(status(&json!({"event": "APPROVE", "body": "x"})), 422);
    scene.github.let_apps_approve(true);
    assert_eq!(status(&json!({"event": "APPROVE"})), 200);
}

#[test]
fn nobody_judges_their_own_pull_request() {
    let scene = Scene::new();
    let path = "/repos/org/model/pulls/1/reviews";
    let author = Client::new(&scene.github, &scene.github.user_token("author"));
    let changes = json!({"event": "REQUEST_CHANGES", "body": "x"});
    assert_eq!(author.post(path, &changes).status, 422);
    assert_eq!(author.post(path, &json!({"event": "COMMENT", "body": "x"})).status, 200);
    let other = Client::new(&scene.github, &scene.github.user_token("other"));
    assert_eq!(other.post(path, &changes).status, 200);
}

#[test]
fn comments_move_with_their_lines_and_are_outdated_when_those_change() {
    let scene = Scene::new();
    scene.post(&json!([at(3), at(18)]));
    let pushed = format!("zero\n{}", text("third", "changed again"));
    scene.pull.push(&[("README.md", pushed)], "More");
    let lines: Vec<_> = scene.pull.comments().iter().map(|comment| comment.line).collect();
    assert_eq!(lines, [Some(4), None]);
    let rows = scene.client().get("/repos/org/model/pulls/1/comments").json();
    assert_eq!(rows[0]["commit_id"], json!(scene.pull.head()));
    assert_eq!(rows[1]["line"], Value::Null);
    assert_eq!(rows[1]["original_line"], 18);
}

#[test]
fn a_force_push_makes_reviews_claim_the_new_head() {
    let scene = Scene::new();
    scene.post(&json!([at(3)]));
    let old = scene.pull.head();
    assert_eq!(scene.pull.reviews()[0].commit, old);
    scene.pull.push(&[("other.md", "x\n")], "Forward");
    assert_eq!(scene.pull.reviews()[0].commit, old);
    let change = Change::files(&[("README.md", text("third", "line 18"))]);
    let new = scene.pull.force_push("main", &change);
    assert_eq!(scene.pull.reviews()[0].commit, new);
    assert_eq!(scene.pull.comments()[0].line, Some(3));
}

#[test]
fn bodies_can_be_edited_and_comments_deleted_by_who_wrote_them() {
    let scene = Scene::new();
    scene.post(&json!([at(3), at(18)]));
    let review = scene.pull.reviews()[0].number;
    let comments = scene.pull.comments();
    let path = format!("/repos/org/model/pulls/1/reviews/{review}");
    let told = scene.client().send("PUT", &path, &json!({"body": "New"}));
    assert_eq!((told.status, &told.json()["body"]), (200, &json!("New")));
    let path = format!("/repos/org/model/pulls/comments/{}", comments[0].number);
    let stranger = Client::new(&scene.github, &scene.github.user_token("stranger"));
    assert_eq!(stranger.send("PATCH", &path, &json!({"body": "Mine"})).status, 403);
    assert_eq!(stranger.send("DELETE", &path, &Value::Null).status, 403);
    assert_eq!(scene.client().send("PATCH", &path, &json!({"body": "Edited"})).status, 200);
    assert_eq!(scene.pull.comments()[0].body, "Edited");
    assert_eq!(scene.client().send("DELETE", &path, &Value::Null).status, 204);
    assert_eq!(scene.pull.comments().len(), 1);
}

#[test]
fn answers_go_to_the_comment_that_began_the_thread() {
    let scene = Scene::new();
    scene.post(&json!([at(3)]));
    let first = scene.pull.comments()[0].number;
    let reply = scene.pull.reply(first, "author", "Why?");
    let path = |id: u64| format!("/repos/org/model/pulls/1/comments/{id}/replies");
    let body = json!({"body": "Because"});
    assert_eq!(scene.client().post(&path(reply), &body).status, 422);
    let told = scene.client().post(&path(first), &body);
    assert_eq!((told.status, &told.json()["in_reply_to_id"]), (201, &json!(first)));
}

#[test]
fn a_locked_conversation_takes_nothing() {
    let scene = Scene::new();
    scene.pull.set_locked(true);
    assert_eq!(scene.post(&json!([at(3)])).0, 403);
    let body = json!({"body": "x"});
    assert_eq!(scene.client().post("/repos/org/model/issues/1/comments", &body).status, 403);
    scene.repo.let_in("keeper", Role::Write);
    let keeper = Client::new(&scene.github, &scene.github.user_token("keeper"));
    let review = json!({"event": "COMMENT", "body": "x"});
    assert_eq!(keeper.post("/repos/org/model/pulls/1/reviews", &review).status, 200);
}

#[test]
fn on_request_a_refused_review_stays_behind_empty() {
    let scene = Scene::new();
    scene.github.keep_refused_reviews(true);
    assert_eq!(scene.post(&json!([at(10)])).0, 422);
    let reviews = scene.pull.reviews();
    assert_eq!((reviews.len(), reviews[0].body.as_str()), (1, ""));
}
