//! How a try at a job ends.

use std::time::Duration;

use crate::app::store::StoreTrouble;
use crate::github::{Trouble, random_fraction};
use crate::pull_request;

/// How a try ended.
#[derive(Debug)]
pub(super) enum Ending {
    Done,
    /// It may work later.
    Again {
        reason: String,
        limited: Option<Duration>,
    },
    /// It will not work however often it is tried.
    Dead(String),
    /// Somebody else works on it.
    Lost,
    HandedBack,
}

/// A limit whose end GitHub does not tell.
const UNTOLD: Duration = Duration::from_mins(1);

impl Ending {
    pub(super) fn again(reason: &(impl ToString + ?Sized)) -> Self {
        Self::Again { reason: reason.to_string(), limited: None }
    }
}

impl From<Trouble> for Ending {
    fn from(trouble: Trouble) -> Self {
        let reason = trouble.to_string();
        match trouble {
            Trouble::Limited { wait, .. } => {
                Self::Again { reason, limited: Some(wait.unwrap_or(UNTOLD)) }
            }
            Trouble::Refused { status: 403 | 404 | 410 | 422, .. } => Self::Dead(reason),
            _ => Self::again(&reason),
        }
    }
}

impl From<pull_request::Trouble> for Ending {
    fn from(trouble: pull_request::Trouble) -> Self {
        match trouble {
            pull_request::Trouble::GitHub(trouble) => trouble.into(),
            // It is gone, and with it the wish for a review.
            pull_request::Trouble::NotFound => Self::Done,
            other => Self::Dead(other.to_string()),
        }
    }
}

impl From<StoreTrouble> for Ending {
    fn from(trouble: StoreTrouble) -> Self {
        Self::again(&trouble)
    }
}

/// The longest pause between two tries.
const LONGEST: u64 = 1_800;

/// The pause after a try: it doubles, with up to half of it on top so that not all come back at once.
pub(super) fn backoff(attempt: u32) -> Duration {
    let seconds = 2_u64.saturating_pow(attempt.min(16)).min(LONGEST);
    Duration::from_secs(seconds).mul_f64(1.0 + random_fraction() / 2.0)
}
