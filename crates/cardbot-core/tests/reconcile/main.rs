//! What is planned for a pull request, carried out on a small model of GitHub.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

mod cards;
mod github;
mod properties;
mod scenes;
