//! Who installed the App, and how much GitHub lets each of them ask for.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreTrouble};

/// What an installation lets cardbot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstallationState {
    /// Its work is done.
    Active,
    /// Somebody suspended it: its work is dropped, for all of it is looked at when it comes back.
    Suspended,
    /// It is gone, and its work with it.
    Removed,
}

impl InstallationState {
    fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
        }
    }

    fn of(word: &str) -> Result<Self, StoreTrouble> {
        [Self::Active, Self::Suspended, Self::Removed]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| StoreTrouble::Row(format!("the state {word:?} of an installation")))
    }
}

/// An installation of the App.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Its number.
    pub id: i64,
    /// Whose account it is on.
    pub account: Option<String>,
    /// What it lets cardbot do.
    pub state: InstallationState,
    /// When it was last heard of.
    pub seen_at: i64,
    /// When its open pull requests were last looked through.
    pub swept_at: Option<i64>,
    /// No job of it starts before.
    pub paused_until: i64,
    /// How many requests GitHub still takes until `reset_at`.
    pub remaining: Option<i64>,
    /// When GitHub counts anew.
    pub reset_at: Option<i64>,
}

impl Store {
    /// Notes what an installation is at a time. Whatever was wished for until then is dropped where
    /// it is suspended or gone; what came later shows that it is back.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn installation(
        &self,
        id: i64,
        account: Option<&str>,
        state: InstallationState,
        now: i64,
    ) -> Result<(), StoreTrouble> {
        let mut change = self.begin().await?;
        sqlx::query(
            "INSERT INTO installations (id, account, state, seen_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (id) DO UPDATE SET \
             account = COALESCE(excluded.account, installations.account), \
             state = CASE WHEN installations.seen_at > excluded.seen_at THEN installations.state \
             ELSE excluded.state END, \
             seen_at = CASE WHEN installations.seen_at > excluded.seen_at \
             THEN installations.seen_at ELSE excluded.seen_at END",
        )
        .bind(id)
        .bind(account)
        .bind(state.word())
        .bind(now)
        .execute(&mut *change)
        .await?;
        if state != InstallationState::Active {
            // One that runs ends by itself: GitHub refuses its token.
            sqlx::query(
                "DELETE FROM jobs WHERE installation = $1 AND state <> 'running' AND changed_at <= $2",
            )
            .bind(id)
            .bind(now)
            .execute(&mut *change)
            .await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// All installations that were ever heard of and not removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn installations(&self) -> Result<Vec<Installation>, StoreTrouble> {
        let rows = sqlx::query(
            "SELECT id, account, state, seen_at, swept_at, paused_until, remaining, reset_at \
             FROM installations WHERE state <> 'removed' ORDER BY id",
        )
        .fetch_all(self.readers())
        .await?;
        rows.iter().map(installation).collect()
    }

    /// Notes that an installation's open pull requests were looked through.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn swept(&self, id: i64, now: i64) -> Result<(), StoreTrouble> {
        sqlx::query("UPDATE installations SET swept_at = $2 WHERE id = $1")
            .bind(id)
            .bind(now)
            .execute(self.writers())
            .await?;
        Ok(())
    }

    /// Notes how many requests GitHub still takes from an installation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn budget(&self, id: i64, remaining: i64, reset_at: i64) -> Result<(), StoreTrouble> {
        sqlx::query("UPDATE installations SET remaining = $2, reset_at = $3 WHERE id = $1")
            .bind(id)
            .bind(remaining)
            .bind(reset_at)
            .execute(self.writers())
            .await?;
        Ok(())
    }

    /// Starts no job of an installation before a time, as when GitHub asks to wait. Never shortens
    /// a pause.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pause(&self, id: i64, until: i64) -> Result<(), StoreTrouble> {
        sqlx::query(
            "UPDATE installations SET paused_until = $2 WHERE id = $1 AND paused_until < $2",
        )
        .bind(id)
        .bind(until)
        .execute(self.writers())
        .await?;
        Ok(())
    }
}

fn installation(row: &AnyRow) -> Result<Installation, StoreTrouble> {
    Ok(Installation {
        id: row.try_get("id")?,
        account: row.try_get("account")?,
        state: InstallationState::of(&row.try_get::<String, _>("state")?)?,
        seen_at: row.try_get("seen_at")?,
        swept_at: row.try_get("swept_at")?,
        paused_until: row.try_get("paused_until")?,
        remaining: row.try_get("remaining")?,
        reset_at: row.try_get("reset_at")?,
    })
}
