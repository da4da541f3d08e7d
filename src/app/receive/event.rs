//! What an event asks to be done.

use cardbot_core::asked::commands;
use chrono::DateTime;
use serde_json::json;

use super::payload::{CheckRun, CheckSuite, Payload, PullRequest, User};
use crate::app::store::{JobKind, JobRequest};

/// Events that mean something to us; whatever else comes is accepted and ignored.
const EVENTS: [&str; 9] = [
    "pull_request",
    "check_run",
    "check_suite",
    "issue_comment",
    "installation",
    "installation_repositories",
    "installation_target",
    "github_app_authorization",
    "ping",
];

/// The name of an event as one of a few words.
pub(super) fn known(event: &str) -> &'static str {
    EVENTS.into_iter().find(|known| *known == event).unwrap_or("other")
}

/// What an event means.
#[derive(Debug)]
pub(super) enum Meaning {
    /// Nothing to do, and why.
    Nothing(&'static str),
    /// These jobs.
    Jobs { action: Option<String>, installation: i64, jobs: Vec<JobRequest> },
    /// It is about the check of another App.
    OtherApp,
}

/// Reads a payload that was verified. `app` is our own number, `now` is in milliseconds.
///
/// # Errors
/// When it is not what GitHub sends.
pub(super) fn meaning(event: &str, app: u64, body: &[u8], now: i64) -> Result<Meaning, String> {
    let event = known(event);
    if event == "other" || event == "ping" || event == "github_app_authorization" {
        return Ok(Meaning::Nothing("cardbot does nothing on this event"));
    }
    let payload: Payload = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let action = payload.action.as_deref().unwrap_or_default();
    let asked = match event {
        "pull_request" => pull_request(&payload, action),
        "check_run" => check_run(&payload, action, app),
        "check_suite" => check_suite(&payload, action, app),
        "issue_comment" => issue_comment(&payload, action),
        _ => installation(action),
    };
    let asked = match asked {
        Asked::Nothing(why) => return Ok(Meaning::Nothing(why)),
        Asked::OtherApp => return Ok(Meaning::OtherApp),
        Asked::Jobs(asked) => asked,
    };
    let Some(installation) = payload.installation.as_ref().map(|known| known.id) else {
        return Ok(Meaning::Nothing("it comes from no installation of the App"));
    };
    let repository = payload.repository.as_ref();
    let job = |one: One| JobRequest {
        installation,
        repository_id: repository.map_or(0, |known| known.id),
        repository: repository.map(|known| known.full_name.clone()).unwrap_or_default(),
        kind: one.kind,
        payload: one.payload,
        sent_at: one.sent_at.unwrap_or(now),
    };
    let jobs: Vec<JobRequest> = asked.into_iter().map(job).collect();
    if repository.is_none() && !event.starts_with("installation") {
        return Err("there is no repository".to_owned());
    }
    Ok(Meaning::Jobs { action: payload.action, installation, jobs })
}

enum Asked {
    Nothing(&'static str),
    OtherApp,
    Jobs(Vec<One>),
}

/// One job, before it is known where.
struct One {
    kind: JobKind,
    payload: serde_json::Value,
    sent_at: Option<i64>,
}

/// Milliseconds since 1970.
fn time(text: Option<&str>) -> Option<i64> {
    DateTime::parse_from_rfc3339(text?).ok().map(|time| time.timestamp_millis())
}

fn pull_request(payload: &Payload, action: &str) -> Asked {
    let Some(pull) = &payload.pull_request else {
        return Asked::Nothing("it names no pull request");
    };
    match action {
        "opened" | "reopened" | "synchronize" | "ready_for_review" => {}
        "edited" if payload.changes.as_ref().is_some_and(|changes| changes.base.is_some()) => {}
        _ => return Asked::Nothing("nothing changed that a review looks at"),
    }
    Asked::Jobs(vec![One {
        kind: JobKind::Review { pull: pull.number },
        payload: json!({"head": pull.head.as_ref().map(|head| &head.sha)}),
        sent_at: time(pull.updated_at.as_deref()),
    }])
}

fn is_ours(owner: Option<&super::payload::Numbered>, app: u64) -> bool {
    owner.is_none_or(|owner| u64::try_from(owner.id) == Ok(app))
}

fn check_run(payload: &Payload, action: &str, app: u64) -> Asked {
    let Some(run) = &payload.check_run else { return Asked::Nothing("it names no check run") };
    if !is_ours(run.app.as_ref(), app) {
        return Asked::OtherApp;
    }
    match action {
        "rerequested" => Asked::Jobs(look_at(&pulls_of(run), &run.head_sha, true)),
        "requested_action" => button(payload, run),
        _ => Asked::Nothing("nobody asks for anything"),
    }
}

/// The pull requests of a check run: GitHub leaves out those from forks, so ours carry the number,
/// alone or before a colon and what tells one run from the next.
fn pulls_of(run: &CheckRun) -> Vec<u64> {
    let number = |id: &str| id.split(':').next()?.parse().ok();
    match run.external_id.as_deref().and_then(number) {
        Some(number) => vec![number],
        None => numbers(&run.pull_requests),
    }
}

fn numbers(pulls: &[PullRequest]) -> Vec<u64> {
    pulls.iter().map(|pull| pull.number).collect()
}

/// Jobs for a head: for the first time, or because somebody wants it again.
fn look_at(pulls: &[u64], head: &str, again: bool) -> Vec<One> {
    let payload = json!({"head": head});
    let one = |kind| One { kind, payload: payload.clone(), sent_at: None };
    if pulls.is_empty() {
        return vec![one(JobKind::NoPull { head: head.to_owned() })];
    }
    let kind = |pull| if again { JobKind::Recheck { pull } } else { JobKind::Review { pull } };
    pulls.iter().map(|pull| one(kind(*pull))).collect()
}

fn button(payload: &Payload, run: &CheckRun) -> Asked {
    let Some(asked) = &payload.requested_action else {
        return Asked::Nothing("no button is named");
    };
    let Some(pull) = pulls_of(run).first().copied() else {
        return Asked::Nothing("the check is of no pull request");
    };
    let by = payload.sender.as_ref().map(|sender| &sender.login);
    Asked::Jobs(vec![One {
        kind: JobKind::Ask { pull, id: format!("{}:{}", run.id, asked.identifier) },
        payload: json!({
            "action": asked.identifier, "check_run": run.id, "head": run.head_sha, "by": by,
        }),
        sent_at: None,
    }])
}

fn check_suite(payload: &Payload, action: &str, app: u64) -> Asked {
    let Some(suite): Option<&CheckSuite> = payload.check_suite.as_ref() else {
        return Asked::Nothing("it names no check suite");
    };
    if !is_ours(suite.app.as_ref(), app) {
        return Asked::OtherApp;
    }
    match action {
        "requested" | "rerequested" => {
            let pulls = numbers(&suite.pull_requests);
            Asked::Jobs(look_at(&pulls, &suite.head_sha, action == "rerequested"))
        }
        _ => Asked::Nothing("nobody asks for anything"),
    }
}

fn issue_comment(payload: &Payload, action: &str) -> Asked {
    let (Some(issue), Some(comment)) = (&payload.issue, &payload.comment) else {
        return Asked::Nothing("it names no comment");
    };
    let body = comment.body.as_deref().unwrap_or_default();
    let is_bot = |user: &Option<User>| {
        user.as_ref().and_then(|user| user.r#type.as_deref()).is_some_and(|word| word == "Bot")
    };
    // What an App writes in somebody's name was not written by them.
    let by_bot = is_bot(&comment.user)
        || is_bot(&payload.sender)
        || comment.performed_via_github_app.is_some();
    let asks = || !commands(body).is_empty();
    if action != "created" || issue.pull_request.is_none() || by_bot || !asks() {
        return Asked::Nothing("no command is in it");
    }
    Asked::Jobs(vec![One {
        kind: JobKind::Ask { pull: issue.number, id: comment.id.to_string() },
        payload: json!({
            "comment": comment.id,
            "body": body,
            "by": comment.user.as_ref().map(|user| &user.login),
            "association": comment.author_association,
        }),
        sent_at: time(comment.created_at.as_deref()),
    }])
}

/// Whatever happens to an installation, it is looked at again.
fn installation(action: &str) -> Asked {
    Asked::Jobs(vec![One {
        kind: JobKind::Sweep,
        payload: json!({"action": action}),
        sent_at: None,
    }])
}
