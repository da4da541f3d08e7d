//! What an installation lets cardbot do, as GitHub says it is now. Its events may come late, in any
//! order or never, so they only say that it is to be looked at.

use std::sync::Arc;

use serde::Deserialize;

use super::Worker;
use super::ending::Ending;
use crate::app::now;
use crate::app::store::{InstallationState, Job};
use crate::github::{Client, Permissions, REVIEW, REVIEW_AND_CHECK, Trouble};

/// What asking for repositories needs; every installation has it.
pub(super) const METADATA: Permissions = &[("metadata", "read")];
/// What a check run of a commit that is known needs.
pub(super) const CHECK: Permissions = &[("checks", "write")];
/// What a review with a check run needs that resolves threads, too.
const REVIEW_CHECK_AND_RESOLVE: Permissions =
    &[("contents", "write"), ("pull_requests", "write"), ("checks", "write")];
/// What a check run without a review needs.
const CHECK_ALONE: Permissions =
    &[("contents", "read"), ("pull_requests", "read"), ("checks", "write")];

#[derive(Deserialize)]
struct Installation {
    account: Option<Account>,
    suspended_at: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    login: String,
}

/// Asks GitHub how an installation is, and notes it. The work of one that is suspended or gone is
/// dropped: a sweep looks at all of it when it comes back.
pub(super) async fn look(worker: &Worker, id: i64) -> Result<InstallationState, Ending> {
    let asked_at = now();
    let answer = worker.access.get(&format!("/app/installations/{id}")).await?;
    let (account, state) = match answer.status {
        200 => {
            let told: Installation = answer.json()?;
            let state = match told.suspended_at {
                Some(_) => InstallationState::Suspended,
                None => InstallationState::Active,
            };
            (told.account, state)
        }
        404 => (None, InstallationState::Removed),
        _ => return Err(answer.refusal().into()),
    };
    let account = account.as_ref().map(|account| account.login.as_str());
    worker.store.installation(id, account, state, asked_at).await?;
    Ok(state)
}

/// A client for the repository of a job, or of its whole installation where it names none; `None`
/// where the installation does not grant these permissions.
///
/// # Errors
/// [`Ending::Gone`] where the installation is suspended or gone, or the repository is not its own any
/// more.
pub(super) async fn client(
    worker: &Worker,
    job: &Job,
    permissions: Permissions,
) -> Result<Option<Arc<Client>>, Ending> {
    let installation = job.request.installation;
    let repository = Some(job.request.repository_id).filter(|id| *id != 0);
    let access = &worker.access;
    match access.client(installation, repository, permissions).await {
        Ok(client) => Ok(Some(client)),
        Err(Trouble::Refused { status: 403 | 404, .. }) => {
            match look(worker, installation).await? {
                InstallationState::Active => Ok(None),
                InstallationState::Suspended | InstallationState::Removed => Err(Ending::Gone),
            }
        }
        // Too much was asked for: permissions, or the repository.
        Err(Trouble::Refused { status: 422, .. }) if permissions != METADATA => {
            match access.client(installation, repository, METADATA).await {
                Ok(_) => Ok(None),
                Err(Trouble::Refused { status: 404 | 422, .. }) => Err(Ending::Gone),
                Err(trouble) => Err(trouble.into()),
            }
        }
        Err(Trouble::Refused { status: 422, .. }) => Err(Ending::Gone),
        Err(trouble) => Err(trouble.into()),
    }
}

/// What an installation lets a review do.
pub(super) struct Granted {
    pub(super) client: Arc<Client>,
    /// Whether it may write check runs.
    pub(super) checks: bool,
    /// Whether it may resolve threads, and is to.
    pub(super) resolves: bool,
}

/// A client for a review. What the installation grants is done.
pub(super) async fn for_review(worker: &Worker, job: &Job) -> Result<Granted, Ending> {
    let ways = [
        (REVIEW_CHECK_AND_RESOLVE, true, true),
        (REVIEW_AND_CHECK, true, false),
        (REVIEW, false, false),
        (CHECK_ALONE, true, false),
    ];
    for (permissions, checks, resolves) in ways {
        if resolves && !worker.settings.resolve_threads {
            continue;
        }
        if let Some(client) = client(worker, job, permissions).await? {
            return Ok(Granted { client, checks, resolves });
        }
    }
    Err(Ending::hopeless(
        "the installation does not grant what a review needs: contents: read, \
         pull_requests: write, checks: write",
    ))
}
