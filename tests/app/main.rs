//! `cardbot serve`: the built program, with a GitHub of its own.

#![cfg(feature = "app")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

mod browser;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod sandbox;
mod server;
mod web;

mod asks;
mod bad_input;
mod doctor;
mod events;
mod faults;
mod life;
mod receiving;
mod recovery;
mod reviews;
mod set_up;
