//! A sweep: after a long outage each open pull request is looked at once. What was reviewed before
//! stays as it is, since a review says nothing twice.

use serde::Deserialize;
use serde_json::json;

use super::ending::Ending;
use super::installation::{METADATA, client};
use super::{Worker, now};
use crate::app::store::{Job, JobKind, JobRequest};
use crate::github::{Answer, Permissions};

/// So many pages of a hundred are looked through.
const MOST_PAGES: usize = 100;
/// What listing pull requests needs.
const PULLS: Permissions = &[("pull_requests", "read")];

#[derive(Deserialize)]
struct Page {
    repositories: Vec<Repository>,
}

#[derive(Deserialize)]
struct Repository {
    id: i64,
    full_name: String,
}

#[derive(Deserialize)]
struct Pull {
    number: u64,
}

/// Asks for a sweep of each repository of an installation, or for a review of each open pull request
/// of a repository.
pub(super) async fn sweep(worker: &Worker, job: &Job) -> Result<Ending, Ending> {
    let request = &job.request;
    let of_all = request.repository_id == 0;
    let permissions = if of_all { METADATA } else { PULLS };
    let Some(client) = client(worker, job, permissions).await? else {
        return Err(Ending::hopeless("the installation does not grant to read pull requests"));
    };
    let mut next = Some(if of_all {
        "/installation/repositories?per_page=100".to_owned()
    } else {
        format!("/repos/{}/pulls?state=open&per_page=100", request.repository)
    });
    for _ in 0..MOST_PAGES {
        let Some(path) = next else { break };
        let answer = client.get(&path).await?;
        client.accepted(&answer)?;
        worker.store.enqueue(&wishes(request, &answer, of_all)?, now()).await?;
        next = answer.next_page();
    }
    if of_all {
        worker.store.swept(request.installation, now()).await?;
    }
    Ok(Ending::Done)
}

fn wishes(request: &JobRequest, answer: &Answer, of_all: bool) -> Result<Vec<JobRequest>, Ending> {
    let wish = |repository_id, repository: &str, kind| JobRequest {
        installation: request.installation,
        repository_id,
        repository: repository.to_owned(),
        kind,
        payload: json!({}),
        // Whatever a delivery says is newer.
        sent_at: 0,
    };
    Ok(if of_all {
        let page: Page = answer.json()?;
        let all = page.repositories.iter();
        all.map(|one| wish(one.id, &one.full_name, JobKind::Sweep)).collect()
    } else {
        let pulls: Vec<Pull> = answer.json()?;
        let review = |pull: &Pull| JobKind::Review { pull: pull.number };
        let (id, name) = (request.repository_id, &request.repository);
        pulls.iter().map(|pull| wish(id, name, review(pull))).collect()
    })
}
