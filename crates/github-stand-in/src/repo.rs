//! A repository, as a story handles it.

use std::fmt;
use std::sync::Arc;

use crate::change::Change;
use crate::git::Git;
use crate::pull_request::PullRequest;
use crate::pushes;
use crate::shared::Shared;
use crate::state::{Pull, Repository, Role, State};

/// A repository or a fork of one.
#[derive(Clone)]
pub struct Repo {
    pub(crate) shared: Arc<Shared>,
    id: u64,
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repo {}", self.full_name())
    }
}

fn new(state: &mut State, full_name: &str, git: Arc<Git>, parent: Option<u64>) -> u64 {
    let (owner, name) = full_name.split_once('/').expect("owner/name");
    state.user(owner);
    let id = state.new_id();
    let namespace = match parent {
        None => "refs/heads/".to_owned(),
        Some(_) => format!("refs/forks/{id}/heads/"),
    };
    let created = state.now();
    state.repositories.push(Repository {
        id,
        owner: owner.to_owned(),
        name: name.to_owned(),
        private: false,
        archived: false,
        deleted: false,
        default_branch: "main".to_owned(),
        created,
        git,
        namespace,
        parent,
        people: Vec::new(),
        pulls: Vec::new(),
        checks: Vec::new(),
        last_number: 0,
    });
    id
}

impl Repo {
    pub(crate) fn named(shared: Arc<Shared>, full_name: &str) -> Self {
        let mut state = shared.state();
        let known = state.find_repository(full_name).map(|repo| repo.id);
        let id = known.unwrap_or_else(|| {
            let caps = state.caps;
            let folder = state.folder.join(format!("{}.git", state.repositories.len()));
            new(&mut state, full_name, Arc::new(Git::new(folder, caps)), None)
        });
        drop(state);
        Self { shared, id }
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    fn change<T>(&self, how: impl FnOnce(&mut Repository) -> T) -> T {
        how(self.shared.state().repository_mut(self.id))
    }

    /// `owner/name`.
    #[must_use]
    pub fn full_name(&self) -> String {
        self.shared.state().repository(self.id).full_name()
    }

    /// The number that its events carry.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.id
    }

    /// Commits files on a branch and gives the hash. A branch that isn't there yet begins where the
    /// default branch ends.
    pub fn commit<P: AsRef<str>, B: AsRef<[u8]>>(
        &self,
        branch: &str,
        files: &[(P, B)],
        message: &str,
    ) -> String {
        self.commit_change(branch, &Change::files(files).message(message))
    }

    /// Begins a branch with a commit that has no parent.
    pub fn begin<P: AsRef<str>, B: AsRef<[u8]>>(&self, branch: &str, files: &[(P, B)]) -> String {
        self.commit_on(branch, Some(vec![]), &Change::files(files).message("Begin anew"))
    }

    /// Commits any change on a branch and gives the hash.
    pub fn commit_change(&self, branch: &str, change: &Change) -> String {
        self.commit_on(branch, None, change)
    }

    /// Commits on top of some commit and moves the branch there, forward or not.
    pub fn force_commit(&self, branch: &str, parent: &str, change: &Change) -> String {
        self.commit_on(branch, Some(vec![parent.to_owned()]), change)
    }

    fn commit_on(&self, branch: &str, parents: Option<Vec<String>>, change: &Change) -> String {
        let mut state = self.shared.state();
        let owner = state.repository(self.id).owner.clone();
        let author = change.author.as_deref().unwrap_or(&owner);
        pushes::commit(&mut state, self.id, branch, parents, &change.files, &change.message, author)
    }

    /// Makes a branch that begins where another one ends.
    pub fn branch(&self, name: &str, from: &str) -> String {
        let state = self.shared.state();
        let repo = state.repository(self.id);
        let tip = repo.commit_named(from).expect("a branch or commit to begin at");
        repo.git.point(&repo.reference(name), &tip);
        tip
    }

    /// Removes a branch.
    pub fn delete_branch(&self, name: &str) {
        let state = self.shared.state();
        let repo = state.repository(self.id);
        repo.git.forget(&repo.reference(name));
    }

