//! The App's store: the same tests on SQLite and on PostgreSQL.
#![cfg(all(feature = "app", unix))]

mod databases;
mod jobs;
mod replicas;
mod upgrade;
mod upkeep;
