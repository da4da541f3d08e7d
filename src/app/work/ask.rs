//! What somebody asked for in a pull request.

use super::ending::Ending;
use super::gate::turn;
use super::{Worker, installation, review};
use crate::app::asked::{Ask, Asking, What};
use crate::app::store::Job;
use crate::github::REVIEW;

pub(super) async fn ask(worker: &Worker, job: &Job, pull: u64, id: &str) -> Result<Ending, Ending> {
    let Some((by, what)) = What::read(&job.request.payload) else { return Ok(Ending::Done) };
    // Asked for here, so that an installation that is gone is dropped and told nobody as a failure.
    installation::client(worker, job, REVIEW).await?;
    let ask = Ask {
        installation: job.request.installation,
        repository_id: job.request.repository_id,
        repository: job.request.repository.clone(),
        pull,
        id: id.to_owned(),
        by,
        what,
    };
    // Fixes may be committed, and the answer is written: each at the repository's turn.
    turn(worker, job).await.map_err(|_| Ending::Lost)?;
    let mut asking = Asking::begin(&worker.access, &ask, &worker.pages).await?;
    if let Some(ignore) = asking.wants_review().map(<[String]>::to_vec) {
        let posting = review::pull_request(worker, job, pull, true, &ignore).await?;
        asking.reviewed(&posting);
    }
    turn(worker, job).await.map_err(|_| Ending::Lost)?;
    asking.answer().await?;
    Ok(Ending::Done)
}