    /// The commit at the tip of a branch.
    #[must_use]
    pub fn tip(&self, branch: &str) -> Option<String> {
        self.shared.state().repository(self.id).tip(branch)
    }

    /// The bytes of a file on a branch or in a commit.
    #[must_use]
    pub fn file(&self, commit: &str, path: &str) -> Option<Vec<u8>> {
        let state = self.shared.state();
        let repo = state.repository(self.id);
        repo.git.file(&repo.commit_named(commit)?, path)
    }

    /// What somebody is to the repository from now on.
    pub fn let_in(&self, login: &str, role: Role) {
        let mut state = self.shared.state();
        state.user(login);
        let repo = state.repository_mut(self.id);
        repo.people.retain(|(known, _)| known != login);
        repo.people.push((login.to_owned(), role));
    }

    /// Only those who were let in see it from now on.
    pub fn make_private(&self) {
        self.change(|repo| repo.private = true);
    }

    /// Nothing can be changed from now on.
    pub fn archive(&self) {
        self.change(|repo| repo.archived = true);
    }

    /// The repository gets another name; the old one redirects.
    pub fn rename(&self, full_name: &str) {
        let mut state = self.shared.state();
        let former = state.repository(self.id).full_name();
        let (owner, name) = full_name.split_once('/').expect("owner/name");
        state.user(owner);
        state.former_names.push((former, self.id));
        let repo = state.repository_mut(self.id);
        owner.clone_into(&mut repo.owner);
        name.clone_into(&mut repo.name);
    }

    /// The repository is gone, as a fork may be.
    pub fn delete(&self) {
        self.change(|repo| repo.deleted = true);
    }

    /// A fork below somebody's name, with the default branch of today.
    #[must_use]
    pub fn fork(&self, owner: &str) -> Self {
        let mut state = self.shared.state();
        let repo = state.repository(self.id);
        let (git, name, branch) =
            (Arc::clone(&repo.git), repo.name.clone(), repo.default_branch.clone());
        let tip = repo.tip(&branch);
        let id = new(&mut state, &format!("{owner}/{name}"), Arc::clone(&git), Some(self.id));
        if let Some(tip) = tip {
            git.point(&state.repository(id).reference(&branch), &tip);
        }
        drop(state);
        Self { shared: Arc::clone(&self.shared), id }
    }

    /// Opens a pull request from a branch here, as the repository's owner.
    pub fn open(&self, head: &str, base: &str) -> PullRequest {
        let author = self.shared.state().repository(self.id).owner.clone();
        self.open_from(self, head, base, &author)
    }

    /// Opens a pull request from a branch of a fork, as the fork's owner.
    pub fn open_from_fork(&self, fork: &Self, head: &str, base: &str) -> PullRequest {
        let author = self.shared.state().repository(fork.id).owner.clone();
        self.open_from(fork, head, base, &author)
    }

    /// Opens a pull request as somebody.
    pub fn open_from(&self, from: &Self, head: &str, base: &str, author: &str) -> PullRequest {
        let mut state = self.shared.state();
        state.user(author);
        let (id, now) = (state.new_id(), state.now());
        let head_oid = state.repository(from.id).tip(head).expect("a branch to merge");
        let repo = state.repository_mut(self.id);
        assert!(repo.tip(base).is_some(), "there is no branch {base} to merge into");
        repo.last_number += 1;
        let number = repo.last_number;
        repo.pulls.push(Pull {
            id,
            number,
            title: format!("Change {head}"),
            body: String::new(),
            author: author.to_owned(),
            base_branch: base.to_owned(),
            closed_base: None,
            head_repository: from.id,
            head_branch: head.to_owned(),
            head_oid,
            open: true,
            merged: false,
            draft: false,
            locked: false,
            created: now,
            updated: now,
            closed: None,
            reviews: Vec::new(),
            comments: Vec::new(),
            issue_comments: Vec::new(),
        });
        drop(state);
        PullRequest::new(self.clone(), from.clone(), number)
    }

    /// Uses up numbers, as issues do.
    pub fn skip_numbers(&self, count: u64) {
        self.change(|repo| repo.last_number += count);
    }
}
