//! The pages of the App, over HTTP and in a browser.

#[path = "../cli/sandbox.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "shared with other tests")]
mod sandbox;
#[path = "../app/server.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "shared with other tests")]
mod server;
#[path = "../app/web.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with other tests")]
mod web;

mod browser;
mod operations;
mod playground;
mod rules;
mod world;
