//! What is done every so often, single values, and what is old enough to go.

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreTrouble};

/// How many rows of a table go in one transaction: deliveries must not wait long.
const AT_ONCE: i64 = 1000;

impl Store {
    /// Whether something that is done every so often is due, for one replica only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_period(
        &self,
        name: &str,
        every_ms: i64,
        now: i64,
    ) -> Result<bool, StoreTrouble> {
        let row = sqlx::query(
            "INSERT INTO periods (name, begun_at) VALUES ($1, $2) ON CONFLICT (name) \
             DO UPDATE SET begun_at = excluded.begun_at \
             WHERE periods.begun_at <= $2 - $3 RETURNING name",
        )
        .bind(name)
        .bind(now)
        .bind(every_ms)
        .fetch_optional(self.writers())
        .await?;
        Ok(row.is_some())
    }

    /// A single value.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note(&self, name: &str) -> Result<Option<String>, StoreTrouble> {
        let row = sqlx::query("SELECT value FROM notes WHERE name = $1")
            .bind(name)
            .fetch_optional(self.readers())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Keeps a single value.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_note(&self, name: &str, value: &str) -> Result<(), StoreTrouble> {
        sqlx::query(
            "INSERT INTO notes (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(self.writers())
        .await?;
        Ok(())
    }

    /// Whether the database answers and can be written to.
    ///
    /// # Errors
    /// When it does not, or can't.
    pub async fn ping(&self, now: i64) -> Result<(), StoreTrouble> {
        self.set_note("ping", &now.to_string()).await
    }

    /// Drops what was settled more than `keep_ms` ago, and returns how many rows that were. Work that
    /// waits or runs is never dropped. A write that was not answered by then came long ago, or never.
    ///
    /// # Errors
    /// When the database fails; what was dropped so far is gone.
    pub async fn prune(&self, now: i64, keep_ms: i64) -> Result<u64, StoreTrouble> {
        let before = now.saturating_sub(keep_ms);
        let mut dropped = 0;
        for (table, key, old) in [
            ("deliveries", "guid", "received_at < $1"),
            ("jobs", "id", "state IN ('done', 'dead') AND changed_at < $1"),
            ("reviews", "id", "reviewed_at < $1"),
            ("writes", "name", "changed_at < $1"),
            ("write_slots", "repository_id", "free_at < $1"),
        ] {
            let statement = format!(
                "DELETE FROM {table} WHERE {key} IN \
                 (SELECT {key} FROM {table} WHERE {old} ORDER BY {key} LIMIT {AT_ONCE}) AND {old}"
            );
            loop {
                let gone = sqlx::query(AssertSqlSafe(statement.clone()))
                    .bind(before)
                    .execute(self.writers())
                    .await?
                    .rows_affected();
                dropped += gone;
                if gone < AT_ONCE.unsigned_abs() {
                    break;
                }
            }
        }
        Ok(dropped)
    }
}
