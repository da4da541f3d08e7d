//! How a try at a job ends.

use std::time::Duration;

use crate::app::store::StoreTrouble;
use crate::github::{Trouble, WriteTrouble, random_fraction};
use crate::pull_request;

/// How a try ended.
#[derive(Debug)]
pub(super) enum Ending {
    Done,
    /// It is not done.
    Failed(Failure),
    /// There is nobody any more whom it could be done for.
    Gone,
    /// Somebody else works on it.
    Lost,
    HandedBack,
}

/// Why a job was not done.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// For whoever looks after cardbot.
    pub(super) reason: String,
    /// Whether it may work later.
    pub(super) hope: Hope,
    /// Whether the fault is the server's own, which is told to nobody else.
    pub(super) is_own: bool,
}

/// What may become of a job that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hope {
    /// It will not work however often it is tried.
    None,
    /// It may work the next time.
    Soon,
    /// It works as soon as GitHub does, which may take hours.
    WhenGitHubDoes,
    /// It works after this time.
    After(Duration),
}

/// A limit whose end GitHub does not tell.
const UNTOLD: Duration = Duration::from_mins(1);

/// What fails because GitHub does is tried so many times as often: with the longest pause between
/// two tries that is more than a day.
const PATIENCE: u32 = 7;

impl Failure {
    pub(super) fn new(reason: &(impl ToString + ?Sized), hope: Hope) -> Self {
        Self { reason: reason.to_string(), hope, is_own: false }
    }

    /// The same for whoever waits for the check: of our own faults only that there was one.
    pub(super) fn said(&self) -> &str {
        if self.is_own { "cardbot's server had a fault of its own." } else { &self.reason }
    }

    /// Whether a job is given up after so many tries, each of which failed. A limit has an end.
    pub(super) fn is_last(&self, attempt: u32, most: u32) -> bool {
        match self.hope {
            Hope::None => true,
            Hope::Soon => attempt >= most,
            Hope::WhenGitHubDoes => attempt >= most.saturating_mul(PATIENCE),
            Hope::After(_) => false,
        }
    }

    /// Whether somebody who waits for the check should hear now that there is nothing to wait for.
    pub(super) fn is_to_be_told(&self, attempt: u32, most: u32) -> bool {
        self.is_last(attempt, most) || self.hope == Hope::WhenGitHubDoes && attempt == most
    }
}

impl Ending {
    pub(super) fn again(reason: &(impl ToString + ?Sized)) -> Self {
        Self::Failed(Failure::new(reason, Hope::Soon))
    }

    /// The server itself failed.
    pub(super) fn own(reason: &(impl ToString + ?Sized), hope: Hope) -> Self {
        Self::Failed(Failure { reason: reason.to_string(), hope, is_own: true })
    }

    pub(super) fn hopeless(reason: &(impl ToString + ?Sized)) -> Self {
        Self::Failed(Failure::new(reason, Hope::None))
    }
}

impl From<Trouble> for Ending {
    fn from(trouble: Trouble) -> Self {
        let hope = match &trouble {
            Trouble::Limited { wait, .. } => Hope::After(wait.unwrap_or(UNTOLD)),
            Trouble::Refused { status: 403 | 404 | 410 | 422, .. } => Hope::None,
            Trouble::Unreachable { .. } | Trouble::Broken { .. } => Hope::WhenGitHubDoes,
            Trouble::Refused { .. } | Trouble::Unclear(_) => Hope::Soon,
        };
        Self::Failed(Failure::new(&trouble, hope))
    }
}

impl From<WriteTrouble> for Ending {
    fn from(trouble: WriteTrouble) -> Self {
        match trouble {
            WriteTrouble::NotDone(trouble) | WriteTrouble::Unanswered(trouble) => trouble.into(),
        }
    }
}

impl From<pull_request::Trouble> for Ending {
    fn from(trouble: pull_request::Trouble) -> Self {
        match trouble {
            pull_request::Trouble::GitHub(trouble) => trouble.into(),
            // It is gone, and with it the wish for a review.
            pull_request::Trouble::NotFound => Self::Done,
            other => Self::hopeless(&other),
        }
    }
}

impl From<StoreTrouble> for Ending {
    fn from(trouble: StoreTrouble) -> Self {
        Self::own(&trouble, Hope::Soon)
    }
}

/// The longest pause between two tries.
const LONGEST: u64 = 1_800;

/// The pause after a try: it doubles, with up to half of it on top so that not all come back at once.
pub(super) fn backoff(attempt: u32) -> Duration {
    let seconds = 2_u64.saturating_pow(attempt.min(16)).min(LONGEST);
    Duration::from_secs(seconds).mul_f64(1.0 + random_fraction() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(trouble: Trouble) -> Failure {
        match trouble.into() {
            Ending::Failed(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pauses_grow_and_differ() {
        for (attempt, seconds) in [(1, 2), (4, 16), (10, 1024), (11, 1800), (60, 1800)] {
            let range = Duration::from_secs(seconds)..=Duration::from_secs(seconds * 3 / 2);
            let all: Vec<Duration> = (0..20).map(|_| backoff(attempt)).collect();
            assert!(all.iter().all(|pause| range.contains(pause)), "{attempt}: {all:?}");
            assert!(all.iter().any(|pause| *pause != all[0]), "{attempt}: {all:?}");
        }
    }

    #[test]
    fn an_outage_of_hours_is_waited_out_and_a_limit_is_no_failure() {
        let outage = failure(Trouble::Broken { status: 502 });
        let given_up = (1..).find(|attempt| outage.is_last(*attempt, 8)).unwrap();
        let waited: Duration = (1..given_up).map(backoff).sum();
        assert!(waited > Duration::from_hours(20), "{waited:?}");
        // Whoever waits for the check hears of it much earlier, and once.
        let told: Vec<u32> = (1..=given_up).filter(|n| outage.is_to_be_told(*n, 8)).collect();
        assert_eq!(told, [8, given_up]);

        let limit = crate::github::Limit::Secondary;
        let limited = failure(Trouble::Limited { limit, wait: Some(Duration::from_secs(7)) });
        assert_eq!(limited.hope, Hope::After(Duration::from_secs(7)));
        assert!(!limited.is_last(u32::MAX, 8));
        let refused = Trouble::Refused { status: 422, message: "no".to_owned(), needs: None };
        assert!(failure(refused).is_last(1, 8));
        let unclear = failure(Trouble::Unclear("<html>".to_owned()));
        assert!(!unclear.is_last(7, 8) && unclear.is_last(8, 8));
    }
}
