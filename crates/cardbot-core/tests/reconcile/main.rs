//! What is planned for a pull request, carried out on a small model of GitHub.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test reads real cards, and says so when there are none"
)]

mod cards;
mod corpus;
mod github;
mod properties;
mod scenes;
