//! Which deliveries failed and have not arrived since.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A delivery is asked for so often, each time after twice the wait.
const MOST_TRIES: u32 = 8;
/// So many are kept.
const MOST_LOST: usize = 2000;

/// An attempt at a delivery, as GitHub lists it.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    id: i64,
    /// The same for all attempts.
    guid: String,
    /// Times of one form, in one zone: they sort as texts, and no clock of ours is asked.
    pub(super) delivered_at: String,
    /// 0 where nothing was answered.
    status_code: i64,
}

/// What is known from one look to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    /// The newest attempt of the last look.
    newest: Option<String>,
    /// The newest attempt of the look before. From there on it is looked again, since the list may
    /// show an attempt later than a newer one.
    before: Option<String>,
    /// What failed and did not arrive, by GUID.
    lost: BTreeMap<String, Lost>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Lost {
    /// An attempt that can be made again.
    id: i64,
    tries: u32,
    /// When it may be asked for.
    due: i64,
}

impl Known {
    /// What is older was looked at.
    pub(super) fn from(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// Whether nothing was looked at before.
    pub(super) fn is_new(&self) -> bool {
        self.newest.is_none()
    }

    /// Learns from attempts, newest first. Says whether there was room for all that failed.
    pub(super) fn learn(&mut self, rows: Vec<Row>, at: i64) -> bool {
        // Those that did not come however often they were asked for make room.
        self.lost.retain(|_, lost| lost.tries < MOST_TRIES || lost.due > at);
        let newest = rows.first().map(|row| row.delivered_at.clone());
        let (arrived, failed): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| (200..300).contains(&row.status_code));
        // Whichever attempt arrived, and in whatever order they are listed.
        let arrived: BTreeSet<String> = arrived.into_iter().map(|row| row.guid).collect();
        self.lost.retain(|guid, _| !arrived.contains(guid));
        let mut has_room = true;
        for row in failed.into_iter().filter(|row| !arrived.contains(&row.guid)) {
            if self.lost.len() < MOST_LOST || self.lost.contains_key(&row.guid) {
                self.lost.entry(row.guid).or_insert(Lost { id: row.id, tries: 0, due: 0 });
            } else {
                has_room = false;
            }
        }
        self.before = self.newest.take();
        self.newest = newest.or_else(|| self.before.clone());
        has_room
    }

    /// What is to be asked for now: GUIDs, each with an attempt. Oldest first.
    pub(super) fn due(&self, at: i64) -> Vec<(String, i64)> {
        let due = |lost: &Lost| lost.tries < MOST_TRIES && lost.due <= at;
        let lost = self.lost.iter().filter(|(_, lost)| due(lost));
        let mut all: Vec<(String, i64)> =
            lost.map(|(guid, lost)| (guid.clone(), lost.id)).collect();
        all.sort_by_key(|(_, id)| *id);
        all
    }

    /// It was asked for.
    pub(super) fn asked(&mut self, guid: &str, at: i64, every: i64) {
        if let Some(lost) = self.lost.get_mut(guid) {
            lost.tries += 1;
            lost.due = at.saturating_add(every.saturating_mul(1 << lost.tries.min(MOST_TRIES)));
        }
    }

    /// It can't come any more.
    pub(super) fn forget(&mut self, guid: &str) {
        self.lost.remove(guid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, guid: &str, second: u32, status_code: i64) -> Row {
        let delivered_at = format!("2026-01-01T00:00:{second:02}Z");
        Row { id, guid: guid.to_owned(), delivered_at, status_code }
    }

    fn guids(known: &Known, at: i64) -> Vec<String> {
        known.due(at).into_iter().map(|(guid, _)| guid).collect()
    }

    #[test]
    fn what_failed_is_asked_for_until_any_attempt_arrives() {
        let mut known = Known::default();
        known.learn(vec![row(3, "c", 3, 202), row(2, "b", 2, 0), row(1, "a", 1, 503)], 0);
        assert_eq!(known.due(0), [("a".to_owned(), 1), ("b".to_owned(), 2)], "oldest first");
        known.asked("a", 0, 100);
        known.asked("b", 0, 100);
        assert!(guids(&known, 199).is_empty(), "it has time to come");
        // The new attempt at `a` arrived, that at `b` failed again; the first ones are still listed.
        let rows = vec![row(5, "b", 5, 500), row(4, "a", 4, 200), row(2, "b", 2, 0)];
        known.learn(rows, 200);
        assert_eq!(guids(&known, 200), ["b"]);
        known.asked("b", 200, 100);
        assert!(guids(&known, 599).is_empty(), "after twice the wait");
        assert_eq!(guids(&known, 600), ["b"]);
        known.forget("b");
        assert!(guids(&known, i64::MAX).is_empty());
        // One that arrived before it failed once more by hand is there all the same.
        known.learn(vec![row(7, "d", 7, 500), row(6, "d", 6, 202)], 700);
        assert!(guids(&known, i64::MAX).is_empty());
    }

    #[test]
    fn what_never_comes_is_let_go_and_so_much_is_kept_at_most() {
        let mut known = Known::default();
        known.learn(vec![row(1, "a", 1, 0)], 0);
        let mut at = 0;
        let mut tries = 0;
        while let Some((guid, _)) = known.due(at).first() {
            known.asked(&guid.clone(), at, 1);
            tries += 1;
            at += 1 << 20;
        }
        assert_eq!(tries, MOST_TRIES);
        let many = (0..5_000).map(|n| row(n, &format!("guid-{n}"), 1, 0)).collect();
        assert!(!known.learn(many, at), "it is told that there was more");
        assert_eq!(known.lost.len(), MOST_LOST, "the one that never came made room");
        let arrived = (0..5_000).map(|n| row(n, &format!("guid-{n}"), 2, 202)).collect();
        assert!(known.learn(arrived, at));
        assert!(known.lost.is_empty());
    }

    #[test]
    fn it_is_looked_back_to_where_the_look_before_the_last_one_was() {
        let mut known = Known::default();
        assert_eq!(known.from(), None, "the first look sees all that GitHub still has");
        known.learn(vec![row(1, "a", 10, 200)], 0);
        assert_eq!(known.from(), None);
        known.learn(vec![row(2, "b", 20, 200)], 0);
        assert_eq!(known.from(), Some("2026-01-01T00:00:10Z"));
        // Nothing new: it does not go further back again.
        known.learn(vec![], 0);
        known.learn(vec![], 0);
        assert_eq!(known.from(), Some("2026-01-01T00:00:20Z"));
    }
}
