//! The App's store: the same tests on SQLite in memory, SQLite in a file, and PostgreSQL.
#![cfg(feature = "app")]

mod databases;
mod jobs;
