//! The rules that the stand-in holds to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

mod client;

mod access;
mod apps;
mod caps;
mod checks;
mod deliveries;
mod faults;
mod forms;
mod graphql;
mod reading;
mod reviews;
mod suggestions;
