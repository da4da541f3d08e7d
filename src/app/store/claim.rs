//! Hands jobs to workers, fairly, and keeps the leases.

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{ClaimLimits, Dialect, Job, JobId, JobRequest, Store, StoreTrouble};

/// How many installations a claim looks at. Where others claim at the same time, the one that was
/// found first may have nothing left.
const TRIES: usize = 8;

impl Store {
    /// Gives the next job to a worker, until `now + lease_ms` at first.
    ///
    /// Installations take turns; within one, what has been ready for longest goes first. Jobs whose
    /// lease ran out are to be had again.
    ///
    /// # Errors
    /// When the database fails; then nothing was claimed, or the lease runs out.
    pub async fn claim(
        &self,
        worker: &str,
        now: i64,
        lease_ms: i64,
        limits: &ClaimLimits,
    ) -> Result<Option<Job>, StoreTrouble> {
        self.expire(now).await?;
        for _ in 0..TRIES {
            let mut change = self.begin().await?;
            let Some(installation) = self.next_in_turn(&mut change, now, limits).await? else {
                return Ok(None);
            };
            let row = sqlx::query(CLAIM)
                .bind(installation)
                .bind(now)
                .bind(i64::from(limits.per_repository))
                .bind(worker)
                .bind(now.saturating_add(lease_ms))
                .bind(i64::from(limits.per_installation))
                .fetch_optional(&mut *change)
                .await?;
            let Some(row) = row else {
                change.rollback().await?;
                continue;
            };
            sqlx::query("UPDATE installations SET served_at = $2 WHERE id = $1")
                .bind(installation)
                .bind(now)
                .execute(&mut *change)
                .await?;
            match job(&row) {
                Ok(job) => {
                    change.commit().await?;
                    return Ok(Some(job));
                }
                Err(trouble) => {
                    tracing::warn!(%trouble, "a job is left to a newer cardbot");
                    leave(&mut change, &row, now).await?;
                    change.commit().await?;
                }
            }
        }
        Ok(None)
    }

