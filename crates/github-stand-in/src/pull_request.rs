//! A pull request, as a story handles it.

use std::fmt;

use serde_json::Value;

use crate::change::Change;
use crate::repo::Repo;
use crate::said;
use crate::state::{Event, Pull, Review, Side, State, node_id};
use crate::suggestions::{self, Applied};
use crate::tell;

/// A pull request.
#[derive(Clone)]
pub struct PullRequest {
    repo: Repo,
    head: Repo,
    number: u64,
}

impl fmt::Debug for PullRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PullRequest {}", self.target())
    }
}

/// A review that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedReview {
    /// The number in REST.
    pub number: u64,
    /// The id in GraphQL.
    pub id: String,
    /// The login, without `[bot]`.
    pub author: String,
    /// The text.
    pub body: String,
    /// `COMMENTED`, `APPROVED`, `CHANGES_REQUESTED`, `PENDING` or `DISMISSED`.
    pub state: String,
    /// The commit that it claims to be of.
    pub commit: String,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
}

/// A comment on lines that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedComment {
    /// The number in REST.
    pub number: u64,
    /// The id in GraphQL.
    pub id: String,
    /// The review that it belongs to.
    pub review: u64,
    /// The login, without `[bot]`.
    pub author: String,
    /// The text.
    pub body: String,
    /// The file.
    pub path: String,
    /// Which side of the difference.
    pub side: Side,
    /// The first line, where there are several.
    pub start_line: Option<usize>,
    /// The last line; nothing when it is outdated.
    pub line: Option<usize>,
    /// The last line at the time of writing.
    pub original_line: usize,
    /// The comment that it answers.
    pub reply_to: Option<u64>,
    /// Whether the thread is resolved.
    pub resolved: bool,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
    /// What its suggestion blocks say.
    pub suggestions: Vec<String>,
}

/// A comment on the conversation that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedIssueComment {
    /// The number in REST.
    pub number: u64,
    /// The login, without `[bot]`.
    pub author: String,
    /// The text.
    pub body: String,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
    /// Reactions, with the login of who gave them.
    pub reactions: Vec<(String, String)>,
}

/// A check run that is there.
#[derive(Clone, Debug, PartialEq)]
pub struct PostedCheck {
    /// The number in REST.
    pub number: u64,
    /// The App that made it, without `[bot]`.
    pub app: String,
    /// Its name.
    pub name: String,
    /// `queued`, `in_progress` or `completed`.
    pub status: String,
    /// What it came to.
    pub conclusion: Option<String>,
    /// The title of its text.
    pub title: String,
    /// Its text.
    pub summary: String,
    /// The annotations, as they were sent.
    pub annotations: Vec<Value>,
    /// The buttons, as they were sent.
    pub actions: Vec<Value>,
}

impl PullRequest {
    pub(crate) fn new(repo: Repo, head: Repo, number: u64) -> Self {
        Self { repo, head, number }
    }

    fn with<T>(&self, how: impl FnOnce(&mut Pull) -> T) -> T {
        let mut state = self.repo.shared.state();
        let repo = state.repository_mut(self.repo.id());
        how(repo.pull_mut(self.number).expect("pull requests stay"))
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// `owner/name#7`
    #[must_use]
    pub fn target(&self) -> String {
        format!("{}#{}", self.repo.full_name(), self.number)
    }

    /// The address of its page.
    #[must_use]
    pub fn url(&self) -> String {
        let state = self.repo.shared.state();
        let repo = state.repository(self.repo.id());
        tell::pull_page(&state, repo, repo.pull(self.number).expect("pull requests stay"))
    }

    /// The commit at its head.
    #[must_use]
    pub fn head(&self) -> String {
        self.with(|pull| pull.head_oid.clone())
    }

    /// The commit where its branch left the base branch.
    #[must_use]
    pub fn merge_base(&self) -> String {
        let state = self.repo.shared.state();
        let repo = state.repository(self.repo.id());
        let pull = repo.pull(self.number).expect("pull requests stay");
        let base = tell::pull_base(repo, pull);
        repo.git.merge_base(&base, &pull.head_oid).expect("a common commit")
    }

    /// The bytes of a file at its head.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.repo.file(&self.head(), path)
    }

