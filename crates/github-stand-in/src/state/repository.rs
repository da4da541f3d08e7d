//! A repository: its people, its branches and its pull requests.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::access::Role;
use super::check::CheckRun;
use super::pull::Pull;
use crate::git::Git;

/// A repository or a fork of one.
pub(crate) struct Repository {
    pub(crate) id: u64,
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) private: bool,
    pub(crate) archived: bool,
    pub(crate) deleted: bool,
    pub(crate) default_branch: String,
    pub(crate) created: DateTime<Utc>,
    /// Shared by all forks.
    pub(crate) git: Arc<Git>,
    /// Where its branches are in the shared store.
    pub(crate) namespace: String,
    /// The repository that this is a fork of.
    pub(crate) parent: Option<u64>,
    pub(crate) people: Vec<(String, Role)>,
    pub(crate) pulls: Vec<Pull>,
    pub(crate) checks: Vec<CheckRun>,
    pub(crate) last_number: u64,
}

impl Repository {
    /// `owner/name`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }

    /// The full reference of a branch.
    pub(crate) fn reference(&self, branch: &str) -> String {
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch);
        format!("{}{branch}", self.namespace)
    }

    /// The commit at the tip of a branch.
    pub(crate) fn tip(&self, branch: &str) -> Option<String> {
        self.git.commit_of(&self.reference(branch))
    }

    /// The commit that a branch, a reference or a hash names; `HEAD` is the default branch.
    pub(crate) fn commit_named(&self, name: &str) -> Option<String> {
        if name.is_empty() || name == "HEAD" {
            return self.tip(&self.default_branch);
        }
        let hash =
            name.len() >= 7 && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some(tip) = self.tip(name) {
            return Some(tip);
        }
        let pull = name.starts_with("refs/pull/").then(|| self.pull_reference(name)).flatten();
        pull.or_else(|| hash.then(|| self.git.commit_of(name)).flatten())
    }

    fn pull_reference(&self, name: &str) -> Option<String> {
        let number = name.strip_prefix("refs/pull/")?.strip_suffix("/head")?.parse().ok()?;
        Some(self.pull(number)?.head_oid.clone())
    }

    /// The pull request with that number.
    pub(crate) fn pull(&self, number: u64) -> Option<&Pull> {
        self.pulls.iter().find(|pull| pull.number == number)
    }

    /// The pull request with that number.
    pub(crate) fn pull_mut(&mut self, number: u64) -> Option<&mut Pull> {
        self.pulls.iter_mut().find(|pull| pull.number == number)
    }
}