    /// The installation whose turn it is. On PostgreSQL its row stays locked until the claim is
    /// through, so that limits hold over all replicas; one that is locked is passed over.
    async fn next_in_turn(
        &self,
        change: &mut Transaction<'static, Any>,
        now: i64,
        limits: &ClaimLimits,
    ) -> Result<Option<i64>, StoreTrouble> {
        let row = sqlx::query(match self.dialect() {
            Dialect::Sqlite => SQLITE_TURN,
            Dialect::Postgres => POSTGRES_TURN,
        })
        .bind(now)
        .bind(i64::from(limits.per_installation))
        .bind(i64::from(limits.per_repository))
        .fetch_optional(&mut **change)
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Lets the jobs of workers that fell silent wait again.
    async fn expire(&self, now: i64) -> Result<(), StoreTrouble> {
        let over = "SELECT id FROM jobs WHERE state = 'running' AND lease_until < $1 LIMIT 1";
        if sqlx::query(over).bind(now).fetch_optional(self.readers()).await?.is_none() {
            return Ok(());
        }
        sqlx::query(match self.dialect() {
            Dialect::Sqlite => SQLITE_EXPIRE,
            Dialect::Postgres => POSTGRES_EXPIRE,
        })
        .bind(now)
        .execute(self.writers())
        .await?;
        Ok(())
    }

    /// Renews the leases of a worker. Returns the jobs that it does not hold any more: it must stop
    /// working on them.
    ///
    /// # Errors
    /// When the database fails; the leases then run on as they were.
    pub async fn heartbeat(
        &self,
        jobs: &[JobId],
        worker: &str,
        now: i64,
        lease_ms: i64,
    ) -> Result<Vec<JobId>, StoreTrouble> {
        let mut lost = vec![];
        if jobs.is_empty() {
            return Ok(lost);
        }
        let mut change = self.begin().await?;
        let mut jobs = jobs.to_vec();
        jobs.sort_unstable();
        for id in jobs {
            let renewed = sqlx::query(
                "UPDATE jobs SET lease_until = $3 \
                 WHERE id = $1 AND worker = $2 AND state = 'running'",
            )
            .bind(id)
            .bind(worker)
            .bind(now.saturating_add(lease_ms))
            .execute(&mut *change)
            .await?;
            if renewed.rows_affected() == 0 {
                lost.push(id);
            }
        }
        change.commit().await?;
        Ok(lost)
    }
}

/// A job of an installation that may run now: `$1` is the time, `$3` the limit of its repository.
macro_rules! ready {
    ($installation:literal, $now:literal, $limit:literal) => {
        concat!(
            "FROM jobs AS ready WHERE ready.state = 'waiting' AND ready.installation = ",
            $installation,
            " AND ready.ready_at <= ",
            $now,
            " AND (SELECT COUNT(*) FROM jobs AS busy WHERE busy.state = 'running' ",
            "AND busy.installation = ready.installation ",
            "AND busy.repository_id = ready.repository_id) < ",
            $limit
        )
    };
}

macro_rules! turn {
    ($lock:literal) => {
        concat!(
            "SELECT id FROM installations WHERE state = 'active' AND paused_until <= $1 ",
            "AND (SELECT COUNT(*) FROM jobs AS busy WHERE busy.state = 'running' ",
            "AND busy.installation = installations.id) < $2 ",
            "AND EXISTS (SELECT 1 ",
            ready!("installations.id", "$1", "$3"),
            ") ORDER BY served_at, id LIMIT 1",
            $lock
        )
    };
}

const SQLITE_TURN: &str = turn!("");
const POSTGRES_TURN: &str = turn!(" FOR UPDATE OF installations SKIP LOCKED");

/// Looks at the limit of the installation once more: PostgreSQL counted what runs before it had the
/// lock, and another replica may have claimed in between.
const CLAIM: &str = concat!(
    "UPDATE jobs SET state = 'running', worker = $4, lease_until = $5, attempt = attempt + 1, ",
    "claims = claims + 1, changed_at = $2 WHERE id = (SELECT ready.id ",
    ready!("$1", "$2", "$3"),
    " ORDER BY ready.ready_at, ready.id LIMIT 1) AND state = 'waiting' ",
    "AND (SELECT COUNT(*) FROM jobs AS busy WHERE busy.state = 'running' ",
    "AND busy.installation = $1) < $6 ",
    "RETURNING id, generation, attempt, lost, claims, installation, repository_id, repository, kind, ",
    "payload, sent_at, delivery"
);

macro_rules! expire {
    ($lock:literal) => {
        concat!(
            "UPDATE jobs SET state = 'waiting', worker = NULL, lease_until = NULL, ",
            // What was lost was no failed try.
            "attempt = attempt - 1, lost = lost + 1, ",
            // One of those that are lost together again and again may be what takes the workers
            // down: they come back one after the other.
            "ready_at = $1 + CASE WHEN lost < 3 THEN 0 ELSE 1000 * lost * (1 + id % 7) END, ",
            "reason = 'its worker fell silent', changed_at = $1 WHERE id IN ",
            "(SELECT id FROM jobs WHERE state = 'running' AND lease_until < $1 ORDER BY id",
            $lock,
            ")"
        )
    };
}

const SQLITE_EXPIRE: &str = expire!("");
const POSTGRES_EXPIRE: &str = expire!(" FOR UPDATE SKIP LOCKED");

/// How long a job that can't be read is left alone.
const LEFT_MS: i64 = 10_000;

/// Lets a job wait again that a newer version wrote for itself.
async fn leave(
    change: &mut Transaction<'static, Any>,
    row: &AnyRow,
    now: i64,
) -> Result<(), StoreTrouble> {
    sqlx::query(
        "UPDATE jobs SET state = 'waiting', worker = NULL, lease_until = NULL, \
         attempt = attempt - 1, ready_at = $2 WHERE id = $1",
    )
    .bind(row.try_get::<i64, _>("id")?)
    .bind(now.saturating_add(LEFT_MS))
    .execute(&mut **change)
    .await?;
    Ok(())
}

fn job(row: &AnyRow) -> Result<Job, StoreTrouble> {
    let count = |name: &str| -> Result<u32, StoreTrouble> {
        Ok(u32::try_from(row.try_get::<i64, _>(name)?).unwrap_or(u32::MAX))
    };
    Ok(Job {
        id: row.try_get("id")?,
        generation: row.try_get("generation")?,
        attempt: count("attempt")?,
        lost: count("lost")?,
        claim: row.try_get("claims")?,
        request: JobRequest {
            installation: row.try_get("installation")?,
            repository_id: row.try_get("repository_id")?,
            repository: row.try_get("repository")?,
            kind: json(&row.try_get::<String, _>("kind")?)?,
            payload: json(&row.try_get::<String, _>("payload")?)?,
            sent_at: row.try_get("sent_at")?,
        },
        delivery: row.try_get("delivery")?,
    })
}

pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreTrouble> {
    serde_json::from_str(text).map_err(|error| StoreTrouble::Row(error.to_string()))
}
