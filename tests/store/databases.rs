//! The databases that the tests run on.

use cardbot::app::store::{Delivery, JobKind, JobRequest, Store};
use serde_json::json;

/// Runs a test on an empty store of each kind.
pub(crate) fn on_each(test: impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        test(Store::open("sqlite::memory:").await.expect("a store in memory")).await;
    });
}

/// A delivery at a time, that asks for a review.
pub(crate) fn delivery(guid: &str, now: i64) -> Delivery {
    Delivery {
        guid: guid.to_owned(),
        event: "pull_request".to_owned(),
        action: Some("opened".to_owned()),
        installation: Some(1),
        received_at: now,
    }
}

/// The wish for a review.
pub(crate) fn review(installation: i64, repository_id: i64, pull: u64, sent_at: i64) -> JobRequest {
    JobRequest {
        installation,
        repository_id,
        repository: format!("owner/model-{repository_id}"),
        kind: JobKind::Review { pull },
        payload: json!({"sent_at": sent_at}),
        sent_at,
    }
}
