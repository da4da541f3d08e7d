//! What can go wrong with the store.

use std::fmt;

/// Why the store could not do what it was asked for.
#[derive(Debug)]
pub enum StoreTrouble {
    /// The address of the database can't be used; says why, without the address itself, which may
    /// hold a password.
    Address(String),
    /// The tables could not be made or belong to another version.
    Tables(String),
    /// The database refused or could not be reached.
    Database(sqlx::Error),
    /// A row holds what cardbot never wrote.
    Row(String),
    /// The store was closed.
    Closed,
}

impl fmt::Display for StoreTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => write!(f, "the database's address can't be used: {why}"),
            Self::Tables(why) => write!(f, "the database's tables can't be used: {why}"),
            Self::Database(error) => write!(f, "the database: {error}"),
            Self::Row(what) => write!(f, "the database holds something unknown: {what}"),
            Self::Closed => f.write_str("the database is closed"),
        }
    }
}

impl std::error::Error for StoreTrouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for StoreTrouble {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            other => Self::Database(other),
        }
    }
}
