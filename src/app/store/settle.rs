//! What becomes of a job that a worker holds.
//!
//! A worker that lost its lease settles nothing: the claim that it holds is not the last one.

use sqlx::Row;

use super::{Job, JobId, Settled, Store, StoreTrouble};

impl Store {
    /// The job is done. When it was wished for again meanwhile, it waits again.
    ///
    /// # Errors
    /// When the database fails; the job then comes back when its lease runs out.
    pub async fn finish(&self, job: &Job, now: i64) -> Result<Settled, StoreTrouble> {
        self.settle(job, "done", now, None, now).await
    }

    /// The job failed in a way that may pass: it is to be tried again at `at`.
    ///
    /// # Errors
    /// When the database fails; the job then comes back when its lease runs out.
    pub async fn retry(
        &self,
        job: &Job,
        at: i64,
        reason: &str,
        now: i64,
    ) -> Result<Settled, StoreTrouble> {
        self.settle(job, "waiting", at, Some(reason), now).await
    }

    /// The job has to wait until `at`, through no failure of its own; this try does not count.
    ///
    /// # Errors
    /// When the database fails; the job then comes back when its lease runs out.
    pub async fn postpone(
        &self,
        job: &Job,
        at: i64,
        reason: &str,
        now: i64,
    ) -> Result<Settled, StoreTrouble> {
        self.settle(job, "postponed", at, Some(reason), now).await
    }

    /// The worker stops before the job was done; this try does not count.
    ///
    /// # Errors
    /// When the database fails; the job then comes back when its lease runs out.
    pub async fn hand_back(&self, job: &Job, now: i64) -> Result<Settled, StoreTrouble> {
        self.settle(job, "handed back", now, None, now).await
    }

    /// The job is given up, with the reason for whoever looks after cardbot. When it was wished for
    /// again meanwhile, that is a new chance.
    ///
    /// # Errors
    /// When the database fails; the job then comes back when its lease runs out.
    pub async fn dead(&self, job: &Job, reason: &str, now: i64) -> Result<Settled, StoreTrouble> {
        self.settle(job, "dead", now, Some(reason), now).await
    }

    /// Gives a job that was given up another chance. Returns whether there was one.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn requeue(&self, id: JobId, now: i64) -> Result<bool, StoreTrouble> {
        let changed = sqlx::query(
            "UPDATE jobs SET state = 'waiting', attempt = 0, lost = 0, waiting_since = $2, ready_at = $2, \
             changed_at = $2 WHERE id = $1 AND state = 'dead'",
        )
        .bind(id)
        .bind(now)
        .execute(self.writers())
        .await?;
        Ok(changed.rows_affected() > 0)
    }

    async fn settle(
        &self,
        job: &Job,
        to: &str,
        ready_at: i64,
        reason: Option<&str>,
        now: i64,
    ) -> Result<Settled, StoreTrouble> {
        let row = sqlx::query(SETTLE)
            .bind(job.id)
            .bind(job.claim)
            .bind(job.generation)
            .bind(to)
            .bind(ready_at)
            .bind(reason.map(|reason| reason.replace('\0', "\u{fffd}")))
            .bind(now)
            .fetch_optional(self.writers())
            .await?;
        let Some(row) = row else {
            return Ok(Settled::Lost);
        };
        let generation: i64 = row.try_get(0)?;
        Ok(if generation > job.generation { Settled::Again } else { Settled::Yes })
    }
}

/// A failed job waits until `$5` also when it was wished for again: what failed is still failing.
const SETTLE: &str = "\
    UPDATE jobs SET \
    state = CASE WHEN generation > $3 OR $4 IN ('waiting', 'postponed', 'handed back') \
    THEN 'waiting' ELSE $4 END, \
    attempt = CASE WHEN generation > $3 THEN 0 WHEN $4 IN ('postponed', 'handed back') THEN attempt - 1 \
    ELSE attempt END, \
    lost = CASE WHEN $4 = 'handed back' THEN lost ELSE 0 END, \
    ready_at = $5, reason = $6, worker = NULL, lease_until = NULL, changed_at = $7 \
    WHERE id = $1 AND claims = $2 AND state = 'running' \
    RETURNING generation";
