//! A pull request and what was said on it.

use chrono::{DateTime, Utc};

/// Which side of a difference a comment stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text before: deleted lines.
    Left,
    /// The text after: added lines, and lines around.
    Right,
}

impl Side {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Left => "LEFT",
            Self::Right => "RIGHT",
        }
    }
}

/// What a review decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Pending,
    Comment,
    Approve,
    RequestChanges,
    Dismissed,
}

impl Event {
    /// The state that a review with this event has.
    pub(crate) fn state(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Comment => "COMMENTED",
            Self::Approve => "APPROVED",
            Self::RequestChanges => "CHANGES_REQUESTED",
            Self::Dismissed => "DISMISSED",
        }
    }
}

/// A review.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    pub(crate) id: u64,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) event: Event,
    /// Moves to the new head at a force-push.
    pub(crate) commit: String,
    pub(crate) time: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) minimized: Option<String>,
}

/// A comment on lines, or an answer to one.
#[derive(Clone, Debug)]
pub(crate) struct ReviewComment {
    pub(crate) id: u64,
    pub(crate) review: u64,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) path: String,
    pub(crate) side: Side,
    pub(crate) original_commit: String,
    pub(crate) original_start: Option<usize>,
    pub(crate) original_line: usize,
    /// Where it stands today; nothing when outdated.
    pub(crate) line: Option<usize>,
    pub(crate) start: Option<usize>,
    pub(crate) commit: String,
    pub(crate) diff_hunk: String,
    /// The comment that began the thread.
    pub(crate) reply_to: Option<u64>,
    pub(crate) resolved: bool,
    pub(crate) resolved_by: Option<String>,
    /// A suggestion of it was applied.
    pub(crate) applied: bool,
    pub(crate) minimized: Option<String>,
    pub(crate) time: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}

/// A comment on the conversation.
#[derive(Clone, Debug)]
pub(crate) struct IssueComment {
    pub(crate) id: u64,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) minimized: Option<String>,
    pub(crate) reactions: Vec<(String, String)>,
    pub(crate) time: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}

/// A pull request.
#[derive(Clone, Debug)]
pub(crate) struct Pull {
    pub(crate) id: u64,
    pub(crate) number: u64,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) author: String,
    pub(crate) base_branch: String,
    /// Fixed when it is closed; until then the tip of the base branch counts.
    pub(crate) closed_base: Option<String>,
    pub(crate) head_repository: u64,
    pub(crate) head_branch: String,
    pub(crate) head_oid: String,
    pub(crate) open: bool,
    pub(crate) merged: bool,
    pub(crate) draft: bool,
    pub(crate) locked: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) closed: Option<DateTime<Utc>>,
    pub(crate) reviews: Vec<Review>,
    pub(crate) comments: Vec<ReviewComment>,
    pub(crate) issue_comments: Vec<IssueComment>,
}

impl Pull {
    /// The comments that begin a thread.
    pub(crate) fn threads(&self) -> impl Iterator<Item = &ReviewComment> {
        self.comments.iter().filter(|comment| comment.reply_to.is_none())
    }

    /// A thread: the comment that began it, then the answers.
    pub(crate) fn thread(&self, first: u64) -> impl Iterator<Item = &ReviewComment> {
        self.comments.iter().filter(move |c| c.id == first || c.reply_to == Some(first))
    }

    /// Whether everybody sees the comment; those of a pending review are their author's alone.
    pub(crate) fn shows(&self, comment: &ReviewComment, to: Option<&str>) -> bool {
        let pending = self
            .reviews
            .iter()
            .any(|review| review.id == comment.review && review.event == Event::Pending);
        !pending || to == Some(comment.author.as_str())
    }
}
