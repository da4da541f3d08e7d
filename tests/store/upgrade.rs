//! The tables of an older version, and replicas of it that go on beside a newer one.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{
    AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _, SqlSafeStr as _,
};

use cardbot::app::store::{ClaimLimits, JobKind, Recorded, Settled};

use crate::databases::{Database, delivery, on_each, review};

const LIMITS: ClaimLimits = ClaimLimits { per_installation: 9, per_repository: 9 };

/// A connection, as a replica has one that opened the database when its tables were those of the
/// first version.
async fn first_version(database: &Database) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let is_postgres = database.url().starts_with("postgres");
    let (url, tables) = if is_postgres {
        (database.url().to_owned(), include_str!("../../src/app/store/migrations/1-postgres.sql"))
    } else {
        let path = database.url().strip_prefix("sqlite:").expect("a path");
        let tables = include_str!("../../src/app/store/migrations/1-sqlite.sql");
        (format!("sqlite://{path}?mode=rwc"), tables)
    };
    let mut connection = AnyConnection::connect(&url).await.expect("a connection");
    if !is_postgres {
        connection.execute("PRAGMA journal_mode = WAL").await.expect("a log");
    }
    let first =
        Migration::new(1, "tables".into(), MigrationType::Simple, tables.into_sql_str(), false);
    Migrator::with_migrations(vec![first]).run(&mut connection).await.expect("tables");
    connection
}

/// What the first version wrote for a job, in its words.
async fn wish(old: &mut AnyConnection, installation: i64, pull: i64, kind: &str) {
    sqlx::query(
        "INSERT INTO installations (id, seen_at) VALUES ($1, 1) ON CONFLICT (id) DO NOTHING",
    )
    .bind(installation)
    .execute(&mut *old)
    .await
    .expect("an installation");
    sqlx::query(
        "INSERT INTO jobs (installation, repository_id, work, repository, kind, payload, sent_at, \
         delivery, waiting_since, ready_at, changed_at) \
         VALUES ($1, 10, $2, 'owner/model-10', $3, '{}', 1, 'a', 1, 1, 1) \
         ON CONFLICT (installation, repository_id, work) DO UPDATE SET \
         generation = jobs.generation + 1, \
         state = CASE WHEN jobs.state = 'running' THEN 'running' ELSE 'waiting' END, \
         attempt = CASE WHEN jobs.state = 'running' THEN jobs.attempt ELSE 0 END, \
         changed_at = excluded.changed_at",
    )
    .bind(installation)
    .bind(format!("pull/{pull}"))
    .bind(kind)
    .execute(&mut *old)
    .await
    .expect("a job");
}

/// The first version claims a job: its number and its claim.
async fn claim(old: &mut AnyConnection, worker: &str, lease_until: i64) -> Option<(i64, i64)> {
    let row = sqlx::query(
        "UPDATE jobs SET state = 'running', worker = $1, lease_until = $2, attempt = attempt + 1, \
         claims = claims + 1, changed_at = 2 WHERE id = (SELECT ready.id FROM jobs AS ready \
         WHERE ready.state = 'waiting' ORDER BY ready.ready_at, ready.id LIMIT 1) \
         AND state = 'waiting' RETURNING id, generation, attempt, claims, installation, \
         repository_id, repository, kind, payload, sent_at, delivery",
    )
    .bind(worker)
    .bind(lease_until)
    .fetch_optional(&mut *old)
    .await
    .expect("a claim");
    row.map(|row| (row.get("id"), row.get("claims")))
}

/// The first version is done with a job; how many rows that changed.
async fn finish(old: &mut AnyConnection, id: i64, claims: i64) -> u64 {
    sqlx::query(
        "UPDATE jobs SET state = CASE WHEN generation > $3 THEN 'waiting' ELSE 'done' END, \
         ready_at = 3, worker = NULL, lease_until = NULL, changed_at = 3 \
         WHERE id = $1 AND claims = $2 AND state = 'running'",
    )
    .bind(id)
    .bind(claims)
    .bind(1_i64)
    .execute(&mut *old)
    .await
    .expect("an end")
    .rows_affected()
}

