//! The states that were given out: random, good for one hour and for one return each.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::random;

/// GitHub takes no longer than this for the whole way.
const LIFE: Duration = Duration::from_hours(1);
/// So many pages may be open at once; the oldest go first.
const MOST: usize = 100;

/// States that may come back, each with the address that was chosen for the server.
#[derive(Debug, Default)]
pub(super) struct Pending {
    given: Mutex<Vec<Given>>,
}

#[derive(Debug)]
struct Given {
    state: String,
    url: String,
    since: Instant,
}

impl Pending {
    /// A new state.
    pub(super) fn give(&self, url: &str) -> Result<String, String> {
        let state = random()?;
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() >= MOST {
            given.remove(0);
        }
        given.push(Given { state: state.clone(), url: url.to_owned(), since: Instant::now() });
        Ok(state)
    }

    /// What a state was given out for, not long ago; from now on it is good for nothing.
    pub(super) fn take(&self, state: &str) -> Option<String> {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|one| one.since.elapsed() < LIFE);
        let at = given.iter().position(|one| one.state == state);
        at.map(|at| given.remove(at).url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_good_once() {
        let pending = Pending::default();
        let (one, other) = (pending.give("a").unwrap(), pending.give("b").unwrap());
        assert_ne!(one, other);
        assert_eq!(pending.take(""), None);
        assert_eq!((pending.take(&one).as_deref(), pending.take(&one)), (Some("a"), None));
        for _ in 0..MOST {
            pending.give("").unwrap();
        }
        assert_eq!(pending.take(&other), None);
    }
}
