//! Check runs and Apps, as REST tells them.

use serde_json::{Value, json};

use super::user;
use crate::state::check::CheckRun;
use crate::state::{Repository, State, node_id, stamp};

/// A check run.
pub(crate) fn check_run(state: &State, repo: &Repository, run: &CheckRun) -> Value {
    let full_name = repo.full_name();
    let url = format!("{}/repos/{full_name}/check-runs/{}", state.url, run.id);
    let page = format!("{}/{full_name}/runs/{}", state.url, run.id);
    // Pull requests from forks are not told.
    let pulls: Vec<Value> = repo
        .pulls
        .iter()
        .filter(|pull| pull.open && pull.head_repository == repo.id && pull.head_oid == run.head)
        .map(|pull| {
            let place = |branch: &str, oid: &str| {
                json!({"ref": branch, "sha": oid, "repo": {
                    "id": repo.id, "name": repo.name,
                    "url": format!("{}/repos/{full_name}", state.url)}})
            };
            let base = super::pull_base(repo, pull);
            json!({"id": pull.id, "number": pull.number,
                "url": format!("{}/repos/{full_name}/pulls/{}", state.url, pull.number),
                "head": place(&pull.head_branch, &pull.head_oid),
                "base": place(&pull.base_branch, &base)})
        })
        .collect();
    json!({
        "id": run.id,
        "node_id": node_id("CR", run.id),
        "name": run.name,
        "head_sha": run.head,
        "external_id": run.external_id,
        "url": url,
        "html_url": page,
        "details_url": run.details_url.as_ref().unwrap_or(&page),
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": stamp(run.started),
        "completed_at": run.completed.map(stamp),
        "output": {
            "title": run.title,
            "summary": run.summary,
            "text": run.text,
            "annotations_count": run.annotations.len(),
            "annotations_url": format!("{url}/annotations"),
        },
        "check_suite": {"id": run.suite},
        "app": app_of(state, &run.app),
        "pull_requests": pulls,
    })
}

/// The App that acts as somebody.
fn app_of(state: &State, slug: &str) -> Value {
    if let Some(app) = state.apps.iter().find(|app| app.slug == slug) {
        return app.told(state);
    }
    // An App that a story only made a token for, such as GitHub Actions.
    json!({
        "id": 15368, "slug": slug, "node_id": node_id("A", 15368), "owner": user(state, slug),
        "name": slug, "description": null, "external_url": format!("{}/x", state.url),
        "html_url": format!("{}/apps/{slug}", state.url), "created_at": "2020-01-01T00:00:00Z",
        "updated_at": "2020-01-01T00:00:00Z", "permissions": {}, "events": [],
    })
}
