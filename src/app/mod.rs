//! The GitHub App: receives webhooks, keeps the work until it is done, and reviews.
//!
//! Built with the feature `app` only; the Action's program goes without it.

pub mod asked;
pub(crate) mod logs;
pub mod metrics;
mod receive;
pub mod recover;
pub mod server;
pub mod settings;
pub mod setup;
pub mod shutdown;
pub mod store;
pub mod upkeep;
pub mod web;
pub mod work;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A time as the store counts it.
pub(crate) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
