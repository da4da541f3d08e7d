//! Check runs: Apps only, and within the limits.

use github_stand_in::StandIn;
use serde_json::{Value, json};

use crate::apps::{ALL, scene};
use crate::client::Client;

const RUNS: &str = "/repos/org/model/check-runs";

fn annotation(line: u64) -> Value {
    json!({"path": "README.md", "start_line": line, "end_line": line,
           "annotation_level": "warning", "message": "Say"})
}

fn app_client(github: &StandIn) -> Client {
    let repo = github.repository("org/model");
    Client::new(github, &github.app_token("cardbot", &repo, &ALL))
}

#[test]
fn a_run_grows_and_ends() {
    let (github, repo, _, _) = scene();
    let client = app_client(&github);
    let head = repo.tip("main").unwrap();
    let output = json!({"title": "t", "summary": "s", "annotations": vec![annotation(1); 50]});
    let new = json!({"name": "cards", "head_sha": head, "status": "in_progress", "output": output});
    let told = client.post(RUNS, &new);
    assert_eq!(told.status, 201, "{told:?}");
    let id = told.json()["id"].clone();
    let more = json!({"conclusion": "success", "output": output});
    let told = client.send("PATCH", &format!("{RUNS}/{id}"), &more).json();
    assert_eq!((&told["status"], &told["conclusion"]), (&json!("completed"), &json!("success")));
    assert_eq!(told["output"]["annotations_count"], 100);
    client.post(RUNS, &new);
    let listed = client.get("/repos/org/model/commits/main/check-runs").json();
    assert_eq!(listed["total_count"], 1);
    assert_eq!(listed["check_runs"][0]["status"], "in_progress");
    let all = client.get(&format!("/repos/org/model/commits/{head}/check-runs?filter=all")).json();
    assert_eq!(all["total_count"], 2);
    let repo = github.repository("org/model");
    let other = Client::new(&github, &github.app_token("other", &repo, &ALL));
    assert_eq!(other.send("PATCH", &format!("{RUNS}/{id}"), &more).status, 403);
}

#[test]
fn people_write_none() {
    let (github, repo, _, _) = scene();
    let person = Client::new(&github, &github.user_token("org"));
    let new = json!({"name": "cards", "head_sha": repo.tip("main")});
    let told = person.post(RUNS, &new);
    assert_eq!(told.status, 403);
    assert_eq!(told.json()["message"], "You must authenticate via a GitHub App.");
}

#[test]
fn what_is_too_much_or_makes_no_sense_is_refused() {
    let (github, repo, _, _) = scene();
    let client = app_client(&github);
    let head = repo.tip("main").unwrap();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut new = json!({"name": "cards", "head_sha": head, "conclusion": "neutral",
            "output": {"title": "t", "summary": "s", "annotations": [annotation(1)]},
            "actions": [{"label": "Fix", "description": "All", "identifier": "fix"}]});
        change(&mut new);
        client.post(RUNS, &new).status == 422
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|run| run["head_sha"] = json!("0".repeat(40))));
    assert!(refused(&|run| run["conclusion"] = json!("stale")));
    assert!(refused(&|run| *run = json!({"name": "x", "head_sha": head, "status": "completed"})));
    assert!(refused(&|run| run["output"]["annotations"] = json!(vec![annotation(1); 51])));
    assert!(refused(&|run| run["output"]["summary"] = json!("x".repeat(65_536))));
    assert!(refused(&|run| run["output"]["annotations"][0]["title"] = json!("x".repeat(256))));
    assert!(refused(&|run| run["output"]["annotations"][0]["annotation_level"] = json!("error")));
    assert!(refused(&|run| {
        let row = &mut run["output"]["annotations"][0];
        row["end_line"] = json!(2);
        row["start_column"] = json!(1);
    }));
    assert!(refused(&|run| run["actions"][0]["label"] = json!("x".repeat(21))));
    assert!(refused(&|run| {
        run["actions"] = json!(vec![run["actions"][0].clone(); 4]);
    }));
}
