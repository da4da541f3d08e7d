//! Works on the jobs of the store: so many at once, each under a lease that a heartbeat keeps, and
//! each until it is done, to be tried again, or given up with a reason.

mod ask;
mod ending;
mod gate;
mod given_up;
mod installation;
mod review;
mod sweep;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use tracing::Instrument as _;

use self::ending::{Ending, Failure, Hope};
use super::metrics::Metrics;
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
    /// Whether the threads of retired comments are resolved.
    pub resolve_threads: bool,
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
            resolve_threads: false,
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
    metrics: Arc<Metrics>,
    /// The installations that were told of as granting no check runs.
    told: Arc<Mutex<HashSet<i64>>>,
}

/// A job that so many workers fell silent over is given up. Whoever is killed with it at random is
/// not hit so often.
const MOST_LOST: u32 = 50;

impl Worker {
    /// A worker with a name that no other has.
    #[must_use]
    pub fn new(store: Store, access: AppAccess, settings: Settings) -> Self {
        Self {
            store,
            access,
            settings,
            pages: RulePages::default(),
            name: run_id().into(),
            metrics: Arc::default(),
            told: Arc::default(),
        }
    }

    /// The same, with links to these pages in what it posts.
    #[must_use]
    pub fn with_rule_pages(self, pages: RulePages) -> Self {
        Self { pages, ..self }
    }

    /// The same, counted here.
    #[must_use]
    pub fn with_metrics(self, metrics: Arc<Metrics>) -> Self {
        Self { metrics, ..self }
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
        let mut ending =
            self.under_lease(&job, &mut life, async move { worker.carry_out(&own).await }).await;
        if let Ending::Failed(failure) = &ending {
            if !matches!(failure.hope, Hope::After(_)) {
                // Perhaps it was the token.
                self.access.forget(job.request.installation);
            }
            if given_up::is_to_be_told(failure, &job, self.settings.attempts) {
                let (worker, own, why) = (self.clone(), job.clone(), failure.clone());
                let told = self.under_lease(&job, &mut life, async move {
                    given_up::tell(&worker, &own, &why).await.unwrap_or_else(|ending| ending)
                });
                ending = given_up::after(failure, told.await, &job, self.settings.attempts);
            }
        }
        if let Err(trouble) = self.settle(&job, ending).await {
            tracing::warn!(%trouble, "a job could not be settled; it comes back with its lease");
        }
    }

    /// Does something for a job for as long as the job is ours.
    async fn under_lease(
        &self,
        job: &Job,
        life: &mut Shutdown,
        what: impl Future<Output = Ending> + Send + 'static,
    ) -> Ending {
        let mut doing = JoinSet::new();
        // In a task of its own, so that a panic ends nothing but this try.
        doing.spawn(what.in_current_span());
        let ending = tokio::select! {
            done = doing.join_next() => match done {
                Some(Ok(ending)) => ending,
                _ => Ending::own("it broke down", Hope::Soon),
            },
            () = self.keep(job) => Ending::Lost,
            () = life.over() => Ending::HandedBack,
        };
        doing.shutdown().await;
        ending
    }

    async fn carry_out(&self, job: &Job) -> Ending {
        if job.lost >= MOST_LOST {
            let times = job.lost;
            let reason = format!("{times} workers fell silent while at it; perhaps it ends them");
            return Ending::own(&reason, Hope::None);
        }
        let done = match &job.request.kind {
            JobKind::Review { pull } => {
                review::pull_request(self, job, *pull, false, &[]).await.map(|_| Ending::Done)
            }
            JobKind::Recheck { pull } => {
                review::pull_request(self, job, *pull, true, &[]).await.map(|_| Ending::Done)
            }
            JobKind::NoPull { head } => review::no_pull(self, job, head).await,
            JobKind::Ask { .. } => ask::ask(self, job).await,
            JobKind::Sweep => sweep::sweep(self, job).await,
            JobKind::Installation => {
                installation::look(self, job.request.installation).await.map(|_| Ending::Done)
            }
        };
        done.unwrap_or_else(|ending| ending)
    }

    /// A review stands without its check run, since the installation does not grant it.
    fn without_check(&self, job: &Job) {
        self.metrics.without_check();
        let installation = job.request.installation;
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(installation) {
            tracing::warn!(
                installation,
                "there are no check runs: the installation does not grant checks: write; its owner \
                 can accept it on the installation's page"
            );
        }
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
            Ending::Done => {
                self.metrics.worked("done");
                self.store.finish(job, at).await?
            }
            Ending::Gone => {
                tracing::info!("dropped: the installation or the repository is gone");
                self.metrics.worked("dropped");
                self.store.finish(job, at).await?
            }
            Ending::Lost => return Ok(()),
            Ending::HandedBack => self.store.hand_back(job, at).await?,
            Ending::Failed(failure) if failure.is_last(job.attempt, self.settings.attempts) => {
                let reason = failure.reason;
                tracing::error!(reason, attempts = job.attempt, "given up");
                self.metrics.worked("given_up");
                self.store.dead(job, &reason, at).await?
            }
            Ending::Failed(Failure { reason, hope, .. }) => {
                self.metrics.worked("again");
                let wait = match hope {
                    Hope::After(wait) => wait,
                    _ => ending::backoff(job.attempt),
                };
                tracing::warn!(reason, seconds = wait.as_secs(), "to be tried again");
                let until = at + millis(wait);
                if matches!(hope, Hope::After(_)) {
                    // Others of this installation would only be refused, too.
                    self.store.pause(job.request.installation, until).await?;
                    self.store.postpone(job, until, &reason, at).await?
                } else {
                    self.store.retry(job, until, &reason, at).await?
                }
            }
        };
        if settled == Settled::Lost {
            tracing::warn!("the lease was lost before the job was settled");
        }
        Ok(())
    }
}
