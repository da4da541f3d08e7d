//! The built program, driven from outside: what it reads, prints, writes, and how it ends.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` renews the snapshots.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

mod sandbox;
mod shapes;

mod carbon;
mod check;
mod contract;
mod explain;
mod fix;
mod formats;
mod manual;
mod options;
mod pipes;
mod review;
mod review_json;
mod walk;
