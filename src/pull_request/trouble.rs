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
            Self::Config(errors) => f.write_str(errors),
            Self::NeedsToken { files } => write!(
                f,
                "{files} files are too many to be read without a token (at most {MOST_FILES}); set \
                 GITHUB_TOKEN or run `gh auth login`"
            ),
        }
    }
}
