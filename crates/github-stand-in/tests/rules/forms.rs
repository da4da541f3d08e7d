//! Asks for everything once, as GitHub wants it. `scripts/api-check` holds the requests and the
//! answers of this test against GitHub's own descriptions.

use github_stand_in::{Level, PullRequest, Repo, Role, StandIn};
use serde_json::{Value, json};

use crate::apps::{ALL, as_app};
use crate::client::Client;

const REPO: &str = "/repos/org/model";

fn scene() -> (StandIn, Repo, PullRequest) {
    let github = StandIn::start();
    let repo = github.repository("org/model");
    repo.commit("main", &[("README.md", "a\nb\nc\n"), ("docs/x.md", "x\n")], "Begin");
    let fork = repo.fork("author");
    fork.commit("topic", &[("README.md", "a\nB\nc\n")], "Change");
    let pull = repo.open_from_fork(&fork, "topic", "main");
    repo.let_in("keeper", Role::Admin);
    (github, repo, pull)
}

#[test]
fn everything_that_is_read() {
    let (github, _repo, pull) = scene();
    pull.review("keeper", "Fine");
    pull.comment("author", "Thanks");
    let client = Client::new(&github, &github.user_token("keeper"));
    let head = pull.head();
    let readme = client.get(&format!("{REPO}/contents/README.md?ref={head}")).json();
    let oid = readme["sha"].as_str().unwrap().to_owned();
    let review = pull.reviews()[0].number;
    let comment = pull.issue_comments()[0].number;
    for path in [
        "/rate_limit".to_owned(),
        "/meta".to_owned(),
        "/user".to_owned(),
        REPO.to_owned(),
        "/repos/author/model".to_owned(),
        format!("{REPO}/collaborators/author/permission"),
        format!("{REPO}/compare/main...{head}"),
        format!("{REPO}/contents/README.md"),
        format!("{REPO}/contents/docs?ref=main"),
        format!("{REPO}/git/blobs/{oid}"),
        format!("{REPO}/pulls?state=all&per_page=5&page=1"),
        format!("{REPO}/pulls/1"),
        format!("{REPO}/pulls/1/files?per_page=100"),
        format!("{REPO}/pulls/1/reviews"),
        format!("{REPO}/pulls/1/reviews/{review}"),
        format!("{REPO}/pulls/1/reviews/{review}/comments"),
        format!("{REPO}/pulls/1/comments"),
        format!("{REPO}/issues/1/comments"),
        format!("{REPO}/issues/comments/{comment}"),
        format!("{REPO}/issues/comments/{comment}/reactions"),
    ] {
        let told = client.get(&path);
        assert_eq!(told.status, 200, "{path}");
    }
}

#[test]
fn everything_that_is_written() {
    let (github, repo, pull) = scene();
    let token = github.actions_token(&repo, &[("pull_requests", Level::Write)]);
    let client = Client::new(&github, &token);
    let send = |method: &str, path: String, body: Value, status: u16| {
        let told = client.send(method, &path, &body);
        assert_eq!(told.status, status, "{method} {path}: {told:?}");
        told.json()
    };
    let new = json!({"commit_id": pull.head(), "event": "COMMENT", "body": "x", "comments": [
        {"path": "README.md", "line": 2, "side": "RIGHT", "body": "one"},
        {"path": "README.md", "start_line": 1, "start_side": "RIGHT", "line": 3, "side": "RIGHT",
         "body": "range"}]});
    let review = send("POST", format!("{REPO}/pulls/1/reviews"), new, 200)["id"].clone();
    send("PUT", format!("{REPO}/pulls/1/reviews/{review}"), json!({"body": "y"}), 200);
    let comments = client.get(&format!("{REPO}/pulls/1/comments")).json();
    let listed = client.get(&format!("{REPO}/pulls/1/reviews/{review}/comments")).json();
    assert_eq!(comments.as_array().unwrap().len(), listed.as_array().unwrap().len());
    let (one, range) = (comments[0]["id"].clone(), comments[1]["id"].clone());
    send("GET", format!("{REPO}/pulls/comments/{one}"), Value::Null, 200);
    send("PATCH", format!("{REPO}/pulls/comments/{one}"), json!({"body": "new"}), 200);
    send("POST", format!("{REPO}/pulls/1/comments/{one}/replies"), json!({"body": "re"}), 201);
    send("DELETE", format!("{REPO}/pulls/comments/{range}"), Value::Null, 204);
    let said = json!({"body": "hello"});
    let comment = send("POST", format!("{REPO}/issues/1/comments"), said, 201)["id"].clone();
    let path = format!("{REPO}/issues/comments/{comment}");
    send("PATCH", path.clone(), json!({"body": "new"}), 200);
    send("POST", format!("{path}/reactions"), json!({"content": "eyes"}), 201);
    send("POST", format!("{path}/reactions"), json!({"content": "eyes"}), 200);
    send("DELETE", path, Value::Null, 204);
}

