//! Check runs, which only Apps write.

use serde_json::{Value, json};

use super::page::page;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::state::check::CheckRun;
use crate::state::{Level, Role};
use crate::tell;

const MOST_ANNOTATIONS: usize = 50;
const LONGEST_TEXT: usize = 65_535;
const LONGEST_MESSAGE: usize = 64 * 1024;
const LONGEST_TITLE: usize = 255;
const STATUSES: [&str; 3] = ["queued", "in_progress", "completed"];
const CONCLUSIONS: [&str; 7] =
    ["success", "neutral", "failure", "cancelled", "timed_out", "action_required", "skipped"];
const LEVELS: [&str; 3] = ["notice", "warning", "failure"];

/// `POST /repos/{owner}/{repo}/check-runs`
pub(super) fn create(call: &mut Call, repo: u64) -> Outcome {
    call.demand(repo, &["checks"], Level::Write, Role::Write)?;
    let body = call.body()?;
    check(&body)?;
    let wanted = |name: &str| {
        let text = body[name].as_str().filter(|text| !text.is_empty());
        text.map(ToOwned::to_owned).ok_or_else(|| invalid(name, "is missing"))
    };
    let (name, head) = (wanted("name")?, wanted("head_sha")?);
    if head.len() != 40 || call.repo(repo).git.commit_of(&head).is_none() {
        return Err(Answer::error(422, &format!("No commit found for SHA: {head}")));
    }
    let (id, now) = (call.state.new_id(), call.state.now());
    let app = call.viewer().unwrap_or_default().to_owned();
    let others = &call.repo(repo).checks;
    let suite = others.iter().find(|run| run.app == app && run.head == head).map(|run| run.suite);
    let suite = suite.unwrap_or_else(|| call.state.new_id());
    let mut run = CheckRun {
        id,
        suite,
        app,
        name,
        head,
        status: "queued".to_owned(),
        conclusion: None,
        external_id: None,
        details_url: None,
        title: None,
        summary: None,
        text: None,
        annotations: Vec::new(),
        actions: Vec::new(),
        started: now,
        completed: None,
    };
    take(&mut run, &body, now);
    let told = tell::check_run(call.state, call.repo(repo), &run);
    call.state.repository_mut(repo).checks.push(run);
    Ok(Answer::json(201, told))
}

/// `PATCH /repos/{owner}/{repo}/check-runs/{id}`
pub(super) fn update(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &["checks"], Level::Write, Role::Write)?;
    let mut run = find(call, repo, id)?;
    if call.viewer() != Some(run.app.as_str()) {
        return Err(Answer::error(
            403,
            "Invalid app_id - check run can only be modified by the GitHub App that created it.",
        ));
    }
    let body = call.body()?;
    check(&body)?;
    let now = call.state.now();
    take(&mut run, &body, now);
    let told = tell::check_run(call.state, call.repo(repo), &run);
    let known = call.state.repository_mut(repo).checks.iter_mut().find(|known| known.id == run.id);
    if let Some(known) = known {
        *known = run;
    }
    Ok(Answer::json(200, told))
}

/// Takes over what a request says.
fn take(run: &mut CheckRun, body: &Value, now: chrono::DateTime<chrono::Utc>) {
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let set = |slot: &mut Option<String>, value: &Value| {
        if let Some(value) = text(value) {
            *slot = Some(value);
        }
    };
    set(&mut run.external_id, &body["external_id"]);
    set(&mut run.details_url, &body["details_url"]);
    set(&mut run.conclusion, &body["conclusion"]);
    let output = &body["output"];
    set(&mut run.title, &output["title"]);
    set(&mut run.summary, &output["summary"]);
    set(&mut run.text, &output["text"]);
    if let Some(name) = text(&body["name"]) {
        run.name = name;
    }
    if let Some(status) = text(&body["status"]) {
        run.status = status;
    }
    if !body["conclusion"].is_null() {
        "completed".clone_into(&mut run.status);
    }
    if run.status == "completed" {
        run.completed = run.completed.or(Some(now));
    }
    run.annotations.extend(output["annotations"].as_array().into_iter().flatten().cloned());
    if let Some(actions) = body["actions"].as_array() {
        run.actions.clone_from(actions);
    }
}

fn invalid(field: &str, message: &str) -> Answer {
    Answer::invalid("CheckRun", field, message)
}

