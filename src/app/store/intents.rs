//! What is to be written to GitHub, told before it is sent, and when it may be sent.

use sqlx::Row;

use super::{Intent, IntentState, Store, StoreTrouble};

impl Store {
    /// Says that a run is about to write. When this returns, that is on the disk.
    ///
    /// # Errors
    /// When the database fails; the write must not be sent then.
    pub async fn intend(
        &self,
        name: &str,
        run_id: &str,
        head: &str,
        now: i64,
    ) -> Result<(), StoreTrouble> {
        sqlx::query(
            "INSERT INTO writes (name, run_id, head, state, changed_at) \
             VALUES ($1, $2, $3, 'writing', $4) ON CONFLICT (name) DO UPDATE SET \
             run_id = excluded.run_id, head = excluded.head, state = excluded.state, \
             changed_at = excluded.changed_at",
        )
        .bind(name)
        .bind(run_id)
        .bind(head)
        .bind(now)
        .execute(self.writers())
        .await?;
        Ok(())
    }

    /// Says that GitHub took what a run wrote. A later run's word is left alone.
    ///
    /// # Errors
    /// When the database fails; the write then looks unanswered.
    pub async fn written(&self, name: &str, run_id: &str, now: i64) -> Result<(), StoreTrouble> {
        sqlx::query(
            "UPDATE writes SET state = 'done', changed_at = $3 WHERE name = $1 AND run_id = $2",
        )
        .bind(name)
        .bind(run_id)
        .bind(now)
        .execute(self.writers())
        .await?;
        Ok(())
    }

    /// The last write of this name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn intended(&self, name: &str) -> Result<Option<Intent>, StoreTrouble> {
        let row = sqlx::query("SELECT run_id, head, state, changed_at FROM writes WHERE name = $1")
            .bind(name)
            .fetch_optional(self.writers())
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let state = match row.try_get::<String, _>("state")?.as_str() {
            "done" => IntentState::Done,
            _ => IntentState::Writing,
        };
        Ok(Some(Intent {
            run_id: row.try_get("run_id")?,
            head: row.try_get("head")?,
            state,
            changed_at: row.try_get("changed_at")?,
        }))
    }

    /// When the next write to a repository may be sent; that time is then taken.
    ///
    /// # Errors
    /// When the database fails; then no time was taken, or one is left out.
    pub async fn next_write_at(
        &self,
        repository_id: i64,
        now: i64,
        spacing_ms: i64,
    ) -> Result<i64, StoreTrouble> {
        let row = sqlx::query(
            "INSERT INTO write_slots (repository_id, free_at) VALUES ($1, $2 + $3) \
             ON CONFLICT (repository_id) DO UPDATE SET free_at = $3 + \
             CASE WHEN write_slots.free_at > $2 THEN write_slots.free_at ELSE $2 END \
             RETURNING free_at",
        )
        .bind(repository_id)
        .bind(now)
        .bind(spacing_ms)
        .fetch_one(self.writers())
        .await?;
        Ok(row.try_get::<i64, _>(0)? - spacing_ms)
    }
}
