//! The event that started the workflow, and what it asks to look at.

use serde::Deserialize;

use super::environment::Environment;

/// A payload, as far as it is needed. What is not there is not there.
#[derive(Debug, Default, Deserialize)]
struct Payload {
    pull_request: Option<PullRequest>,
    workflow_run: Option<WorkflowRun>,
    merge_group: Option<MergeGroup>,
    repository: Option<Repository>,
    before: Option<String>,
    after: Option<String>,
    #[serde(default)]
    deleted: bool,
}

#[derive(Debug, Deserialize)]
struct PullRequest {
    number: u64,
}

#[derive(Debug, Deserialize)]
struct WorkflowRun {
    event: Option<String>,
    head_sha: String,
    head_branch: Option<String>,
    head_repository: Option<HeadRepository>,
}

#[derive(Debug, Deserialize)]
struct HeadRepository {
    owner: Option<Owner>,
}

#[derive(Debug, Deserialize)]
struct Owner {
    login: String,
}

#[derive(Debug, Deserialize)]
struct MergeGroup {
    base_sha: String,
    head_sha: String,
}

#[derive(Debug, Deserialize)]
struct Repository {
    default_branch: Option<String>,
}

/// What is to be looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A pull request.
    PullRequest(u64),
    /// The pull request with this head. GitHub says which, never what the run has left behind.
    Head {
        /// The commit.
        sha: String,
        /// `OWNER:BRANCH`, where both are known.
        branch: Option<String>,
    },
    /// A range of commits.
    Range {
        /// The first.
        base: String,
        /// What to compare with where the first is gone, as after a forced push.
        otherwise: Option<String>,
        /// The last.
        head: String,
    },
    /// Nothing, and that is right so.
    Nothing(&'static str),
}

/// Reads what the event asks for.
///
/// # Errors
/// A message for people.
pub(super) fn subject(environment: &Environment) -> Result<Subject, String> {
    if let Some(number) = environment.input_pull_request {
        return Ok(Subject::PullRequest(number));
    }
    let name = environment.github_event_name.as_str();
    if name == "workflow_dispatch" {
        return Err("a run started by hand needs the input `pull-request`".to_owned());
    }
    let path = environment.github_event_path.display();
    let text = std::fs::read(&environment.github_event_path)
        .map_err(|e| format!("the event {path} can't be read: {}", crate::trouble::said(&e)))?;
    let payload: Payload =
        serde_json::from_slice(&text).map_err(|e| format!("the event {path} is not clear: {e}"))?;
    of_payload(name, payload)
}

fn of_payload(name: &str, payload: Payload) -> Result<Subject, String> {
    let lacks = |what: &str| format!("the event `{name}` has no `{what}`");
    match name {
        "pull_request" | "pull_request_target" | "pull_request_review" => {
            let pull = payload.pull_request.ok_or_else(|| lacks("pull_request"))?;
            Ok(Subject::PullRequest(pull.number))
        }
        "workflow_run" => {
            let run = payload.workflow_run.ok_or_else(|| lacks("workflow_run"))?;
            let event = run.event.as_deref().unwrap_or("pull_request");
            if !matches!(event, "pull_request" | "pull_request_target") {
                return Ok(Subject::Nothing("the other workflow did not run for a pull request"));
            }
            let owner = run.head_repository.and_then(|repository| repository.owner);
            let branch = owner.zip(run.head_branch);
            let branch = branch.map(|(owner, branch)| format!("{}:{branch}", owner.login));
            Ok(Subject::Head { sha: commit(run.head_sha)?, branch })
        }
        "merge_group" => {
            let group = payload.merge_group.ok_or_else(|| lacks("merge_group"))?;
            let (base, head) = (commit(group.base_sha)?, commit(group.head_sha)?);
            Ok(Subject::Range { base, otherwise: None, head })
        }
        "push" => push(payload).map_err(lacks),
        _ => Err(format!(
            "cardbot does not know what to look at on `{name}`; give the input `pull-request`"
        )),
    }
}

fn push(payload: Payload) -> Result<Subject, &'static str> {
    let is_none = |sha: &str| sha.chars().all(|c| c == '0');
    let before = payload.before.and_then(|sha| commit(sha).ok()).ok_or("before")?;
    let after = payload.after.and_then(|sha| commit(sha).ok()).ok_or("after")?;
    if payload.deleted || is_none(&after) {
        return Ok(Subject::Nothing("the branch was deleted"));
    }
    let default = payload.repository.and_then(|repository| repository.default_branch);
    Ok(match (is_none(&before), default) {
        (false, otherwise) => Subject::Range { base: before, otherwise, head: after },
        (true, Some(base)) => Subject::Range { base, otherwise: None, head: after },
        (true, None) => Subject::Nothing("the branch is new"),
    })
}

/// The hash of a commit; it becomes part of addresses.
fn commit(sha: String) -> Result<String, String> {
    let is_one = (40..=64).contains(&sha.len()) && sha.chars().all(|c| c.is_ascii_hexdigit());
    if is_one { Ok(sha) } else { Err("the event names a commit that is none".to_owned()) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    const NONE: &str = "0000000000000000000000000000000000000000";

    fn subject(name: &str, payload: Value) -> Result<Subject, String> {
        of_payload(name, serde_json::from_value(payload).unwrap())
    }

    fn range(base: &str, otherwise: Option<&str>) -> Result<Subject, String> {
        let otherwise = otherwise.map(str::to_owned);
        Ok(Subject::Range { base: base.to_owned(), otherwise, head: B.to_owned() })
    }

    #[test]
    fn pushes_are_ranges() {
        let repository = json!({"default_branch": "main"});
        let push = |before: &str, after: &str, repository: &Value| {
            subject("push", json!({"before": before, "after": after, "repository": repository}))
        };
        assert_eq!(push(A, B, &Value::Null), range(A, None));
        assert_eq!(push(A, B, &repository), range(A, Some("main")));
        assert_eq!(push(NONE, B, &repository), range("main", None));
        assert!(matches!(push(NONE, B, &Value::Null), Ok(Subject::Nothing(_))));
        assert!(matches!(push(A, NONE, &repository), Ok(Subject::Nothing(_))));
        assert!(push("main..x/../..", B, &repository).is_err());
    }

    #[test]
    fn a_workflow_run_is_found_by_its_head() {
        let run = |event: &str| {
            subject(
                "workflow_run",
                json!({"workflow_run": {"event": event, "head_sha": A, "head_branch": "work",
                       "head_repository": {"owner": {"login": "author"}}, "pull_requests": []}}),
            )
        };
        let branch = Some("author:work".to_owned());
        assert_eq!(run("pull_request"), Ok(Subject::Head { sha: A.to_owned(), branch }));
        assert!(matches!(run("push"), Ok(Subject::Nothing(_))));
    }

    #[test]
    fn other_events_are_told() {
        assert!(subject("schedule", json!({})).unwrap_err().contains("`schedule`"));
        assert!(subject("pull_request", json!({})).unwrap_err().contains("`pull_request`"));
        let group = json!({"merge_group": {"base_sha": A, "head_sha": B}});
        assert_eq!(subject("merge_group", group), range(A, None));
    }
}
