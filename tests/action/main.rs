//! The GitHub Action: the steps of `action.yml`, run as GitHub's runner runs them, against a GitHub
//! of its own.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod sandbox;

mod archive;
mod events;
mod matrix;
mod metadata;
mod payload;
mod runner;
mod text;
mod world;
