//! `cardbot review PULL-REQUEST`: the built program against a GitHub of its own.

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
#[path = "../cli/shapes.rs"]
mod shapes;
mod world;

mod again;
#[cfg(unix)]
mod asks;
mod caps;
mod change;
mod corpus;
mod drafts;
mod faults;
mod json;
mod kept;
mod numbers;
mod tokens;
