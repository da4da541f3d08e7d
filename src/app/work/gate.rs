//! What every write of a job must pass: the repository's turn, the lease, and the note of what is
//! about to be written.

use std::time::Duration;

use super::{Worker, millis, now};
use crate::app::store::Job;
use crate::pull_request::Gate;

pub(super) struct Writes<'w> {
    pub(super) worker: &'w Worker,
    pub(super) job: &'w Job,
    /// What the writes are noted under.
    pub(super) name: &'w str,
}

impl Gate for Writes<'_> {
    async fn pass(&self, run: &str, head: &str) -> Result<(), String> {
        turn(self.worker, self.job).await?;
        // After a crash it is waited from here until GitHub would have dropped the write.
        self.worker.store.intend(self.name, run, head, now()).await.map_err(|e| e.to_string())
    }
}

/// Waits until it is this repository's turn for a write, if the job is still ours.
///
/// # Errors
/// Why nothing may be written any more.
pub(super) async fn turn(worker: &Worker, job: &Job) -> Result<(), String> {
    let Worker { store, settings, name, .. } = worker;
    let said = |trouble: crate::app::store::StoreTrouble| trouble.to_string();
    let repository = job.request.repository_id;
    let begun = now();
    let at = store.next_write_at(repository, begun, millis(settings.spacing)).await;
    let wait = u64::try_from(at.map_err(said)? - begun).unwrap_or_default();
    tokio::time::sleep(Duration::from_millis(wait)).await;
    let lease = millis(settings.lease);
    let lost = store.heartbeat(&[job.id], name, now(), lease).await.map_err(said)?;
    if lost.is_empty() { Ok(()) } else { Err("the lease of this job ran out".to_owned()) }
}
