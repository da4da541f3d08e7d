//! What is told of work that is given up.
//!
//! A review's check run is concluded: a required check that never reports blocks the merge for ever,
//! and a fault of ours is no fault of the change, so it is neutral and says so. Who asked for something
//! is answered.

use cardbot_core::review::markdown::inline;
use serde::Deserialize;

use super::ending::{Ending, Failure};
use super::gate::Writes;
use super::installation::{CHECK, client};
use super::{Worker, ask};
use crate::app::store::{Job, JobKind};
use crate::github::{Client, Permissions};
use crate::output::escape;
use crate::pull_request::{Check, Conclusion, Named, WillDo};

/// What concluding a check needs where the head of the pull request is asked for.
const CHECK_AND_PULL: Permissions = &[("checks", "write"), ("pull_requests", "read")];

const TITLE: &str = "Not reviewed: cardbot gave up";

#[derive(Deserialize)]
struct Pull {
    state: String,
    head: Head,
}

#[derive(Deserialize)]
struct Head {
    sha: String,
}

/// Whether it is time to tell. A check is concluded before the job is given up where that takes long;
/// who asked for something hears of it when nothing comes any more.
pub(super) fn is_to_be_told(failure: &Failure, job: &Job, most: u32) -> bool {
    match job.request.kind {
        JobKind::Ask { .. } => failure.is_last(job.attempt, most),
        _ => failure.is_to_be_told(job.attempt, most),
    }
}

/// Tells whoever waits for a job that is given up.
pub(super) async fn tell(worker: &Worker, job: &Job, failure: &Failure) -> Result<Ending, Ending> {
    match job.request.kind {
        JobKind::Ask { .. } => ask::give_up(worker, job, failure).await,
        _ => conclude(worker, job, failure).await,
    }
}

/// Concludes the check of a job that is given up.
async fn conclude(worker: &Worker, job: &Job, failure: &Failure) -> Result<Ending, Ending> {
    let request = &job.request;
    let told = request.payload.get("head").and_then(|head| head.as_str());
    let (pull, told, is_wanted_again) = match &request.kind {
        JobKind::Review { pull } => (Some(*pull), told, false),
        JobKind::Recheck { pull } => (Some(*pull), told, true),
        JobKind::NoPull { head } => (None, Some(head.as_str()), false),
        JobKind::Ask { .. } | JobKind::Sweep | JobKind::Installation => return Ok(Ending::Done),
    };
    let asking = match pull {
        Some(_) => client(worker, job, CHECK_AND_PULL).await?,
        None => None,
    };
    let head = match (&asking, pull) {
        (Some(client), Some(pull)) => match head(client, &request.repository, pull).await {
            Ok(Some(head)) => Some(head),
            // It is closed, or gone: nobody waits.
            Ok(None) => return Ok(Ending::Done),
            // What the delivery told is better than nothing.
            Err(ending) => Some(told.map(ToOwned::to_owned).ok_or(ending)?),
        },
        _ => told.map(ToOwned::to_owned),
    };
    let writing = match asking {
        Some(client) => Some(client),
        None => client(worker, job, CHECK).await?,
    };
    let (Some(client), Some(head)) = (writing, head) else { return Ok(Ending::Done) };

    let id = match pull {
        Some(pull) => format!("{pull}:{}.{}.given-up", job.id, job.generation),
        None => format!("no-pull.{}.{}.given-up", job.id, job.generation),
    };
    let will_do = if is_wanted_again { WillDo::Itself } else { WillDo::Any };
    let named = Named { app: worker.access.app().id(), id: &id, will_do };
    let check =
        Check::plain(&request.repository, &head, Conclusion::Neutral, TITLE, &summary(failure));
    let name = format!("{}/{}/{id}", request.installation, request.repository_id);
    let gate = Writes { worker, job, name: &name };
    check.publish(&client, named, &id, &gate).await?;
    worker.store.written(&name, &id, super::now()).await?;
    Ok(Ending::Done)
}

/// What stands below the title.
fn summary(failure: &Failure) -> String {
    let reason = inline(&escape::one_line(failure.said()));
    format!(
        "cardbot could not review this change, so this says nothing about its model cards, and \
         nothing was posted for it. It is not the fault of the change, and the check blocks \
         nothing.\n\nWhat went wrong: {reason}\n\n**Re-run** on this page tries again, and so does \
         the next push."
    )
}

/// The head of a pull request that is open.
async fn head(client: &Client, repository: &str, pull: u64) -> Result<Option<String>, Ending> {
    let answer = client.get(&format!("/repos/{repository}/pulls/{pull}")).await?;
    if matches!(answer.status, 404 | 410) {
        return Ok(None);
    }
    let pull: Pull = client.accepted(&answer)?.json()?;
    Ok((pull.state == "open").then_some(pull.head.sha))
}

/// How a job ends that failed, after that was to be told.
pub(super) fn after(failure: &Failure, told: Ending, job: &Job, most: u32) -> Ending {
    match told {
        Ending::Done => Ending::Failed(failure.clone()),
        // Where the job is tried again anyway, so is this.
        Ending::Failed(_) if !failure.is_last(job.attempt, most) => Ending::Failed(failure.clone()),
        Ending::Failed(why) => {
            let untold = match job.request.kind {
                JobKind::Ask { .. } => "who asked was not told",
                _ => "its check was not concluded",
            };
            let reason = format!("{}; and {untold}: {}", failure.reason, why.reason);
            Ending::Failed(Failure { reason, ..why })
        }
        other => other,
    }
}
