//! Who is let in, and what is asked of every request.

use github_stand_in::{Level, Role};
use serde_json::json;

use crate::client::Client;
use crate::reviews::Scene;

const PULL: &str = "/repos/org/model/pulls/1";

#[test]
fn every_request_names_its_sender_and_a_version() {
    let scene = Scene::new();
    assert_eq!(scene.client().with("user-agent", "").get(PULL).status, 403);
    assert_eq!(scene.client().with("x-github-api-version", "").get(PULL).status, 400);
    assert_eq!(scene.client().with("x-github-api-version", "2020-01-01").get(PULL).status, 400);
    assert_eq!(scene.client().get(&format!("/api/v3{PULL}")).status, 200);
    assert!(scene.client().get(PULL).header("date").unwrap().ends_with(" GMT"));
}

#[test]
fn a_missing_permission_is_named() {
    let scene = Scene::new();
    scene.github.set_permissions(&scene.token, &[("pull_requests", Level::Read)]);
    let review = json!({"event": "COMMENT", "body": "x"});
    let told = scene.client().post(&format!("{PULL}/reviews"), &review);
    assert_eq!(told.status, 403);
    assert_eq!(told.json()["message"], "Resource not accessible by integration");
    assert_eq!(told.header("x-accepted-github-permissions"), Some("pull_requests=write"));
    let nobody = Client::new(&scene.github, "");
    assert_eq!(nobody.get(PULL).status, 200);
    assert_eq!(nobody.post(&format!("{PULL}/reviews"), &review).status, 401);
}

#[test]
fn what_is_private_is_not_there_for_strangers() {
    let scene = Scene::new();
    scene.repo.make_private();
    assert_eq!(Client::new(&scene.github, "").get(PULL).status, 404);
    let stranger = Client::new(&scene.github, &scene.github.user_token("stranger"));
    assert_eq!(stranger.get(PULL).status, 404);
    scene.repo.let_in("stranger", Role::Read);
    assert_eq!(stranger.get(PULL).status, 200);
    assert_eq!(scene.client().get(PULL).status, 200);
    scene.github.set_permissions(&scene.token, &[("contents", Level::Read)]);
    assert_eq!(scene.client().get(PULL).status, 403);
}

#[test]
fn tokens_run_out_in_both_ways() {
    let scene = Scene::new();
    scene.github.set_remaining(&scene.token, 1, 10);
    assert_eq!(scene.client().get(PULL).status, 200);
    let told = scene.client().get(PULL);
    assert_eq!((told.status, told.header("x-ratelimit-remaining")), (403, Some("0")));
    scene.github.set_remaining(&scene.token, 10, 10);
    scene.github.set_clock_ahead(3_700);
    assert_eq!(scene.client().get(PULL).status, 401);
    scene.github.set_clock_ahead(0);
    scene.github.revoke(&scene.token);
    assert_eq!(scene.client().get(PULL).status, 401);
}

#[test]
fn one_has_a_role_in_a_repository() {
    let scene = Scene::new();
    scene.repo.let_in("keeper", Role::Write);
    let path = |login: &str| format!("/repos/org/model/collaborators/{login}/permission");
    let told = scene.client().get(&path("keeper")).json();
    assert_eq!((&told["permission"], &told["role_name"]), (&json!("write"), &json!("write")));
    let told = scene.client().get(&path("author")).json();
    assert_eq!(told["permission"], "read");
    let author = Client::new(&scene.github, &scene.github.user_token("author"));
    assert_eq!(author.get(&path("keeper")).status, 403);
}