fn kind(pull: u64) -> String {
    serde_json::to_string(&JobKind::Review { pull }).expect("a kind")
}

#[test]
fn the_work_in_older_tables_goes_on_and_so_do_older_replicas() {
    on_each(&async |database| {
        let mut old = first_version(database).await;
        for pull in 1..=4 {
            wish(&mut old, 1, pull, &kind(pull.unsigned_abs())).await;
        }
        // One runs at the old replica, one at another that fell silent.
        let held = claim(&mut old, "old", 1_000).await.expect("a job");
        claim(&mut old, "gone", 50).await.expect("a job");
        old.execute("INSERT INTO writes VALUES ('1/10/1', 'run-1', 'head-1', 'writing', 2)")
            .await
            .expect("a write");

        let new = database.open().await;
        let again = database.open().await;
        assert_eq!(again.counts().await.expect("counts").waiting, 2);
        assert!(new.intended("1/10/1").await.expect("a look").is_some());
        // The old one ends what it held, takes more, and asks for more: with its own statements.
        assert_eq!(finish(&mut old, held.0, held.1).await, 1);
        let next = claim(&mut old, "old", 1_000).await.expect("a job");
        wish(&mut old, 1, 5, &kind(5)).await;
        wish(&mut old, 1, 1, &kind(1)).await;
        let recorded = new.record(&delivery("b", 9), &[review(1, 10, 6, 9)], 9).await;
        assert_eq!(recorded.expect("a delivery"), Recorded::New);
        // The new one takes all that the old one does not hold, also what was lost before it came.
        let mut pulls = vec![];
        while let Some(job) = new.claim("new", 100, 1_000, &LIMITS).await.expect("a look") {
            assert_ne!(job.id, next.0, "the old one is at it");
            assert!(job.lost <= 1);
            pulls.extend(job.request.kind.pull());
            assert_eq!(new.finish(&job, 101).await.expect("an end"), Settled::Yes);
        }
        pulls.sort_unstable();
        assert_eq!(pulls, [1, 2, 4, 5, 6]);
        assert_eq!(finish(&mut old, next.0, next.1).await, 1);
        let counts = new.counts().await.expect("counts");
        assert_eq!((counts.waiting, counts.running, counts.dead), (0, 0, 0));
    });
}

#[test]
fn tables_of_a_newer_version_are_refused_and_its_jobs_are_left_to_it() {
    on_each(&async |database| {
        let store = database.open().await;
        let mut newer = first_connection(database).await;
        // A kind of job that this version does not know comes first.
        wish(&mut newer, 1, 1, r#"{"Dream":{"pull":1}}"#).await;
        wish(&mut newer, 1, 2, &kind(2)).await;
        let job = store.claim("w", 10, 1_000, &LIMITS).await.expect("a look").expect("a job");
        assert_eq!(job.request.kind.pull(), Some(2));
        assert_eq!(store.claim("w", 11, 1_000, &LIMITS).await.expect("a look"), None);
        let left = sqlx::query("SELECT state, attempt FROM jobs WHERE work = 'pull/1'")
            .fetch_one(&mut newer)
            .await
            .expect("a row");
        assert_eq!((left.get::<String, _>(0), left.get::<i64, _>(1)), ("waiting".to_owned(), 0));

        let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
                      execution_time) VALUES (99, 'later', TRUE, '0', 0)";
        let insert = if database.url().starts_with("postgres") {
            insert.replace("'0'", "'0'::bytea")
        } else {
            insert.to_owned()
        };
        newer.execute(AssertSqlSafe(insert)).await.expect("a migration");
        let trouble = cardbot::app::store::Store::open(database.url()).await.expect_err("no store");
        assert!(trouble.to_string().contains("newer version"), "{trouble}");
        // Who has them open works on.
        assert_eq!(store.finish(&job, 12).await.expect("an end"), Settled::Yes);
    });
}

/// A connection to tables that are there.
async fn first_connection(database: &Database) -> AnyConnection {
    let url = match database.url().strip_prefix("sqlite:") {
        Some(path) => format!("sqlite://{path}?mode=rwc"),
        None => database.url().to_owned(),
    };
    AnyConnection::connect(&url).await.expect("a connection")
}
