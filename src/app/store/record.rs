//! Takes deliveries in: each with its jobs in one transaction, and those that come in together in
//! one transaction for all, since what costs is the commit.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use serde::Serialize;
use sqlx::{Any, AnyPool, Row, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::{Delivery, Dialect, JobRequest, Recorded, Store, StoreTrouble, begin};

/// The most deliveries of one transaction.
const TOGETHER: usize = 256;

/// A delivery that waits to be written.
#[derive(Debug)]
pub(super) struct Pending {
    delivery: Delivery,
    jobs: Vec<JobRequest>,
    now: i64,
    answer: oneshot::Sender<Result<Recorded, StoreTrouble>>,
}

impl Store {
    /// Stores a delivery and its jobs. When this returns, they are on the disk.
    ///
    /// Jobs for the same thing become one, which goes by what was sent last; a delivery that is there
    /// already changes nothing, but revives its jobs where they were given up.
    ///
    /// # Errors
    /// When nothing was stored, or nobody knows whether it was.
    pub async fn record(
        &self,
        delivery: &Delivery,
        jobs: &[JobRequest],
        now: i64,
    ) -> Result<Recorded, StoreTrouble> {
        let (answer, answered) = oneshot::channel();
        let pending = Pending { delivery: delivery.clone(), jobs: jobs.to_vec(), now, answer };
        self.0.recorder.send(pending).await.map_err(|_| StoreTrouble::Closed)?;
        answered.await.map_err(|_| StoreTrouble::Closed)?
    }

    /// Adds jobs that no delivery asked for, such as those of a sweep.
    ///
    /// # Errors
    /// When nothing was stored.
    pub async fn enqueue(&self, jobs: &[JobRequest], now: i64) -> Result<(), StoreTrouble> {
        let mut change = self.begin().await?;
        let wishes = jobs.iter().map(|job| Wish { job, delivery: None, now });
        upsert(self.dialect(), &mut change, wishes).await?;
        change.commit().await?;
        Ok(())
    }
}

/// Starts the task that writes deliveries; it ends with the last clone of the store.
pub(super) fn start(
    dialect: Dialect,
    writers: AnyPool,
    checkpointer: Option<AnyPool>,
) -> mpsc::Sender<Pending> {
    let (sender, mut receiver) = mpsc::channel(4 * TOGETHER);
    tokio::spawn(async move {
        let mut group = Vec::with_capacity(TOGETHER);
        let mut checkpoint = tokio::spawn(async {});
        while receiver.recv_many(&mut group, TOGETHER).await > 0 {
            write_group(dialect, &writers, std::mem::take(&mut group)).await;
            if let Some(checkpointer) = checkpointer.clone().filter(|_| checkpoint.is_finished()) {
                checkpoint = tokio::spawn(beside(checkpointer));
            }
        }
    });
    sender
}

/// The time from one checkpoint to the next.
const CHECKPOINTS: Duration = Duration::from_millis(200);

/// Moves what was committed into SQLite's file while others write, a little later: by then there is
/// something to move.
async fn beside(checkpointer: AnyPool) {
    tokio::time::sleep(CHECKPOINTS).await;
    // Where it fails, a commit does it.
    let _ = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&checkpointer).await;
}

/// Writes a group. One that the database refuses is written one by one: a single delivery must not
/// keep the others out.
async fn write_group(dialect: Dialect, writers: &AnyPool, group: Vec<Pending>) {
    let together = if group.len() > 1 { write(dialect, writers, &group).await.ok() } else { None };
    if let Some(recorded) = together {
        for (pending, recorded) in group.into_iter().zip(recorded) {
            // Whoever asked may have gone; what was stored stays.
            let _ = pending.answer.send(Ok(recorded));
        }
        return;
    }
    for pending in group {
        let alone = write(dialect, writers, std::slice::from_ref(&pending)).await;
        let _ = pending.answer.send(alone.map(|all| all.first().copied().unwrap_or(Recorded::New)));
    }
}

async fn write(
    dialect: Dialect,
    writers: &AnyPool,
    group: &[Pending],
) -> Result<Vec<Recorded>, StoreTrouble> {
    let mut change = begin(dialect, writers).await?;
    let mut new = insert_deliveries(dialect, &mut change, group).await?;
    // The first of a GUID is the new one, also within the group.
    let recorded: Vec<Recorded> = group
        .iter()
        .map(|pending| match new.remove(clean(&pending.delivery.guid).as_ref()) {
            true => Recorded::New,
            false => Recorded::Again,
        })
        .collect();
    let mut wishes = vec![];
    for (pending, recorded) in group.iter().zip(&recorded) {
        let delivery = Some(pending.delivery.guid.as_str());
        for job in &pending.jobs {
            match recorded {
                Recorded::New => wishes.push(Wish { job, delivery, now: pending.now }),
                Recorded::Again => revive(&mut change, job, pending.now).await?,
            }
        }
    }
    upsert(dialect, &mut change, wishes.into_iter()).await?;
    change.commit().await?;
    Ok(recorded)
}

