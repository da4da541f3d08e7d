//! What can go wrong with a request, in words for people.

use std::fmt;
use std::time::Duration;

use super::redact;

/// Which of GitHub's limits was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many requests an hour.
    Hourly,
    /// Too much at once.
    Secondary,
}

/// A request that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No answer: the host can't be reached, or the connection broke.
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// GitHub answered with a refusal.
    Refused {
        /// The HTTP status.
        status: u16,
        /// GitHub's words.
        message: String,
        /// The permission that the token lacks, where GitHub names it.
        needs: Option<String>,
    },
    /// A limit is reached, and waiting for it would take too long.
    Limited {
        /// Which.
        limit: Limit,
        /// How long it lasts, as far as GitHub says.
        wait: Option<Duration>,
    },
    /// GitHub itself is in trouble.
    Broken {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not what was asked for.
    Unclear(String),
}

/// A write that did not go through, or may not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteTrouble {
    /// It was surely not done.
    NotDone(Trouble),
    /// It may have been done, or may still be.
    Unanswered(Trouble),
}

impl Trouble {
    /// The HTTP status of a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Broken { status } => Some(*status),
            _ => None,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::Unreachable { host, why } => format!("{host} could not be reached: {why}"),
            Self::Refused { status: 401, .. } => {
                "GitHub does not accept the token: it is wrong, expired or revoked".to_owned()
            }
            Self::Refused { status, message, needs } => {
                let needs = needs.as_ref().map(|n| format!("; the token needs {n}"));
                format!("GitHub refused: {message} ({status}){}", needs.unwrap_or_default())
            }
            Self::Limited { limit, wait } => {
                let what = match limit {
                    Limit::Hourly => "GitHub's hourly request limit is used up",
                    Limit::Secondary => "GitHub asks to slow down (secondary rate limit)",
                };
                let wait = wait.map(|w| format!("; try again in {}", in_words(w)));
                format!("{what}{}", wait.unwrap_or_default())
            }
            Self::Broken { status } => {
                format!("GitHub has a fault of its own ({status}); try again later")
            }
            Self::Unclear(what) => format!("GitHub's answer could not be read: {what}"),
        };
        f.write_str(&redact(&said))
    }
}

impl WriteTrouble {
    /// What went wrong.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        match self {
            Self::NotDone(trouble) | Self::Unanswered(trouble) => trouble,
        }
    }
}

fn in_words(wait: Duration) -> String {
    match wait.as_secs() {
        0 | 1 => "a second".to_owned(),
        secs @ 2..=119 => format!("{secs} seconds"),
        secs => format!("{} minutes", secs.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn troubles_are_told_in_one_line_without_tokens() {
        let limited =
            Trouble::Limited { limit: Limit::Hourly, wait: Some(Duration::from_secs(300)) };
        assert_eq!(
            limited.to_string(),
            "GitHub's hourly request limit is used up; try again in 5 minutes"
        );
        let refused = Trouble::Refused {
            status: 403,
            message: "Resource not accessible by ghp_0123456789abcdefghij".to_owned(),
            needs: Some("pull_requests=write".to_owned()),
        };
        assert_eq!(
            refused.to_string(),
            "GitHub refused: Resource not accessible by *** (403); the token needs \
             pull_requests=write"
        );
    }
}