#[test]
fn a_draft_is_handed_in_or_thrown_away_and_a_verdict_dismissed() {
    let (github, _repo, _pull) = scene();
    let client = Client::new(&github, &github.user_token("keeper"));
    let path = format!("{REPO}/pulls/1/reviews");
    let draft = || client.post(&path, &json!({"body": "draft"})).json()["id"].clone();
    let thrown = client.send("DELETE", &format!("{path}/{}", draft()), &Value::Null);
    assert_eq!(thrown.status, 200);
    let id = draft();
    let told = client.post(&format!("{path}/{id}/events"), &json!({"event": "REQUEST_CHANGES"}));
    assert_eq!(told.json()["state"], "CHANGES_REQUESTED");
    let message = json!({"message": "mended"});
    let told = client.send("PUT", &format!("{path}/{id}/dismissals"), &message);
    assert_eq!((told.status, &told.json()["state"]), (200, &json!("DISMISSED")));
}

#[test]
fn graphql_in_full() {
    let (github, repo, pull) = scene();
    let token = github.actions_token(
        &repo,
        &[("pull_requests", Level::Write), ("contents", Level::Write), ("issues", Level::Write)],
    );
    let client = Client::new(&github, &token);
    let at = json!([{"path": "README.md", "line": 2, "side": "RIGHT", "body": "one"}]);
    let new = json!({"event": "COMMENT", "body": "x", "comments": at});
    client.post(&format!("{REPO}/pulls/1/reviews"), &new);
    pull.comment("author", "Thanks");
    let query = include_str!("everything.graphql");
    let told = client.graphql(query, &json!({"owner": "org", "name": "model", "number": 1}));
    assert!(told.get("errors").is_none(), "{told:#}");
    let pull_request = &told["data"]["repository"]["pullRequest"];
    let thread = &pull_request["reviewThreads"]["nodes"][0];
    let variables = json!({
        "review": pull_request["reviews"]["nodes"][0]["id"], "thread": thread["id"],
        "comment": thread["comments"]["nodes"][0]["id"], "head": repo.tip("main"),
    });
    let told = client.graphql(include_str!("changes.graphql"), &variables);
    assert!(told.get("errors").is_none(), "{told:#}");
}

#[test]
fn everything_about_apps_and_checks() {
    let (github, repo, pull) = scene();
    let app = github.app("cardbot", &ALL);
    let installation = app.install(&[&repo]);
    app.lose(&pull.event("opened"));
    let client = as_app(&github, &app);
    let delivery = app.deliveries()[0].id;
    for path in [
        "/app".to_owned(),
        "/app/hook/config".to_owned(),
        "/app/hook/deliveries?status=failure&per_page=100".to_owned(),
        format!("/app/hook/deliveries/{delivery}"),
        "/app/installations?per_page=100".to_owned(),
        format!("/app/installations/{installation}"),
        format!("{REPO}/installation"),
    ] {
        let told = client.get(&path);
        assert_eq!(told.status, 200, "{path}");
    }
    let again = format!("/app/hook/deliveries/{delivery}/attempts");
    assert_eq!(client.post(&again, &Value::Null).status, 202);
    let wanted = json!({"repositories": ["model"],
        "permissions": {"checks": "write", "contents": "read", "pull_requests": "write"}});
    let path = format!("/app/installations/{installation}/access_tokens");
    let token = client.post(&path, &wanted).json()["token"].as_str().unwrap().to_owned();
    let client = Client::new(&github, &token);
    assert_eq!(client.get("/installation/repositories?per_page=100").status, 200);
    let row = json!({"path": "README.md", "start_line": 1, "end_line": 1, "start_column": 1,
        "end_column": 2, "annotation_level": "warning", "message": "m", "title": "t"});
    let new = json!({"name": "cards", "head_sha": pull.head(), "status": "in_progress",
        "external_id": "x", "output": {"title": "t", "summary": "s", "annotations": [row]},
        "actions": [{"label": "Fix", "description": "All", "identifier": "fix"}]});
    let run = client.post(&format!("{REPO}/check-runs"), &new).json()["id"].clone();
    let end = json!({"status": "completed", "conclusion": "success",
        "output": {"title": "t", "summary": "s"}});
    let path = format!("{REPO}/check-runs/{run}");
    assert_eq!(client.send("PATCH", &path, &end).status, 200);
    assert_eq!(client.get(&path).status, 200);
    assert_eq!(client.get(&format!("{path}/annotations?per_page=50")).status, 200);
    let listed = client.get(&format!("{REPO}/commits/{}/check-runs?filter=latest", pull.head()));
    assert_eq!(listed.json()["total_count"], 1);
    assert_eq!(pull.checks()[0].conclusion.as_deref(), Some("success"));
}

#[test]
fn a_manifest_is_converted() {
    let github = StandIn::start();
    let manifest = "%7B%22name%22%3A%22bot%22%2C%22url%22%3A%22https%3A%2F%2Fexample.org%22%2C\
        %22redirect_url%22%3A%22http%3A%2F%2F127.0.0.1%3A9%2F%22%7D";
    let client = Client::new(&github, "");
    let told =
        client.send_text("POST", "/settings/apps/new", &format!("manifest={}", manifest.trim()));
    let code = told.header("location").unwrap().split("code=").nth(1).unwrap().to_owned();
    let told = client.post(&format!("/app-manifests/{code}/conversions"), &Value::Null);
    assert_eq!(told.status, 201);
}