/// A row of `deliveries`, as a statement reads it.
#[derive(Serialize)]
struct DeliveryRow<'a> {
    guid: Cow<'a, str>,
    event: Cow<'a, str>,
    action: Option<Cow<'a, str>>,
    installation: Option<i64>,
    received_at: i64,
}

/// A row of `installations`, as a statement reads it.
#[derive(Serialize)]
struct InstallationRow {
    installation: i64,
    wished_at: i64,
}

/// A row of `jobs`, as a statement reads it.
#[derive(Serialize)]
struct JobRow<'a> {
    installation: i64,
    repository_id: i64,
    work: String,
    repository: Cow<'a, str>,
    kind: String,
    payload: String,
    sent_at: i64,
    delivery: Option<Cow<'a, str>>,
    wished_at: i64,
}

fn text(rows: &impl Serialize) -> Result<String, StoreTrouble> {
    serde_json::to_string(rows).map_err(|error| StoreTrouble::Row(error.to_string()))
}

/// Inserts the deliveries of a group; returns the GUIDs that were not there.
async fn insert_deliveries(
    dialect: Dialect,
    change: &mut Transaction<'static, Any>,
    group: &[Pending],
) -> Result<HashSet<String>, StoreTrouble> {
    let rows: Vec<DeliveryRow<'_>> = group
        .iter()
        .map(|Pending { delivery, .. }| DeliveryRow {
            guid: clean(&delivery.guid),
            event: clean(&delivery.event),
            action: delivery.action.as_deref().map(clean),
            installation: delivery.installation,
            received_at: delivery.received_at,
        })
        .collect();
    let rows = sqlx::query(match dialect {
        Dialect::Sqlite => SQLITE_DELIVERIES,
        Dialect::Postgres => POSTGRES_DELIVERIES,
    })
    .bind(text(&rows)?)
    .fetch_all(&mut **change)
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// A job to be inserted or renewed.
struct Wish<'a> {
    job: &'a JobRequest,
    delivery: Option<&'a str>,
    now: i64,
}

/// Inserts jobs, or renews those that are there: one more generation, and the content of what was
/// sent last. An older one counts too, for clocks differ and a run that finds nothing to do is cheap.
async fn upsert<'a>(
    dialect: Dialect,
    change: &mut Transaction<'static, Any>,
    wishes: impl Iterator<Item = Wish<'a>>,
) -> Result<(), StoreTrouble> {
    // In the order of their keys: transactions that lock rows in the same order can't wait for each
    // other. A statement can't renew a row twice, so the same keys come down to the newest.
    let mut newest: BTreeMap<(i64, i64, String), Wish<'a>> = BTreeMap::new();
    for wish in wishes {
        let key = (
            wish.job.installation,
            wish.job.repository_id,
            clean(&wish.job.kind.work()).into_owned(),
        );
        match newest.get(&key) {
            Some(there) if there.job.sent_at > wish.job.sent_at => {}
            _ => drop(newest.insert(key, wish)),
        }
    }
    if newest.is_empty() {
        return Ok(());
    }
    let mut installations: BTreeMap<i64, InstallationRow> = BTreeMap::new();
    let mut rows = Vec::with_capacity(newest.len());
    for ((installation, repository_id, work), wish) in newest {
        let seen = InstallationRow { installation, wished_at: wish.now };
        let last = installations.entry(installation).or_insert(seen);
        last.wished_at = last.wished_at.max(wish.now);
        rows.push(JobRow {
            installation,
            repository_id,
            work,
            repository: clean(&wish.job.repository),
            kind: text(&wish.job.kind)?,
            payload: text(&wish.job.payload)?,
            sent_at: wish.job.sent_at,
            delivery: wish.delivery.map(clean),
            wished_at: wish.now,
        });
    }
    let installations: Vec<InstallationRow> = installations.into_values().collect();
    let (insert_installations, insert_jobs) = match dialect {
        Dialect::Sqlite => (SQLITE_INSTALLATIONS, SQLITE_JOBS),
        Dialect::Postgres => (POSTGRES_INSTALLATIONS, POSTGRES_JOBS),
    };
    sqlx::query(insert_installations).bind(text(&installations)?).execute(&mut **change).await?;
    sqlx::query(insert_jobs).bind(text(&rows)?).execute(&mut **change).await?;
    Ok(())
}

/// Lets a job that was given up wait again.
async fn revive(
    change: &mut Transaction<'static, Any>,
    job: &JobRequest,
    now: i64,
) -> Result<(), StoreTrouble> {
    sqlx::query(
        "UPDATE jobs SET state = 'waiting', attempt = 0, lost = 0, waiting_since = $4, ready_at = $4, \
         changed_at = $4 WHERE installation = $1 AND repository_id = $2 AND work = $3 \
         AND state = 'dead'",
    )
    .bind(job.installation)
    .bind(job.repository_id)
    .bind(clean(&job.kind.work()).into_owned())
    .bind(now)
    .execute(&mut **change)
    .await?;
    Ok(())
}

