//! What whoever looks after cardbot wants to see.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::claim::json;
use super::{JobId, JobKind, Store, StoreTrouble};

/// How much work there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Jobs that wait, also those that are to be tried again later.
    pub waiting: i64,
    /// Jobs that a worker holds.
    pub running: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Since when the job waits that waits for longest.
    pub oldest_waiting: Option<i64>,
    /// The same by installation, those with most work first, at most a hundred.
    pub installations: Vec<InstallationCounts>,
}

/// How much work there is for one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationCounts {
    /// Its number.
    pub installation: i64,
    /// Jobs that wait.
    pub waiting: i64,
    /// Jobs that a worker holds.
    pub running: i64,
    /// Jobs that were given up.
    pub dead: i64,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its number, for [`Store::requeue`].
    pub id: JobId,
    /// On whose behalf it was.
    pub installation: i64,
    /// `owner/name`.
    pub repository: String,
    /// What was to be done.
    pub kind: JobKind,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was given up.
    pub reason: String,
    /// The newest delivery that wished for it.
    pub delivery: Option<String>,
    /// When it was given up.
    pub died_at: i64,
}

/// A job that waits or that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenJob {
    /// Its number.
    pub id: JobId,
    /// On whose behalf it is.
    pub installation: i64,
    /// `owner/name`.
    pub repository: String,
    /// What is to be done.
    pub kind: JobKind,
    /// Whether a worker holds it.
    pub is_running: bool,
    /// How often it was begun.
    pub attempts: i64,
    /// Why it is not done yet, where it was tried.
    pub reason: Option<String>,
    /// Since when it waits, or was begun.
    pub since: i64,
    /// When it is due, if it waits.
    pub ready_at: i64,
}

/// A review that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRecord {
    /// The run; a second record of it replaces the first.
    pub run_id: String,
    /// On whose behalf.
    pub installation: i64,
    /// `owner/name`.
    pub repository: String,
    /// The pull request.
    pub pull: u64,
    /// The commit that was reviewed.
    pub head: String,
    /// What came of it, in a word or two.
    pub outcome: String,
    /// How many findings the change introduced.
    pub findings: u32,
    /// Where it can be seen.
    pub url: Option<String>,
    /// The delivery that it was made for.
    pub delivery: Option<String>,
    /// How long it took.
    pub took_ms: i64,
    /// When it was done.
    pub reviewed_at: i64,
}

