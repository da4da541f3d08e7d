//! The states that were given out: random, good for one hour and for one return each.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::github::run_id;

/// GitHub takes no longer than this for the whole way.
const LIFE: Duration = Duration::from_hours(1);
/// So many pages may be open at once; the oldest go first.
const MOST: usize = 100;

/// States that may come back.
#[derive(Debug, Default)]
pub(super) struct Pending {
    given: Mutex<Vec<(String, Instant)>>,
}

impl Pending {
    /// A new state.
    pub(super) fn give(&self) -> String {
        let state = format!("{}{}", run_id(), run_id());
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() >= MOST {
            given.remove(0);
        }
        given.push((state.clone(), Instant::now()));
        state
    }

    /// Whether a state was given out, not long ago; from now on it is not any more.
    pub(super) fn take(&self, state: &str) -> bool {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|(_, since)| since.elapsed() < LIFE);
        let at = given.iter().position(|(known, _)| known == state);
        at.map(|at| given.remove(at)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_good_once() {
        let pending = Pending::default();
        let (one, other) = (pending.give(), pending.give());
        assert_ne!(one, other);
        assert!(!pending.take(""));
        assert!(pending.take(&one) && !pending.take(&one));
        for _ in 0..MOST {
            pending.give();
        }
        assert!(!pending.take(&other));
    }
}
