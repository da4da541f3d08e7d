//! The GitHub App: receives webhooks, keeps the work until it is done, and reviews.
//!
//! Built with the feature `app` only; the Action's program goes without it.

pub mod asked;
pub mod setup;
pub mod store;
pub mod web;
