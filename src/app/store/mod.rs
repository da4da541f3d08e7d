//! The durable store of the App: deliveries, jobs and what must survive a crash.
//!
//! SQLite in one file, or PostgreSQL for several replicas. Both run the same statements, through
//! sqlx's `Any` driver; where they must differ, `Dialect` says so. The store knows no clock: all
//! times are Unix milliseconds that the caller gives.

mod claim;
mod connect;
mod installations;
mod intents;
mod overview;
mod record;
mod settle;
mod trouble;
mod types;
mod upkeep;

use std::sync::Arc;

use sqlx::{Any, AnyPool, Transaction};
use tokio::sync::mpsc;

pub use installations::{Installation, InstallationState};
pub use overview::{Counts, DeadJob, InstallationCounts, OpenJob, ReviewRecord};
pub use trouble::StoreTrouble;
pub use types::{
    ClaimLimits, Delivery, Intent, IntentState, Job, JobId, JobKind, JobRequest, Recorded, Settled,
};

/// Which database is behind the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// The store; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dialect: Dialect,
    /// The one writing connection of SQLite, or all of PostgreSQL's.
    writers: AnyPool,
    /// The same as `writers`, but for SQLite in a file, where readers never wait for a writer.
    readers: AnyPool,
    checkpointer: Option<AnyPool>,
    /// Deliveries on their way into the database.
    recorder: mpsc::Sender<record::Pending>,
}

impl Store {
    /// Opens a database and brings its tables up to date. Several may do so at once.
    ///
    /// The address is `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. The file of SQLite is made
    /// when it is not there.
    ///
    /// # Errors
    /// When the address can't be used, the database can't be reached, or its tables are those of a
    /// newer cardbot.
    pub async fn open(url: &str) -> Result<Self, StoreTrouble> {
        let connect::Opened { dialect, writers, readers, checkpointer } =
            connect::open(url).await?;
        let recorder = record::start(dialect, writers.clone(), checkpointer.clone());
        Ok(Self(Arc::new(Inner { dialect, writers, readers, checkpointer, recorder })))
    }

    /// Writes out what is under way and closes the connections.
    pub async fn close(&self) {
        if let Some(checkpointer) = &self.0.checkpointer {
            checkpointer.close().await;
        }
        self.0.readers.close().await;
        // The last one: SQLite then puts the log into the file and takes it away.
        self.0.writers.close().await;
    }

    fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    fn readers(&self) -> &AnyPool {
        &self.0.readers
    }

    fn writers(&self) -> &AnyPool {
        &self.0.writers
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreTrouble> {
        begin(self.dialect(), self.writers()).await
    }
}

/// Begins a transaction that may write. SQLite is told so at once: a transaction that starts as a
/// reader can't always become a writer.
async fn begin(
    dialect: Dialect,
    writers: &AnyPool,
) -> Result<Transaction<'static, Any>, StoreTrouble> {
    Ok(match dialect {
        Dialect::Sqlite => writers.begin_with("BEGIN IMMEDIATE").await?,
        Dialect::Postgres => writers.begin().await?,
    })
}
