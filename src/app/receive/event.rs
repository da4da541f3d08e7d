//! What an event asks to be done.

use cardbot_core::asked::commands;
use chrono::DateTime;
use serde_json::json;

use super::payload::{CheckRun, CheckSuite, Payload, PullRequest, Repository, User};
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
        _ => installation(&payload, event, action),
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
    let job = |one: One| {
        let repository = one.repository.as_ref().or(repository);
        JobRequest {
            installation,
            repository_id: repository.map_or(0, |known| known.id),
            repository: repository.map(|known| known.full_name.clone()).unwrap_or_default(),
            kind: one.kind,
            payload: one.payload,
            sent_at: one.sent_at.unwrap_or(now),
        }
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
    /// Where the event itself is about several repositories, or none.
    repository: Option<Repository>,
}

impl One {
    fn new(kind: JobKind, payload: serde_json::Value) -> Self {
        Self { kind, payload, sent_at: None, repository: None }
    }

    fn sent_at(self, sent_at: Option<i64>) -> Self {
        Self { sent_at, ..self }
    }
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
    let payload = json!({"head": pull.head.as_ref().map(|head| &head.sha)});
    let review = One::new(JobKind::Review { pull: pull.number }, payload);
    Asked::Jobs(vec![review.sent_at(time(pull.updated_at.as_deref()))])
}

fn is_ours(owner: Option<&super::payload::Numbered>, app: u64) -> bool {
    owner.is_none_or(|owner| u64::try_from(owner.id) == Ok(app))
}

fn check_run(payload: &Payload, action: &str, app: u64) -> Asked {
    let Some(run) = &payload.check_run else { return Asked::Nothing("it names no check run") };
    match action {
        // GitHub tells all Apps that a check began and ended, but only its own one what is asked of it.
        "rerequested" | "requested_action" if !is_ours(run.app.as_ref(), app) => Asked::OtherApp,
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
    let payload = json!({"head": head, "again": again});
    let one = |kind| One::new(kind, payload.clone());
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
    Asked::Jobs(vec![One::new(
        JobKind::Ask { pull, id: format!("{}:{}", run.id, asked.identifier) },
        json!({
            "action": asked.identifier, "check_run": run.id, "head": run.head_sha, "by": by,
        }),
    )])
}

fn check_suite(payload: &Payload, action: &str, app: u64) -> Asked {
    let Some(suite): Option<&CheckSuite> = payload.check_suite.as_ref() else {
        return Asked::Nothing("it names no check suite");
    };
    match action {
        "requested" | "rerequested" if !is_ours(suite.app.as_ref(), app) => Asked::OtherApp,
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
    let ask = One::new(
        JobKind::Ask { pull: issue.number, id: comment.id.to_string() },
        json!({
            "comment": comment.id,
            "body": body,
            "by": comment.user.as_ref().map(|user| &user.login),
            "association": comment.author_association,
        }),
    );
    Asked::Jobs(vec![ask.sent_at(time(comment.created_at.as_deref()))])
}

/// Where more repositories are added at once, the installation is swept as a whole.
const MOST_ADDED: usize = 100;

/// Whatever happens to an installation, it is looked at. Where cardbot may look at more than before,
/// or was kept out for a while, what is open there is looked at once. One that is new is not: who
/// installs cardbot does not ask for a word on everything that is open.
fn installation(payload: &Payload, event: &str, action: &str) -> Asked {
    let mut jobs = vec![One::new(JobKind::Installation, json!({}))];
    let sweep = |repository| One { repository, ..One::new(JobKind::Sweep, json!({})) };
    match (event, action) {
        ("installation", "unsuspend" | "new_permissions_accepted") => jobs.push(sweep(None)),
        ("installation_repositories", "added") => {
            let added = payload.repositories_added.as_deref().unwrap_or_default();
            if added.is_empty() || added.len() > MOST_ADDED {
                jobs.push(sweep(None));
            } else {
                jobs.extend(added.iter().cloned().map(Some).map(sweep));
            }
        }
        _ => {}
    }
    Asked::Jobs(jobs)
}

#[cfg(test)]
mod tests;
