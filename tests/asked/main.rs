//! What people ask of the App, against a GitHub of its own.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod button;
mod commands;
mod fix;
mod world;
