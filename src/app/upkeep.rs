//! What is old and settled is dropped, so that the database does not grow for ever.

use std::time::Duration;

use super::shutdown::Shutdown;
use super::store::Store;
use super::{millis, now};

/// How long what is settled is kept. GitHub lists deliveries for days only, so none comes again later.
const KEPT: Duration = Duration::from_hours(14 * 24);
/// How often it is looked, over all replicas.
const EVERY: Duration = Duration::from_hours(6);
/// How often a replica sees whether it is time.
const LOOK: Duration = Duration::from_hours(1);

/// The name of the period.
const PERIOD: &str = "prune";

/// Looks at once and then every so often, until the App ends.
pub async fn run(store: Store, mut life: Shutdown) {
    loop {
        if let Err(trouble) = look(&store).await {
            tracing::warn!(%trouble, "what is old could not be dropped");
        }
        tokio::select! {
            () = life.ending() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn look(store: &Store) -> Result<(), super::store::StoreTrouble> {
    let at = now();
    if store.try_period(PERIOD, millis(EVERY), at).await? {
        let rows = store.prune(at, millis(KEPT)).await?;
        tracing::debug!(rows, "dropped what is old");
    }
    Ok(())
}