    /// The reviews, oldest first.
    #[must_use]
    pub fn reviews(&self) -> Vec<PostedReview> {
        let tell = |review: &Review| PostedReview {
            number: review.id,
            id: node_id("PRR", review.id),
            author: review.author.clone(),
            body: review.body.clone(),
            state: review.event.state().to_owned(),
            commit: review.commit.clone(),
            minimized: review.minimized.clone(),
        };
        self.with(|pull| pull.reviews.iter().map(tell).collect())
    }

    /// The comments on lines, oldest first, answers among them.
    #[must_use]
    pub fn comments(&self) -> Vec<PostedComment> {
        self.with(|pull| {
            let resolved = |id: u64| pull.comments.iter().any(|c| c.id == id && c.resolved);
            let rows = pull.comments.iter().map(|comment| PostedComment {
                number: comment.id,
                id: node_id("PRRC", comment.id),
                review: comment.review,
                author: comment.author.clone(),
                body: comment.body.clone(),
                path: comment.path.clone(),
                side: comment.side,
                start_line: comment.start,
                line: comment.line,
                original_line: comment.original_line,
                reply_to: comment.reply_to,
                resolved: resolved(comment.reply_to.unwrap_or(comment.id)),
                minimized: comment.minimized.clone(),
                suggestions: suggestions::blocks(&comment.body),
            });
            rows.collect()
        })
    }

    /// The comments on the conversation.
    #[must_use]
    pub fn issue_comments(&self) -> Vec<PostedIssueComment> {
        self.with(|pull| {
            let rows = pull.issue_comments.iter().map(|comment| PostedIssueComment {
                number: comment.id,
                author: comment.author.clone(),
                body: comment.body.clone(),
                minimized: comment.minimized.clone(),
                reactions: comment.reactions.clone(),
            });
            rows.collect()
        })
    }

    pub(crate) fn told<T>(&self, how: impl FnOnce(&State, u64, &Pull) -> T) -> T {
        let state = self.repo.shared.state();
        let pull = state.repository(self.repo.id()).pull(self.number).expect("pull requests stay");
        how(&state, self.repo.id(), pull)
    }

    /// The check runs on its head, oldest first.
    #[must_use]
    pub fn checks(&self) -> Vec<PostedCheck> {
        self.told(|state, repo, pull| {
            let runs = state.repository(repo).checks.iter();
            let rows = runs.filter(|run| run.head == pull.head_oid).map(|run| PostedCheck {
                number: run.id,
                app: run.app.clone(),
                name: run.name.clone(),
                status: run.status.clone(),
                conclusion: run.conclusion.clone(),
                title: run.title.clone().unwrap_or_default(),
                summary: run.summary.clone().unwrap_or_default(),
                annotations: run.annotations.clone(),
                actions: run.actions.clone(),
            });
            rows.collect()
        })
    }

    /// Pushes files to its branch and gives the new head.
    pub fn push<P: AsRef<str>, B: AsRef<[u8]>>(&self, files: &[(P, B)], message: &str) -> String {
        self.push_change(&Change::files(files).message(message))
    }

    /// Pushes any change to its branch and gives the new head.
    pub fn push_change(&self, change: &Change) -> String {
        let branch = self.with(|pull| pull.head_branch.clone());
        self.head.commit_change(&branch, change)
    }

    /// Replaces what is on its branch by one change on top of some commit, such as the base branch's
    /// tip for a rebase.
    pub fn force_push(&self, onto: &str, change: &Change) -> String {
        let branch = self.with(|pull| pull.head_branch.clone());
        let onto = {
            let state = self.repo.shared.state();
            let repo = state.repository(self.repo.id());
            repo.commit_named(onto).expect("a commit to push onto")
        };
        self.head.force_commit(&branch, &onto, change)
    }

    /// Somebody answers a comment on lines.
    pub fn reply(&self, comment: u64, author: &str, text: &str) -> u64 {
        let mut state = self.repo.shared.state();
        state.user(author);
        said::reply(&mut state, self.repo.id(), self.number, comment, author, text)
    }

