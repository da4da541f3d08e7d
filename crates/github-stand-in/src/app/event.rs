//! Events of what happened, as GitHub tells them to Apps.

use serde_json::{Value, json};

use crate::pull_request::PullRequest;
use crate::repo::Repo;
use crate::state::{State, node_id};
use crate::tell;

/// An event to be delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Such as `pull_request`.
    pub name: String,
    /// What is told about it.
    pub payload: Value,
}

impl Event {
    /// Any event.
    #[must_use]
    pub fn new(name: &str, payload: Value) -> Self {
        Self { name: name.to_owned(), payload }
    }

    /// The same with another value at a key of the payload.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.payload[key] = value;
        self
    }
}

/// What events in a repository have in common.
fn about(state: &State, repo: u64, action: &str, sender: &str) -> Value {
    let repository = state.repository(repo);
    let mut payload = json!({
        "action": action,
        "repository": tell::repository_small(state, repository),
        "sender": tell::user(state, sender),
    });
    // A repository without an App has no installation in its events.
    let installed = state.installations.iter().find(|one| one.reaches(repository));
    if let Some(installation) = installed {
        let id = installation.id;
        payload["installation"] = json!({"id": id, "node_id": node_id("MDI", id)});
    }
    payload
}

impl PullRequest {
    /// `pull_request` with an action such as `opened`, `reopened` or `ready_for_review`.
    #[must_use]
    pub fn event(&self, action: &str) -> Event {
        self.told(|state, repo, pull| {
            let repository = state.repository(repo);
            let mut payload = about(state, repo, action, &pull.author);
            payload["number"] = json!(pull.number);
            payload["pull_request"] = tell::pull(state, repository, pull);
            Event::new("pull_request", payload)
        })
    }

    /// `pull_request` with the action `synchronize`: the head was another commit before.
    #[must_use]
    pub fn synchronized(&self, before: &str) -> Event {
        let after = self.head();
        self.event("synchronize").with("before", json!(before)).with("after", json!(after))
    }

    /// `pull_request` with the action `edited`: the base was another branch before.
    #[must_use]
    pub fn rebased(&self, former_base: &str, former_commit: &str) -> Event {
        let changes =
            json!({"base": {"ref": {"from": former_base}, "sha": {"from": former_commit}}});
        self.event("edited").with("changes", changes)
    }

    /// `issue_comment` with the action `created`, for a comment on the conversation.
    #[must_use]
    pub fn commented(&self, comment: u64) -> Event {
        self.told(|state, repo, pull| {
            let repository = state.repository(repo);
            let found = pull.issue_comments.iter().find(|known| known.id == comment);
            let found = found.expect("a comment on the conversation");
            let mut payload = about(state, repo, "created", &found.author);
            let told = tell::pull(state, repository, pull);
            payload["comment"] = tell::issue_comment(state, repository, pull, found);
            payload["issue"] = json!({
                "id": pull.id, "node_id": node_id("PR", pull.id), "number": pull.number,
                "title": pull.title, "state": told["state"], "locked": pull.locked,
                "user": told["user"], "body": pull.body, "labels": [], "draft": pull.draft,
                "html_url": told["html_url"], "url": told["issue_url"],
                "pull_request": {"url": told["url"], "html_url": told["html_url"]},
            });
            Event::new("issue_comment", payload)
        })
    }
}

impl Repo {
    /// `check_run` with an action such as `rerequested`.
    #[must_use]
    pub fn check_event(&self, check_run: u64, action: &str, sender: &str) -> Event {
        let mut state = self.shared.state();
        state.user(sender);
        let mut payload = about(&state, self.id(), action, sender);
        let repository = state.repository(self.id());
        let run = repository.checks.iter().find(|run| run.id == check_run).expect("a check run");
        payload["check_run"] = tell::check_run(&state, repository, run);
        Event::new("check_run", payload)
    }

    /// `check_run` with the action `requested_action`: somebody clicked a button.
    #[must_use]
    pub fn button_event(&self, check_run: u64, identifier: &str, sender: &str) -> Event {
        let event = self.check_event(check_run, "requested_action", sender);
        event.with("requested_action", json!({"identifier": identifier}))
    }

    /// `check_suite` with an action such as `requested` or `rerequested`.
    #[must_use]
    pub fn suite_event(&self, commit: &str, branch: &str, action: &str, sender: &str) -> Event {
        let mut state = self.shared.state();
        state.user(sender);
        let mut payload = about(&state, self.id(), action, sender);
        let repository = state.repository(self.id());
        let pulls: Vec<Value> = repository
            .pulls
            .iter()
            .filter(|pull| pull.head_repository == self.id() && pull.head_oid == commit)
            .map(|pull| json!({"id": pull.id, "number": pull.number}))
            .collect();
        payload["check_suite"] = json!({
            "id": 1, "node_id": node_id("CS", 1), "head_branch": branch, "head_sha": commit,
            "status": "queued", "conclusion": null, "pull_requests": pulls,
        });
        Event::new("check_suite", payload)
    }
}
