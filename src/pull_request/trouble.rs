//! Why a pull request could not be read.

use std::fmt;

use super::rest::MOST_FILES;
use crate::github;

/// Why a pull request could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A request failed.
    GitHub(github::Trouble),
    /// There is no such pull request, or the token does not let it be seen.
    NotFound,
    /// Its base and head have nothing in common.
    NoCommonCommit,
    /// GitHub does not have its base or its head, or does not show them.
    NoCommits {
        /// Whether its fork was deleted.
        fork_is_gone: bool,
    },
    /// The configuration of the base branch, or an option, is not valid.
    Config(String),
    /// It can't be read without a token.
    NeedsToken {
        /// How many files there are to read.
        files: usize,
    },
}

impl From<github::Trouble> for Trouble {
    fn from(trouble: github::Trouble) -> Self {
        Self::GitHub(trouble)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GitHub(trouble) => trouble.fmt(f),
            Self::NotFound => f.write_str(
                "there is no such pull request, or it can't be seen: a private one needs a token \
                 with access to the repository",
            ),
            Self::NoCommonCommit => {
                f.write_str("the base and the head of this pull request have no commit in common")
            }
            Self::NoCommits { fork_is_gone: true } => f.write_str(
                "the fork of this pull request was deleted, and GitHub no longer has its commits",
            ),
            Self::NoCommits { fork_is_gone: false } => f.write_str(
                "GitHub does not show the commits of this pull request: the token must be able to \
                 read the contents of the repository (contents=read)",
            ),
            Self::Config(errors) => f.write_str(errors),
            Self::NeedsToken { files } => write!(
                f,
                "{files} files are too many to be read without a token (at most {MOST_FILES}); set \
                 GITHUB_TOKEN or run `gh auth login`"
            ),
        }
    }
}
