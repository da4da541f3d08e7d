//! The payload of an event, as far as it is needed. What is not there is not there.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Payload {
    pub(super) action: Option<String>,
    pub(super) installation: Option<Numbered>,
    pub(super) repository: Option<Repository>,
    pub(super) pull_request: Option<PullRequest>,
    pub(super) changes: Option<Changes>,
    pub(super) check_run: Option<CheckRun>,
    pub(super) check_suite: Option<CheckSuite>,
    pub(super) requested_action: Option<RequestedAction>,
    pub(super) issue: Option<Issue>,
    pub(super) comment: Option<Comment>,
    pub(super) sender: Option<User>,
    pub(super) repositories_added: Option<Vec<Repository>>,
}

/// Something of which only the number counts.
#[derive(Debug, Deserialize)]
pub(super) struct Numbered {
    pub(super) id: i64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Repository {
    pub(super) id: i64,
    pub(super) full_name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PullRequest {
    pub(super) number: u64,
    pub(super) head: Option<Commit>,
    pub(super) updated_at: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Commit {
    pub(super) sha: String,
}

/// What an edit changed.
#[derive(Debug, Deserialize)]
pub(super) struct Changes {
    pub(super) base: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckRun {
    pub(super) id: u64,
    pub(super) head_sha: String,
    pub(super) external_id: Option<String>,
    pub(super) app: Option<Numbered>,
    #[serde(default)]
    pub(super) pull_requests: Vec<PullRequest>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckSuite {
    pub(super) head_sha: String,
    pub(super) app: Option<Numbered>,
    #[serde(default)]
    pub(super) pull_requests: Vec<PullRequest>,
}

/// The button that somebody clicked.
#[derive(Debug, Deserialize)]
pub(super) struct RequestedAction {
    pub(super) identifier: String,
}

/// An issue, or the conversation of a pull request.
#[derive(Debug, Deserialize)]
pub(super) struct Issue {
    pub(super) number: u64,
    pub(super) pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) body: Option<String>,
    pub(super) user: Option<User>,
    pub(super) created_at: Option<String>,
    pub(super) author_association: Option<String>,
    pub(super) performed_via_github_app: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub(super) login: String,
    pub(super) r#type: Option<String>,
}
