//! The review of a pull request and its check run, so that a crash at any moment loses nothing and
//! posts nothing twice.

use std::collections::BTreeSet;
use std::time::Duration;

use cardbot_core::review::Event;

use super::ending::Ending;
use super::gate::Writes;
use super::installation::Granted;
use super::{Worker, installation, millis, now};
use crate::app::asked;
use crate::app::store::{IntentState, Job, JobKind, JobRequest, ReviewRecord};
use crate::github::{PullRequestTarget, Trouble, WriteTrouble};
use crate::pull_request::{
    self, BrokenConfig, Check, Conclusion, Named, Obstacle, Options, Posting, Prepared, WillDo,
    names_on,
};
use crate::settings::Overrides;

/// Reviews a pull request as it is now.
pub(super) async fn pull_request(
    worker: &Worker,
    job: &Job,
    pull: u64,
    again: bool,
    ignore: &[String],
) -> Result<Posting, Ending> {
    let request = &job.request;
    let begun = now();
    let name = format!("{}/{}/{pull}", request.installation, request.repository_id);
    // A write that was not answered, perhaps since the process died: GitHub may still be at it.
    let intent = worker.store.intended(&name).await?;
    let intent = intent.filter(|intent| intent.state == IntentState::Writing);
    if let Some(intent) = &intent {
        let limit = millis(worker.access.pace().request_limit);
        let rest = u64::try_from(intent.changed_at + limit - now()).unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(rest)).await;
    }
    let Granted { client, checks, resolves } = installation::for_review(worker, job).await?;
    let Some((owner, repository)) = request.repository.split_once('/') else {
        return Err(Ending::hopeless("the repository has no owner"));
    };
    let target = PullRequestTarget {
        host: worker.access.host().clone(),
        owner: owner.to_owned(),
        repository: repository.to_owned(),
        number: pull,
    };
    let reading = pull_request::read(&client, &target).await?;
    let options = Options {
        overrides: Overrides::default(),
        config: None,
        broken_config: BrokenConfig::Defaults,
        pages: worker.pages.clone(),
        event: Event::Comment,
        resolve_threads: resolves,
        ignore: ignore.to_vec(),
    };
    let mut prepared = pull_request::prepare(&client, reading, &options).await?;
    if let Some(intent) = intent.filter(|intent| intent.head == prepared.reading.about.head) {
        // The same run goes on, so that what comes late counts as its own.
        prepared.run = intent.run_id;
    }
    let gate = Writes { worker, job, name: &name };
    let posting = match &prepared.obstacle {
        Some(obstacle) => Posting::Kept(obstacle.clone()),
        None if prepared.plan(&[]).is_empty() => Posting::Nothing,
        None => pull_request::post_through(&client, &target, &mut prepared, &gate).await,
    };
    match &posting {
        Posting::Kept(Obstacle::HeadMoved) => return Err(Ending::again("the head moved")),
        Posting::Kept(Obstacle::Stopped(_)) => return Err(Ending::Lost),
        Posting::Kept(Obstacle::Unanswered(trouble) | Obstacle::Failed(trouble)) => {
            return Err(trouble.clone().into());
        }
        Posting::Done { left: Some(left), .. } if job.attempt < 3 => {
            return Err(Ending::again(left));
        }
        _ => {}
    }
    let mut page = String::new();
    if checks {
        let id = match again {
            true => format!("{pull}:{}.{}", job.id, job.generation),
            false => pull.to_string(),
        };
        let will_do = if again { WillDo::Itself } else { WillDo::TheSame };
        let named = Named { app: worker.access.app().id(), id: &id, will_do };
        let button = asked::button(&worker.access, request.installation, &prepared).await;
        let check = Check::beside_review(&prepared, &posting).with_buttons(button);
        match check.publish(&client, named, &prepared.run, &gate).await {
            Ok(there) => page = there,
            // The permission was taken away after the token was given.
            Err(WriteTrouble::NotDone(Trouble::Refused { status: 403 | 404, .. })) => {
                worker.access.forget(request.installation);
                worker.without_check(job);
            }
            Err(trouble) => return Err(trouble.into()),
        }
    } else {
        worker.without_check(job);
    }
    worker.store.written(&name, &prepared.run, now()).await?;
    remember(worker, job, pull, &prepared, &posting, page, begun).await;
    if let Some(budget) = client.budget() {
        let reset = i64::try_from(budget.reset).unwrap_or_default().saturating_mul(1_000);
        worker.store.budget(request.installation, budget.remaining.into(), reset).await?;
    }
    Ok(posting)
}

/// Concludes the check of a commit that GitHub names no pull request for.
pub(super) async fn no_pull(worker: &Worker, job: &Job, head: &str) -> Result<Ending, Ending> {
    let request = &job.request;
    let app = worker.access.app().id();
    let Some(client) = installation::client(worker, job, installation::CHECK).await? else {
        worker.without_check(job);
        return Ok(Ending::Done);
    };
    let again = request.payload.get("again").and_then(serde_json::Value::as_bool) == Some(true);
    // GitHub names no pull requests from forks; our own check runs do.
    let names = names_on(&client, &request.repository, head, app).await?;
    let number = |name: &String| name.split(':').next()?.parse::<u64>().ok();
    let pulls: BTreeSet<u64> = names.iter().filter_map(number).collect();
    if !pulls.is_empty() {
        // What the check of a pull request says is not to be hidden.
        if again {
            let recheck = |pull: &u64| JobRequest {
                kind: JobKind::Recheck { pull: *pull },
                ..request.clone()
            };
            let wishes: Vec<JobRequest> = pulls.iter().map(recheck).collect();
            worker.store.enqueue(&wishes, now()).await?;
        }
        return Ok(Ending::Done);
    }
    let name = format!("{}/{}/{head}", request.installation, request.repository_id);
    let gate = Writes { worker, job, name: &name };
    let check = Check::plain(
        &request.repository,
        head,
        Conclusion::Success,
        "No open pull request",
        "Model cards are reviewed when a pull request is opened.",
    );
    let id = format!("no-pull.{}.{}", job.id, job.generation);
    let will_do = if again { WillDo::Itself } else { WillDo::TheSame };
    check.publish(&client, Named { app, id: &id, will_do }, &id, &gate).await?;
    worker.store.written(&name, &id, now()).await?;
    Ok(Ending::Done)
}

/// Notes the review for whoever looks after cardbot; without the note it is a review all the same.
async fn remember(
    worker: &Worker,
    job: &Job,
    pull: u64,
    prepared: &Prepared,
    posting: &Posting,
    page: String,
    begun: i64,
) {
    let (outcome, url) = match posting {
        Posting::Done { url, .. } => ("posted".to_owned(), url.clone()),
        Posting::Kept(obstacle) => (obstacle.to_string(), None),
        Posting::Nothing | Posting::NotWanted => ("nothing to post".to_owned(), None),
    };
    let record = ReviewRecord {
        run_id: prepared.run.clone(),
        installation: job.request.installation,
        repository: job.request.repository.clone(),
        pull,
        head: prepared.reading.about.head.clone(),
        outcome,
        findings: u32::try_from(prepared.judgement.counts.introduced()).unwrap_or(u32::MAX),
        url: url.or(Some(page).filter(|page| !page.is_empty())),
        delivery: job.delivery.clone(),
        took_ms: now() - begun,
        reviewed_at: now(),
    };
    if let Err(trouble) = worker.store.remember_review(&record).await {
        tracing::warn!(%trouble, "a review could not be noted");
    }
}
