//! What somebody asked for in a pull request.

use super::ending::Ending;
use super::{Worker, review};
use crate::app::asked::{Ask, Asking, What};
use crate::app::store::Job;

pub(super) async fn ask(worker: &Worker, job: &Job, pull: u64, id: &str) -> Result<Ending, Ending> {
    let Some((by, what)) = What::read(&job.request.payload) else { return Ok(Ending::Done) };
    let ask = Ask {
        installation: job.request.installation,
        repository_id: job.request.repository_id,
        repository: job.request.repository.clone(),
        pull,
        id: id.to_owned(),
        by,
        what,
    };
    let mut asking = Asking::begin(&worker.access, &ask, &worker.pages).await?;
    if let Some(ignore) = asking.wants_review().map(<[String]>::to_vec) {
        let posting = review::pull_request(worker, job, pull, true, &ignore).await?;
        asking.reviewed(&posting);
    }
    asking.answer().await?;
    Ok(Ending::Done)
}
