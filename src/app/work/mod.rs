//! Works on the jobs of the store: so many at once, each under a lease that a heartbeat keeps, and
//! each until it is done, to be tried again, or given up with a reason.

mod ask;
mod ending;
mod gate;
mod review;
mod sweep;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tracing::Instrument as _;

use self::ending::Ending;
use super::shutdown::{Phase, Shutdown};
use super::store::{ClaimLimits, Job, JobKind, Settled, Store, StoreTrouble};
use super::{millis, now};
use crate::github::{AppAccess, run_id};
use crate::output::RulePages;

/// How work is done.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// So many jobs at once.
    pub at_once: usize,
    /// So many jobs of one installation at once, over all replicas.
    pub per_installation: u32,
    /// Who is not heard of for so long has lost its jobs.
    pub lease: Duration,
    /// A job that fails so often is given up.
    pub attempts: u32,
    /// The time between two writes to one repository.
    pub spacing: Duration,
    /// How often it is looked for work where nobody calls.
    pub poll: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            at_once: 4,
            per_installation: 2,
            lease: Duration::from_mins(1),
            attempts: 8,
            spacing: Duration::from_secs(1),
            poll: Duration::from_millis(500),
        }
    }
}

/// A worker of one process.
#[derive(Debug, Clone)]
pub struct Worker {
    store: Store,
    access: AppAccess,
    settings: Settings,
    /// Where rules are explained.
    pages: RulePages,
    /// Its name among all workers.
    name: Arc<str>,
}

impl Worker {
    /// A worker with a name that no other has.
    #[must_use]
    pub fn new(store: Store, access: AppAccess, settings: Settings) -> Self {
        Self { store, access, settings, pages: RulePages::default(), name: run_id().into() }
    }

    /// The same, with links to these pages in what it posts.
    #[must_use]
    pub fn with_rule_pages(self, pages: RulePages) -> Self {
        Self { pages, ..self }
    }

    /// Works until the App ends; what has begun then is finished, or at the last handed back.
    pub async fn run(&self, mut life: Shutdown) {
        let mut running: JoinSet<()> = JoinSet::new();
        while life.phase() < Phase::Ending {
            while running.try_join_next().is_some() {}
            let claimed = if running.len() < self.settings.at_once {
                self.claim().await.unwrap_or_else(|trouble| {
                    tracing::warn!(%trouble, "no work can be had");
                    None
                })
            } else {
                None
            };
            if let Some(job) = claimed {
                let (worker, life) = (self.clone(), life.clone());
                let span = tracing::info_span!("job", job = job.id, delivery = job.delivery);
                running.spawn(async move { worker.work(job, life).await }.instrument(span));
                continue;
            }
            tokio::select! {
                () = life.ending() => {}
                _ = running.join_next(), if !running.is_empty() => {}
                () = tokio::time::sleep(self.settings.poll) => {}
            }
        }
        while running.join_next().await.is_some() {}
    }

    async fn claim(&self) -> Result<Option<Job>, StoreTrouble> {
        let limits =
            ClaimLimits { per_installation: self.settings.per_installation, per_repository: 1 };
        self.store.claim(&self.name, now(), millis(self.settings.lease), &limits).await
    }

    /// Works on one job and settles it.
    async fn work(&self, job: Job, mut life: Shutdown) {
        let (worker, own) = (self.clone(), job.clone());
        let mut doing = JoinSet::new();
        // In a task of its own, so that a panic ends nothing but this try.
        doing.spawn(async move { worker.carry_out(&own).await }.in_current_span());
        let ending = tokio::select! {
            done = doing.join_next() => match done {
                Some(Ok(ending)) => ending,
                _ => Ending::again("it broke down"),
            },
            () = self.keep(&job) => Ending::Lost,
            () = life.over() => Ending::HandedBack,
        };
        doing.shutdown().await;
        if let Err(trouble) = self.settle(&job, ending).await {
            tracing::warn!(%trouble, "a job could not be settled; it comes back with its lease");
        }
    }

    async fn carry_out(&self, job: &Job) -> Ending {
        let done = match &job.request.kind {
            JobKind::Review { pull } => {
                review::pull_request(self, job, *pull, false, &[]).await.map(|_| Ending::Done)
            }
            JobKind::Recheck { pull } => {
                review::pull_request(self, job, *pull, true, &[]).await.map(|_| Ending::Done)
            }
            JobKind::NoPull { head } => review::no_pull(self, job, head).await,
            JobKind::Ask { pull, id } => ask::ask(self, job, *pull, id).await,
            JobKind::Sweep => sweep::sweep(self, job).await,
        };
        done.unwrap_or_else(|ending| ending)
    }

    /// Keeps the lease of a job; returns when it is lost.
    async fn keep(&self, job: &Job) {
        let lease = self.settings.lease;
        loop {
            tokio::time::sleep(lease / 3).await;
            let beat = self.store.heartbeat(&[job.id], &self.name, now(), millis(lease)).await;
            match beat {
                Ok(lost) if lost.is_empty() => {}
                Ok(_) => return,
                Err(trouble) => tracing::warn!(%trouble, "a lease could not be renewed"),
            }
        }
    }

    async fn settle(&self, job: &Job, ending: Ending) -> Result<(), StoreTrouble> {
        let at = now();
        let settled = match ending {
            Ending::Done => self.store.finish(job, at).await?,
            Ending::Lost => return Ok(()),
            Ending::HandedBack => self.store.hand_back(job, at).await?,
            Ending::Dead(reason) => {
                tracing::error!(reason, "given up");
                self.store.dead(job, &reason, at).await?
            }
            Ending::Again { reason, .. } if job.attempt >= self.settings.attempts => {
                tracing::error!(reason, attempts = job.attempt, "given up");
                self.store.dead(job, &reason, at).await?
            }
            Ending::Again { reason, limited } => {
                let wait = limited.unwrap_or_else(|| ending::backoff(job.attempt));
                let until = at + millis(wait);
                if limited.is_some() {
                    // Others of this installation would only be refused, too.
                    self.store.pause(job.request.installation, until).await?;
                }
                tracing::warn!(reason, seconds = wait.as_secs(), "to be tried again");
                self.store.retry(job, until, &reason, at).await?
            }
        };
        if settled == Settled::Lost {
            tracing::warn!("the lease was lost before the job was settled");
        }
        Ok(())
    }
}
