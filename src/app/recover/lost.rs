//! Which deliveries failed and have not arrived since.

use std::collections::BTreeMap;

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

    /// Learns from attempts, newest first.
    pub(super) fn learn(&mut self, rows: Vec<Row>, at: i64) {
        // Those that did not come however often they were asked for make room.
        self.lost.retain(|_, lost| lost.tries < MOST_TRIES || lost.due > at);
        let newest = rows.first().map(|row| row.delivered_at.clone());
        let (arrived, failed): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| (200..300).contains(&row.status_code));
        for row in failed {
            if self.lost.len() < MOST_LOST || self.lost.contains_key(&row.guid) {
                self.lost.entry(row.guid).or_insert(Lost { id: row.id, tries: 0, due: 0 });
            }
        }
        // Whichever attempt arrived, and in whatever order they are listed.
        for row in arrived {
            self.lost.remove(&row.guid);
        }
        self.before = self.newest.take();
        self.newest = newest.or_else(|| self.before.clone());
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