/// Checks what a request says.
fn check(body: &Value) -> Result<(), Answer> {
    let one_of = |field: &str, known: &[&str]| match body[field].as_str() {
        Some(value) if !known.contains(&value) => Err(invalid(field, "can't be that")),
        _ => Ok(()),
    };
    one_of("status", &STATUSES)?;
    one_of("conclusion", &CONCLUSIONS)?;
    if body["status"] == "completed" && body["conclusion"].is_null() {
        return Err(invalid("conclusion", "is missing"));
    }
    let output = &body["output"];
    if !output.is_null() && !output["summary"].is_string() {
        return Err(invalid("output", "needs a summary"));
    }
    let long =
        |value: &Value, most: usize| value.as_str().is_some_and(|text| text.chars().count() > most);
    if long(&output["summary"], LONGEST_TEXT) || long(&output["text"], LONGEST_TEXT) {
        return Err(invalid("output", "is too long (maximum is 65535 characters)"));
    }
    let annotations = output["annotations"].as_array().map_or(&[][..], Vec::as_slice);
    if annotations.len() > MOST_ANNOTATIONS {
        return Err(invalid("annotations", "exceeds a maximum quantity of 50"));
    }
    annotations.iter().try_for_each(check_annotation)?;
    let actions = body["actions"].as_array().map_or(&[][..], Vec::as_slice);
    if actions.len() > 3 {
        return Err(invalid("actions", "exceeds a maximum quantity of 3"));
    }
    for action in actions {
        let fits = |name: &str, most: usize| action[name].is_string() && !long(&action[name], most);
        if !(fits("label", 20) && fits("description", 40) && fits("identifier", 20)) {
            return Err(invalid("actions", "lacks a text, or has one that is too long"));
        }
    }
    Ok(())
}

fn check_annotation(row: &Value) -> Result<(), Answer> {
    let wrong = |message: &str| Err(invalid("annotations", message));
    let (start, end) = (row["start_line"].as_u64(), row["end_line"].as_u64());
    let (Some(start), Some(end)) = (start, end) else { return wrong("needs its lines") };
    if start == 0 || start > end {
        return wrong("has lines in the wrong order");
    }
    let columns = !row["start_column"].is_null() || !row["end_column"].is_null();
    if columns && start != end {
        return wrong("can't have columns over several lines");
    }
    if !row["path"].is_string() || row["message"].as_str().is_none_or(str::is_empty) {
        return wrong("needs a path and a message");
    }
    if !row["annotation_level"].as_str().is_some_and(|level| LEVELS.contains(&level)) {
        return wrong("has no such level");
    }
    let bytes = |name: &str| row[name].as_str().map_or(0, str::len);
    if bytes("message") > LONGEST_MESSAGE || bytes("raw_details") > LONGEST_MESSAGE {
        return wrong("is too long (maximum is 64 KB)");
    }
    let title = row["title"].as_str().map_or(0, |title| title.chars().count());
    if title > LONGEST_TITLE { wrong("has too long a title") } else { Ok(()) }
}

fn find(call: &Call, repo: u64, id: &str) -> Result<CheckRun, Answer> {
    let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
    let found = call.repo(repo).checks.iter().find(|run| run.id == id);
    found.cloned().ok_or_else(Answer::not_found)
}

/// `GET /repos/{owner}/{repo}/check-runs/{id}`
pub(super) fn get(call: &Call, repo: u64, id: &str) -> Outcome {
    call.reads(repo, "checks")?;
    let run = find(call, repo, id)?;
    Ok(Answer::json(200, tell::check_run(call.state, call.repo(repo), &run)))
}

/// `GET /repos/{owner}/{repo}/check-runs/{id}/annotations`
pub(super) fn annotations(call: &Call, repo: u64, id: &str) -> Outcome {
    call.reads(repo, "checks")?;
    let run = find(call, repo, id)?;
    let full_name = call.repo(repo).full_name();
    let rows = run.annotations.iter().map(|row| {
        let mut told = json!({
            "start_column": null, "end_column": null, "title": null, "raw_details": null,
            "blob_href": format!("{}/{full_name}/blob/{}/x", call.state.url, run.head),
        });
        if let (Value::Object(told), Value::Object(row)) = (&mut told, row.clone()) {
            told.extend(row);
        }
        told
    });
    Ok(page(call, rows.collect()))
}

/// `GET /repos/{owner}/{repo}/commits/{ref}/check-runs`; of runs with one name only the newest,
/// unless all are asked for.
pub(super) fn list(call: &Call, repo: u64, name: &str) -> Outcome {
    call.reads(repo, "checks")?;
    let repo = call.repo(repo);
    let commit = repo.commit_named(name).ok_or_else(Answer::not_found)?;
    let parameter = |name: &str| call.request.parameter(name);
    let all = parameter("filter") == Some("all");
    let mut shown: Vec<&CheckRun> = Vec::new();
    for run in repo.checks.iter().rev().filter(|run| run.head == commit) {
        let named = parameter("check_name").is_none_or(|name| name == run.name);
        let status = parameter("status").is_none_or(|status| status == run.status);
        let newer = shown.iter().any(|known| known.name == run.name && known.app == run.app);
        if named && status && (all || !newer) {
            shown.push(run);
        }
    }
    let total = shown.len();
    let rows = shown.into_iter().map(|run| tell::check_run(call.state, repo, run)).collect();
    let mut answer = page(call, rows);
    let rows: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    answer.body = json!({"total_count": total, "check_runs": rows}).to_string().into_bytes();
    Ok(answer)
}