/// PostgreSQL takes no NUL in a text.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// Both databases read the rows of a statement from one JSON text, each in its own words.
macro_rules! deliveries {
    ($rows:literal) => {
        concat!(
            "INSERT INTO deliveries (guid, event, action, installation, received_at) ",
            "SELECT guid, event, action, installation, received_at FROM ",
            $rows,
            " WHERE TRUE ON CONFLICT (guid) DO NOTHING RETURNING guid"
        )
    };
}

const SQLITE_DELIVERIES: &str = deliveries!(
    "(SELECT value ->> 'guid' AS guid, value ->> 'event' AS event, value ->> 'action' AS action, \
     value ->> 'installation' AS installation, value ->> 'received_at' AS received_at \
     FROM json_each($1)) AS given"
);
const POSTGRES_DELIVERIES: &str = deliveries!(
    "jsonb_to_recordset($1::jsonb) AS given \
     (guid TEXT, event TEXT, action TEXT, installation BIGINT, received_at BIGINT)"
);

macro_rules! installations {
    ($rows:literal) => {
        concat!(
            "INSERT INTO installations (id, seen_at) ",
            "SELECT installation, wished_at FROM ",
            $rows,
            " WHERE TRUE ORDER BY installation ON CONFLICT (id) DO UPDATE SET ",
            // GitHub tells nothing of installations that are gone: it is back, or its end is to be
            // looked at.
            "state = 'active', seen_at = excluded.seen_at WHERE installations.state <> 'active'"
        )
    };
}

const SQLITE_INSTALLATIONS: &str = installations!(
    "(SELECT value ->> 'installation' AS installation, value ->> 'wished_at' AS wished_at \
     FROM json_each($1)) AS given"
);
const POSTGRES_INSTALLATIONS: &str = installations!(
    "jsonb_to_recordset($1::jsonb) AS given (installation BIGINT, wished_at BIGINT)"
);

macro_rules! jobs {
    ($rows:literal) => {
        concat!(
            "INSERT INTO jobs (installation, repository_id, work, repository, kind, payload, sent_at, ",
            "delivery, waiting_since, ready_at, changed_at) ",
            "SELECT installation, repository_id, work, repository, kind, payload, sent_at, ",
            "delivery, wished_at, wished_at, wished_at FROM ",
            $rows,
            " WHERE TRUE ON CONFLICT (installation, repository_id, work) DO UPDATE SET ",
            "generation = jobs.generation + 1, ",
            // A running job stays with its worker, which learns at the end that it is due again.
            "state = CASE WHEN jobs.state = 'running' THEN 'running' ELSE 'waiting' END, ",
            "attempt = CASE WHEN jobs.state = 'running' THEN jobs.attempt ELSE 0 END, ",
            "lost = CASE WHEN jobs.state = 'running' THEN jobs.lost ELSE 0 END, ",
            "waiting_since = CASE WHEN jobs.state = 'waiting' THEN jobs.waiting_since ",
            "ELSE excluded.waiting_since END, ",
            "ready_at = CASE WHEN jobs.state = 'waiting' AND jobs.ready_at < excluded.ready_at ",
            "THEN jobs.ready_at ELSE excluded.ready_at END, ",
            "repository = CASE WHEN excluded.sent_at >= jobs.sent_at THEN excluded.repository ",
            "ELSE jobs.repository END, ",
            "kind = CASE WHEN excluded.sent_at >= jobs.sent_at THEN excluded.kind ELSE jobs.kind END, ",
            "payload = CASE WHEN excluded.sent_at >= jobs.sent_at THEN excluded.payload ",
            "ELSE jobs.payload END, ",
            "delivery = CASE WHEN excluded.sent_at >= jobs.sent_at THEN excluded.delivery ",
            "ELSE jobs.delivery END, ",
            "sent_at = CASE WHEN excluded.sent_at >= jobs.sent_at THEN excluded.sent_at ",
            "ELSE jobs.sent_at END, ",
            "changed_at = excluded.changed_at"
        )
    };
}

const SQLITE_JOBS: &str = jobs!(
    "(SELECT value ->> 'installation' AS installation, value ->> 'repository_id' AS repository_id, \
     value ->> 'work' AS work, value ->> 'repository' AS repository, value ->> 'kind' AS kind, \
     value ->> 'payload' AS payload, value ->> 'sent_at' AS sent_at, \
     value ->> 'delivery' AS delivery, value ->> 'wished_at' AS wished_at \
     FROM json_each($1)) AS given"
);
const POSTGRES_JOBS: &str = jobs!(
    "jsonb_to_recordset($1::jsonb) AS given \
     (installation BIGINT, repository_id BIGINT, work TEXT, repository TEXT, kind TEXT, \
     payload TEXT, sent_at BIGINT, delivery TEXT, wished_at BIGINT)"
);
