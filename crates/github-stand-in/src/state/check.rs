//! A check run.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// A check run.
#[derive(Clone, Debug)]
pub(crate) struct CheckRun {
    pub(crate) id: u64,
    /// Shared by the runs of one App on one commit.
    pub(crate) suite: u64,
    /// The slug of the App that made it.
    pub(crate) app: String,
    pub(crate) name: String,
    pub(crate) head: String,
    pub(crate) status: String,
    pub(crate) conclusion: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) details_url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) text: Option<String>,
    /// As they were sent; later ones are added, none is ever replaced.
    pub(crate) annotations: Vec<Value>,
    pub(crate) actions: Vec<Value>,
    pub(crate) started: DateTime<Utc>,
    pub(crate) completed: Option<DateTime<Utc>>,
}
