//! How a review ended, and in one sentence each what kept it from being posted.

use std::fmt;

use super::texts::LargeFile;
use super::{Prepared, Reading};
use crate::github::{Client, Tally, Trouble as GitHubTrouble};

/// How a review ended.
#[derive(Debug)]
pub struct Outcome {
    /// What was read and judged.
    pub prepared: Prepared,
    /// What became of it on GitHub.
    pub posting: Posting,
    /// What it asked of GitHub.
    pub tally: Tally,
}

/// What became of a review on GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posting {
    /// There was nothing to post, edit or retire.
    Nothing,
    /// There was, but it is not wanted.
    NotWanted,
    /// It could not be posted.
    Kept(Obstacle),
    /// It was posted.
    Done {
        /// The page of the new review, when there is one.
        url: Option<String>,
        /// How many comments are new on the lines.
        comments: usize,
        /// How many findings GitHub refused on their lines; the summary tells them.
        moved: usize,
        /// What could not be edited or retired, in words.
        left: Option<String>,
        /// How many threads GitHub would not let us resolve.
        unresolved: usize,
    },
}

impl Posting {
    /// Whether what was found stands on the pull request, so that it need not be told once more.
    /// Another identity of cardbot tells it as well as we do.
    #[must_use]
    pub fn is_told(&self) -> bool {
        match self {
            Self::Nothing | Self::Done { .. } | Self::Kept(Obstacle::OtherKeeper(_)) => true,
            Self::NotWanted | Self::Kept(_) => false,
        }
    }
}

/// Why a review could not be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no token.
    NoToken,
    /// The pull request was merged.
    Merged,
    /// The pull request was closed.
    Closed,
    /// Only those who may push can say something.
    Locked,
    /// The repository is read-only.
    Archived,
    /// Whoever asks has a review in the works; there can be only one.
    PendingReview,
    /// Another identity of cardbot keeps a summary.
    OtherKeeper(String),
    /// The head moved while it was read.
    HeadMoved,
    /// The token may not.
    NoPermission {
        /// GitHub's words.
        message: String,
        /// The permission, where GitHub names it.
        needs: Option<String>,
    },
    /// Nothing may be written any more.
    Stopped(String),
    /// It is not known whether it was done.
    Unanswered(GitHubTrouble),
    /// Something else.
    Failed(GitHubTrouble),
}

/// Something worth knowing about a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The configuration of the base branch is not valid; the defaults were in force.
    BrokenConfig(String),
    /// Files that are too large to be cards.
    TooLarge(Vec<LargeFile>),
    /// So many changed files are not listed by GitHub.
    Unlisted(usize),
    /// GitHub lists only so many files of a comparison, and there may be more.
    FirstOnly(usize),
    /// The fork was deleted.
    ForkDeleted,
    /// The pull request is a draft.
    Draft,
    /// Nobody approves or refuses what they wrote themselves.
    OwnPullRequest,
}

/// What can be known before trying.
pub(super) fn obstacle(client: &Client, reading: &Reading) -> Option<Obstacle> {
    let about = &reading.about;
    if let Some(login) = &reading.posted.other_keeper {
        return Some(Obstacle::OtherKeeper(login.clone()));
    }
    if about.is_archived {
        return Some(Obstacle::Archived);
    }
    if about.is_merged {
        return Some(Obstacle::Merged);
    }
    if !about.is_open {
        return Some(Obstacle::Closed);
    }
    if client.is_anonymous() {
        return Some(Obstacle::NoToken);
    }
    if about.is_locked && about.may_push != Some(true) {
        return Some(Obstacle::Locked);
    }
    about.has_pending_review.then_some(Obstacle::PendingReview)
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken => f.write_str(
                "there is no token; set GITHUB_TOKEN or run `gh auth login` to post the review",
            ),
            Self::Merged => f.write_str("the pull request is merged already"),
            Self::Closed => f.write_str("the pull request is closed"),
            Self::Locked => f.write_str("the conversation of the pull request is locked"),
            Self::Archived => f.write_str("the repository is archived, so it is read-only"),
            Self::PendingReview => f.write_str(
                "you have begun a review there yourself; submit or discard it first, for GitHub \
                 takes one at a time",
            ),
            Self::OtherKeeper(login) => {
                write!(f, "{login} keeps the review of this pull request already")
            }
            Self::HeadMoved => f.write_str(
                "the pull request changed while it was being reviewed; review it once more",
            ),
            Self::NoPermission { message, needs } => {
                write!(f, "the token may not post reviews here ({message})")?;
                match needs {
                    Some(needs) => write!(f, "; it needs {needs}"),
                    None => f.write_str("; it needs to write pull requests"),
                }
            }
            Self::Stopped(why) => f.write_str(why),
            Self::Unanswered(trouble) => write!(
                f,
                "GitHub did not say whether the review was posted; look at the pull request before \
                 you try again ({trouble})"
            ),
            Self::Failed(trouble) => trouble.fmt(f),
        }
    }
}

impl Note {
    /// A sentence for the summary about what was not looked at.
    pub(super) fn unread(&self) -> Option<String> {
        match self {
            Self::TooLarge(files) => {
                let paths: Vec<String> =
                    files.iter().map(|file| format!("`{}`", file.path)).collect();
                Some(format!("Too large to be read: {}.", paths.join(", ")))
            }
            Self::Unlisted(_) | Self::FirstOnly(_) => Some(format!("{self}.")),
            _ => None,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenConfig(errors) => {
                write!(f, "{errors}\nthe defaults are in force instead")
            }
            Self::TooLarge(files) => {
                let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
                write!(f, "too large to be read: {}", paths.join(", "))
            }
            Self::Unlisted(n) => {
                write!(f, "GitHub lists only a part of the changed files; {n} were not looked at")
            }
            Self::FirstOnly(n) => {
                write!(
                    f,
                    "GitHub lists the first {n} changed files only; others were not looked at"
                )
            }
            Self::ForkDeleted => f.write_str(
                "the fork of this pull request was deleted; suggestions can't be applied any more",
            ),
            Self::Draft => f.write_str("the pull request is a draft"),
            Self::OwnPullRequest => f.write_str(
                "the pull request is your own; the review neither approves nor asks for changes",
            ),
        }
    }
}
