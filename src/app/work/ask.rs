//! What somebody asked for in a pull request.

use cardbot_core::review::markdown::inline;

use super::ending::{Ending, Failure};
use super::gate::turn;
use super::{Worker, installation, review};
use crate::app::asked::{self, Ask, Asking, What};
use crate::app::store::{Job, JobKind};
use crate::github::REVIEW;
use crate::output::escape;

pub(super) async fn ask(worker: &Worker, job: &Job) -> Result<Ending, Ending> {
    let Some(ask) = of(job) else { return Ok(Ending::Done) };
    // Asked for here, so that an installation that is gone is dropped and told nobody as a failure.
    installation::client(worker, job, REVIEW).await?;
    // Fixes may be committed, and the answer is written: each at the repository's turn.
    turn(worker, job).await.map_err(|_| Ending::Lost)?;
    let mut asking = Asking::begin(&worker.access, &ask, &worker.pages).await?;
    if let Some(ignore) = asking.wants_review().map(<[String]>::to_vec) {
        let posting = review::pull_request(worker, job, ask.pull, true, &ignore).await?;
        asking.reviewed(&posting);
    }
    turn(worker, job).await.map_err(|_| Ending::Lost)?;
    asking.answer().await?;
    Ok(Ending::Done)
}

/// Tells who asked that it is given up.
pub(super) async fn give_up(
    worker: &Worker,
    job: &Job,
    failure: &Failure,
) -> Result<Ending, Ending> {
    let Some(ask) = of(job) else { return Ok(Ending::Done) };
    if installation::client(worker, job, REVIEW).await?.is_none() {
        return Ok(Ending::Done);
    }
    turn(worker, job).await.map_err(|_| Ending::Lost)?;
    let why = inline(&escape::one_line(failure.said()));
    asked::give_up(&worker.access, &ask, &why).await?;
    Ok(Ending::Done)
}

/// What a job asks for; `None` where it is nothing that is known.
fn of(job: &Job) -> Option<Ask> {
    let request = &job.request;
    let JobKind::Ask { pull, id } = &request.kind else { return None };
    let (by, what) = What::read(&request.payload)?;
    Some(Ask {
        installation: request.installation,
        repository_id: request.repository_id,
        repository: request.repository.clone(),
        pull: *pull,
        id: id.clone(),
        by,
        what,
    })
}