impl Store {
    /// Counts the jobs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self) -> Result<Counts, StoreTrouble> {
        let mut counts = Counts::default();
        let rows = sqlx::query(
            "SELECT state, COUNT(*), MIN(waiting_since) FROM jobs WHERE state <> 'done' \
             GROUP BY state",
        )
        .fetch_all(self.readers())
        .await?;
        for row in &rows {
            let count = row.try_get(1)?;
            match row.try_get::<String, _>(0)?.as_str() {
                "waiting" => {
                    counts.waiting = count;
                    counts.oldest_waiting = row.try_get(2)?;
                }
                "running" => counts.running = count,
                _ => counts.dead = count,
            }
        }
        let rows = sqlx::query(
            "SELECT installation, COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waiting, \
             COUNT(CASE WHEN state = 'running' THEN 1 END) AS running, \
             COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead FROM jobs \
             WHERE state <> 'done' GROUP BY installation \
             ORDER BY COUNT(*) DESC, installation LIMIT 100",
        )
        .fetch_all(self.readers())
        .await?;
        for row in &rows {
            counts.installations.push(InstallationCounts {
                installation: row.try_get("installation")?,
                waiting: row.try_get("waiting")?,
                running: row.try_get("running")?,
                dead: row.try_get("dead")?,
            });
        }
        Ok(counts)
    }

    /// The jobs that were given up, the last ones first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead_jobs(&self, limit: u32) -> Result<Vec<DeadJob>, StoreTrouble> {
        let rows = sqlx::query(
            "SELECT id, installation, repository, kind, attempt, COALESCE(reason, '') AS reason, \
             delivery, changed_at FROM jobs WHERE state = 'dead' \
             ORDER BY changed_at DESC, id DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.iter().map(dead_job).collect()
    }

    /// The jobs that run, and then those that wait, the next ones first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_jobs(&self, limit: u32) -> Result<Vec<OpenJob>, StoreTrouble> {
        let rows = sqlx::query(
            "SELECT id, installation, repository, kind, state, attempt, reason, waiting_since, \
             changed_at, ready_at FROM jobs WHERE state IN ('running', 'waiting') \
             ORDER BY state, ready_at, id LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.iter().map(open_job).collect()
    }

    /// Remembers a review for [`Store::recent_reviews`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember_review(&self, review: &ReviewRecord) -> Result<(), StoreTrouble> {
        sqlx::query(
            "INSERT INTO reviews (run_id, installation, repository, pull, head, outcome, findings, \
             url, delivery, took_ms, reviewed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (run_id) DO UPDATE SET head = excluded.head, outcome = excluded.outcome, \
             findings = excluded.findings, url = excluded.url, took_ms = excluded.took_ms, \
             reviewed_at = excluded.reviewed_at",
        )
        .bind(&review.run_id)
        .bind(review.installation)
        .bind(&review.repository)
        .bind(i64::try_from(review.pull).unwrap_or(i64::MAX))
        .bind(&review.head)
        .bind(&review.outcome)
        .bind(i64::from(review.findings))
        .bind(&review.url)
        .bind(&review.delivery)
        .bind(review.took_ms)
        .bind(review.reviewed_at)
        .execute(self.writers())
        .await?;
        Ok(())
    }

    /// The reviews that were made, the last ones first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recent_reviews(&self, limit: u32) -> Result<Vec<ReviewRecord>, StoreTrouble> {
        let rows = sqlx::query(
            "SELECT run_id, installation, repository, pull, head, outcome, findings, url, \
             delivery, took_ms, reviewed_at FROM reviews ORDER BY reviewed_at DESC, id DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.iter().map(review).collect()
    }
}

fn open_job(row: &AnyRow) -> Result<OpenJob, StoreTrouble> {
    let is_running = row.try_get::<String, _>("state")? == "running";
    Ok(OpenJob {
        id: row.try_get("id")?,
        installation: row.try_get("installation")?,
        repository: row.try_get("repository")?,
        kind: json(&row.try_get::<String, _>("kind")?)?,
        is_running,
        attempts: row.try_get("attempt")?,
        reason: row.try_get("reason")?,
        since: row.try_get(if is_running { "changed_at" } else { "waiting_since" })?,
        ready_at: row.try_get("ready_at")?,
    })
}

fn dead_job(row: &AnyRow) -> Result<DeadJob, StoreTrouble> {
    Ok(DeadJob {
        id: row.try_get("id")?,
        installation: row.try_get("installation")?,
        repository: row.try_get("repository")?,
        kind: json(&row.try_get::<String, _>("kind")?)?,
        attempts: row.try_get("attempt")?,
        reason: row.try_get("reason")?,
        delivery: row.try_get("delivery")?,
        died_at: row.try_get("changed_at")?,
    })
}

fn review(row: &AnyRow) -> Result<ReviewRecord, StoreTrouble> {
    Ok(ReviewRecord {
        run_id: row.try_get("run_id")?,
        installation: row.try_get("installation")?,
        repository: row.try_get("repository")?,
        pull: u64::try_from(row.try_get::<i64, _>("pull")?).unwrap_or_default(),
        head: row.try_get("head")?,
        outcome: row.try_get("outcome")?,
        findings: u32::try_from(row.try_get::<i64, _>("findings")?).unwrap_or_default(),
        url: row.try_get("url")?,
        delivery: row.try_get("delivery")?,
        took_ms: row.try_get("took_ms")?,
        reviewed_at: row.try_get("reviewed_at")?,
    })
}