    /// Somebody comments on the conversation.
    pub fn comment(&self, author: &str, text: &str) -> u64 {
        let mut state = self.repo.shared.state();
        state.user(author);
        said::comment(&mut state, self.repo.id(), self.number, author, text)
    }

    /// Somebody reviews it with a text: perhaps a marker that isn't theirs.
    pub fn review(&self, author: &str, text: &str) -> u64 {
        self.add_review(author, text, Event::Comment)
    }

    /// Somebody begins a review and does not hand it in; nobody else sees it.
    pub fn begin_review(&self, author: &str) -> u64 {
        self.add_review(author, "My thoughts so far", Event::Pending)
    }

    fn add_review(&self, author: &str, text: &str, event: Event) -> u64 {
        let mut state = self.repo.shared.state();
        state.user(author);
        let (id, now) = (state.new_id(), state.now());
        let repo = state.repository_mut(self.repo.id());
        let pull = repo.pull_mut(self.number).expect("pull requests stay");
        pull.reviews.push(Review {
            id,
            author: author.to_owned(),
            body: text.to_owned(),
            event,
            commit: pull.head_oid.clone(),
            time: now,
            updated: now,
            minimized: None,
        });
        id
    }

    /// Somebody resolves the thread that a comment began.
    pub fn resolve(&self, comment: u64, by: &str) {
        self.with(|pull| {
            let found = pull.comments.iter_mut().find(|known| known.id == comment);
            let found = found.expect("a comment");
            found.resolved = true;
            found.resolved_by = Some(by.to_owned());
        });
    }

    /// Applies all suggestions in one commit, as the button for a batch does, by the head branch's
    /// owner.
    pub fn apply_suggestions(&self) -> Applied {
        self.apply(&self.head_owner(), |_| true)
    }

    /// Applies the suggestion of one comment.
    pub fn apply_suggestion(&self, comment: u64) -> Applied {
        self.apply(&self.head_owner(), |number| number == comment)
    }

    /// Applies suggestions as somebody.
    pub fn apply(&self, by: &str, wanted: impl Fn(u64) -> bool) -> Applied {
        let mut state = self.repo.shared.state();
        state.user(by);
        suggestions::apply(&mut state, self.repo.id(), self.number, by, |comment| {
            wanted(comment.id)
        })
    }

    fn head_owner(&self) -> String {
        self.repo.shared.state().repository(self.head.id()).owner.clone()
    }

    /// Gives it a title.
    pub fn set_title(&self, title: &str) {
        self.with(|pull| title.clone_into(&mut pull.title));
    }

    /// Makes it a draft, or no longer.
    pub fn set_draft(&self, draft: bool) {
        self.with(|pull| pull.draft = draft);
    }

    /// Locks the conversation, or no longer.
    pub fn set_locked(&self, locked: bool) {
        self.with(|pull| pull.locked = locked);
    }

    /// Another branch becomes its base.
    pub fn set_base(&self, branch: &str) {
        self.with(|pull| branch.clone_into(&mut pull.base_branch));
        let mut state = self.repo.shared.state();
        crate::positions::refresh(&mut state, self.repo.id(), self.number);
    }

    /// Merges it: its base branch comes to its head.
    pub fn merge(&self) {
        self.close();
        let mut state = self.repo.shared.state();
        let repo = state.repository_mut(self.repo.id());
        let pull = repo.pull_mut(self.number).expect("pull requests stay");
        pull.merged = true;
        let (base, head) = (pull.base_branch.clone(), pull.head_oid.clone());
        repo.git.point(&repo.reference(&base), &head);
    }

    /// Closes it without a merge.
    pub fn close(&self) {
        let mut state = self.repo.shared.state();
        let now = state.now();
        let repo = state.repository_mut(self.repo.id());
        let pull = repo.pull(self.number).expect("pull requests stay");
        let base = tell::pull_base(repo, pull);
        let pull = repo.pull_mut(self.number).expect("pull requests stay");
        pull.open = false;
        pull.closed = Some(now);
        pull.closed_base = Some(base);
    }
}
