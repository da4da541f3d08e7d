//! Everything of cardbot that touches the world: files, git, terminals, GitHub.
//!
//! The judgement itself is made by `cardbot-core`, which is pure.

#[cfg(feature = "app")]
pub mod app;
pub mod cli;
mod commands;
pub mod github;
pub mod judge;
pub mod output;
pub mod pull_request;
pub mod report;
pub mod schema;
pub mod settings;
pub mod source;
pub mod trouble;
mod walk;
