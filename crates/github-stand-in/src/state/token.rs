//! Tokens: whose they are, what they may do, and how much is left of their budget.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// May look.
    Read,
    /// May change.
    Write,
}

impl Level {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// Permissions by name, such as `pull_requests`.
pub(crate) type Permissions = BTreeMap<String, Level>;

/// What sort of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person's classic token: may do what the person may do.
    Classic,
    /// A person's token with chosen permissions.
    FineGrained,
    /// A workflow's `GITHUB_TOKEN`.
    Actions,
    /// An App's installation token.
    Installation(u64),
}

impl Kind {
    /// Whether an App acts with it.
    pub(crate) fn of_app(self) -> bool {
        matches!(self, Self::Actions | Self::Installation(_))
    }
}

/// A budget of requests or points an hour.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub(crate) limit: u64,
    pub(crate) used: u64,
    pub(crate) resets: DateTime<Utc>,
}

impl Bucket {
    pub(crate) fn of(limit: u64) -> Self {
        Self { limit, used: 0, resets: DateTime::from(std::time::SystemTime::now()) + HOUR }
    }

    pub(crate) fn remaining(&self) -> u64 {
        self.limit.saturating_sub(self.used)
    }

    /// Starts a new hour where the old one is over.
    pub(crate) fn refresh(&mut self, now: DateTime<Utc>) {
        if now >= self.resets {
            self.used = 0;
            self.resets = now + HOUR;
        }
    }
}

const HOUR: TimeDelta = TimeDelta::hours(1);

/// A token that was given out.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// The login it acts as.
    pub(crate) login: String,
    pub(crate) kind: Kind,
    /// Ignored for classic tokens.
    pub(crate) permissions: Permissions,
    /// The repositories it is good for; all that its owner sees where there is no list.
    pub(crate) repositories: Option<Vec<u64>>,
    pub(crate) expires: Option<DateTime<Utc>>,
    pub(crate) core: Bucket,
    pub(crate) graphql: Bucket,
}
