//! Opens the database and brings its tables up to date.

use std::time::{Duration, Instant};

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, SqlSafeStr};

use super::{Dialect, StoreTrouble};

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server of databases may take to start beside this one, or replicas to let each other in.
const STARTING: Duration = Duration::from_secs(10);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

/// With `synchronous = FULL` a commit is on the disk before it is answered, as a delivery must be. What
/// is in the log is moved into the file by the checkpointer, so that no delivery waits for that; only
/// where the log has grown to 32 MiB all the same, a commit does it. A group of deliveries changes
/// enough pages for a statement's journal to go to a file of its own, if it may.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 33554432; \
     PRAGMA wal_autocheckpoint = 8192; PRAGMA temp_store = MEMORY";
const SQLITE_CHECKPOINTER: &str = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL";
const SQLITE_READER: &str = "PRAGMA busy_timeout = 10000; PRAGMA query_only = TRUE";

/// A database and the connections to it.
pub(super) struct Opened {
    pub(super) dialect: Dialect,
    pub(super) writers: AnyPool,
    pub(super) readers: AnyPool,
    /// For SQLite in a file: who moves what was committed from the log into the file.
    pub(super) checkpointer: Option<AnyPool>,
}

/// The database at an address.
pub(super) async fn open(url: &str) -> Result<Opened, StoreTrouble> {
    sqlx::any::install_default_drivers();
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let options: AnyConnectOptions = url.parse().map_err(|_| address("it is not a URL"))?;
        reach(&options, "").await?;
        let pool = AnyPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        let mut connection = pool.acquire().await?;
        migrate(&mut connection, Dialect::Postgres).await?;
        drop(connection);
        let (writers, readers) = (pool.clone(), pool);
        return Ok(Opened { dialect: Dialect::Postgres, writers, readers, checkpointer: None });
    }
    let Some(path) = url.strip_prefix("sqlite:") else {
        return Err(address("it starts with neither `sqlite:` nor `postgres://`"));
    };
    sqlite(path).await
}

/// Opens one connection by itself: a pool would try again and again, and say in the end that it was
/// tired. Only a server that may be about to start is waited for, and a file that others are opening
/// too: to give it its log SQLite wants it alone, and who comes second is refused at once, whatever
/// the `busy_timeout` says.
async fn reach(options: &AnyConnectOptions, pragmas: &'static str) -> Result<(), StoreTrouble> {
    let begun = Instant::now();
    loop {
        let (trouble, pause) = match open_once(options, pragmas).await {
            Ok(()) => return Ok(()),
            Err(error) if begun.elapsed() >= STARTING => return Err(error.into()),
            Err(error @ sqlx::Error::Io(_)) => (error, 250),
            Err(error) if is_busy(&error) => (error, 20),
            Err(error) => return Err(error.into()),
        };
        tracing::debug!(%trouble, "the database is not there yet");
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

async fn open_once(options: &AnyConnectOptions, pragmas: &'static str) -> sqlx::Result<()> {
    let mut connection = AnyConnection::connect_with(options).await?;
    connection.execute(pragmas).await?;
    connection.close().await
}

/// Whether SQLite says that another connection has the file: `SQLITE_BUSY`, or a code made of it.
fn is_busy(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    let sqlite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
    let code = error.code().and_then(|code| code.parse::<i32>().ok());
    sqlite && code.is_some_and(|code| code & 0xff == 5)
}

fn address(why: &str) -> StoreTrouble {
    StoreTrouble::Address(why.to_owned())
}

async fn sqlite(path: &str) -> Result<Opened, StoreTrouble> {
    let dialect = Dialect::Sqlite;
    let memory = path == ":memory:";
    let url = if memory { "sqlite::memory:".to_owned() } else { file_url(path)? };
    let options: AnyConnectOptions = url.parse().map_err(|_| address("it is not a path"))?;
    reach(&options, SQLITE_WRITER).await?;
    // One connection for good: a database in memory is gone with its last connection.
    let writers = lasting(AnyPoolOptions::new().max_connections(1), SQLITE_WRITER)
        .connect_with(options.clone())
        .await?;
    let mut change = super::begin(Dialect::Sqlite, &writers).await?;
    migrate(&mut change, Dialect::Sqlite).await?;
    change.commit().await?;
    if memory {
        let readers = writers.clone();
        return Ok(Opened { dialect, writers, readers, checkpointer: None });
    }
    let readers = lasting(AnyPoolOptions::new().max_connections(SQLITE_READERS), SQLITE_READER)
        .connect_lazy_with(options.clone());
    let checkpointer = lasting(AnyPoolOptions::new().max_connections(1), SQLITE_CHECKPOINTER)
        .connect_lazy_with(options);
    Ok(Opened { dialect, writers, readers, checkpointer: Some(checkpointer) })
}

/// `sqlite:PATH` as sqlx reads it. A query at its end is left alone.
fn file_url(path: &str) -> Result<String, StoreTrouble> {
    let path = path.strip_prefix("//").unwrap_or(path);
    let (path, query) = path.split_once('?').unwrap_or((path, "mode=rwc"));
    if path.is_empty() {
        return Err(address("it names no file"));
    }
    Ok(format!("sqlite://{path}?{query}"))
}

fn lasting(options: AnyPoolOptions, pragmas: &'static str) -> AnyPoolOptions {
    options
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(pragmas).await.map(drop) })
        })
}

/// Runs the migrations that the database does not have yet. PostgreSQL is locked for it by the
/// migrator; for SQLite the caller's transaction keeps others out.
async fn migrate(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreTrouble> {
    let steps = match dialect {
        Dialect::Sqlite => [
            (1, "tables", include_str!("migrations/1-sqlite.sql")),
            (2, "lost leases", include_str!("migrations/2-sqlite.sql")),
        ],
        Dialect::Postgres => [
            (1, "tables", include_str!("migrations/1-postgres.sql")),
            (2, "lost leases", include_str!("migrations/2-postgres.sql")),
        ],
    };
    let migrations = steps.map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.into()).run(connection).await.map_err(|error| {
        StoreTrouble::Tables(match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => {
                "they were made by a newer version of cardbot".to_owned()
            }
            other => other.to_string(),
        })
    })
}
