//! A GitHub with one repository, an App on it, and its worker in this process.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use cardbot::app::metrics::Metrics;
use cardbot::app::shutdown::{self, Phase};
use cardbot::app::store::{DeadJob, JobKind, JobRequest, Store};
use cardbot::app::work::{Settings, Worker};
use cardbot::github::{App, AppAccess, Host, Pace};
use github_stand_in::{AppHandle, Level, PullRequest, Repo, StandIn};
use serde_json::json;

pub(crate) const GOOD: &str =
    "---\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nText.\n";
pub(crate) const BAD: &str =
    "---\nlicense: Apache 2.0\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nText.\n";
pub(crate) const LIMIT: Duration = Duration::from_millis(300);

/// What a review with a check run needs.
pub(crate) const NEEDED: [(&str, Level); 3] =
    [("contents", Level::Read), ("pull_requests", Level::Write), ("checks", Level::Write)];

pub(crate) struct World {
    pub(crate) github: StandIn,
    pub(crate) app: AppHandle,
    pub(crate) repo: Repo,
    pub(crate) installation: i64,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::granting(&NEEDED)
    }

    /// The same with an App that is granted these permissions.
    pub(crate) fn granting(permissions: &[(&str, Level)]) -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD), ("model.py", "print(1)\n")], "Begin");
        let app = github.app("cardbot", permissions);
        let installation = i64::try_from(app.install(&[&repo])).unwrap();
        Self { github, app, repo, installation }
    }

    /// The number of the installation as GitHub counts.
    pub(crate) fn number(&self) -> u64 {
        u64::try_from(self.installation).unwrap()
    }

    pub(crate) fn pull(&self, files: &[(&str, &str)]) -> PullRequest {
        self.pull_of("author", files)
    }

    pub(crate) fn pull_of(&self, author: &str, files: &[(&str, &str)]) -> PullRequest {
        let fork = self.repo.fork(author);
        fork.commit("work", files, "Change");
        self.repo.open_from_fork(&fork, "work", "main")
    }

    pub(crate) fn access(&self) -> AppAccess {
        let variables = self.github.environment();
        let env = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let host = Host::new(&Host::of_environment(&env).unwrap(), &env).unwrap();
        let app = App::new(&self.app.id().to_string(), &self.app.private_key()).unwrap();
        let pace = Pace { request_limit: LIMIT, patience: Duration::from_secs(2) };
        AppAccess::new(app, &host, pace)
    }

    pub(crate) fn wish(&self, kind: JobKind) -> JobRequest {
        JobRequest {
            installation: self.installation,
            repository_id: i64::try_from(self.repo.number()).unwrap(),
            repository: "org/model".to_owned(),
            kind,
            payload: json!({}),
            sent_at: 1,
        }
    }

    /// The wish for a review.
    pub(crate) fn review(&self, pull: &PullRequest) -> JobRequest {
        self.wish(JobKind::Review { pull: pull.number() })
    }

    /// Works on jobs until nothing waits or runs; none may be given up.
    pub(crate) fn work(&self, jobs: &[JobRequest]) {
        self.work_in(&Bench::new(), jobs);
    }

    /// The same with what a store has kept.
    pub(crate) fn work_in(&self, bench: &Bench, jobs: &[JobRequest]) {
        bench.enqueue(jobs);
        bench.work(self);
        assert_eq!(bench.dead(), []);
    }
}

/// A store and what is counted, over several lives of a worker.
pub(crate) struct Bench {
    runtime: tokio::runtime::Runtime,
    pub(crate) store: Store,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) settings: Settings,
    /// The way to GitHub, where several lives share one.
    pub(crate) access: Option<AppAccess>,
    most_running: Cell<i64>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = runtime.block_on(Store::open("sqlite::memory:")).unwrap();
        let settings = Settings {
            spacing: Duration::from_millis(5),
            poll: Duration::from_millis(10),
            ..Settings::default()
        };
        Self {
            runtime,
            store,
            metrics: Arc::default(),
            settings,
            access: None,
            most_running: Cell::new(0),
        }
    }

    pub(crate) fn block_on<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    pub(crate) fn enqueue(&self, jobs: &[JobRequest]) {
        self.block_on(self.store.enqueue(jobs, 1)).unwrap();
    }

    /// Works until nothing waits or runs.
    pub(crate) fn work(&self, world: &World) {
        self.work_until(world, "the end", || false);
    }

    /// Works until nothing waits or runs, or something is so.
    pub(crate) fn work_until(&self, world: &World, what: &str, is_so: impl Fn() -> bool) {
        self.block_on(async {
            let metrics = Arc::clone(&self.metrics);
            let access = self.access.clone().unwrap_or_else(|| world.access());
            let worker =
                Worker::new(self.store.clone(), access, self.settings).with_metrics(metrics);
            let (ender, life) = shutdown::life();
            let working = tokio::spawn(async move { worker.run(life).await });
            let mut left = 6_000;
            loop {
                let counts = self.store.counts().await.unwrap();
                self.most_running.set(self.most_running.get().max(counts.running));
                if counts.waiting == 0 && counts.running == 0 || is_so() {
                    break;
                }
                left -= 1;
                assert!(left > 0, "it does not come to {what}: {counts:?}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            ender.tell(Phase::Ending);
            working.await.unwrap();
        });
    }

    /// So many jobs were seen to run at once.
    pub(crate) fn most_running(&self) -> i64 {
        self.most_running.get()
    }

    pub(crate) fn dead(&self) -> Vec<DeadJob> {
        self.block_on(self.store.dead_jobs(9)).unwrap()
    }

    /// What a line of the metrics says; 0 where it is not there.
    pub(crate) fn metric(&self, start: &str) -> u64 {
        let text = self.metrics.text();
        let line = text.lines().find(|line| line.starts_with(start));
        line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or_default()
    }
}

/// One review with one comment, and one check run that fails.
#[track_caller]
pub(crate) fn assert_once(name: &str, pull: &PullRequest) {
    assert_eq!(pull.reviews().len(), 1, "{name}: {:#?}", pull.reviews());
    assert_eq!(pull.comments().len(), 1, "{name}: {:#?}", pull.comments());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{name}: {checks:#?}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"), "{name}");
    assert!(checks[0].annotations.is_empty(), "{name}: it stands on the line: {checks:#?}");
}
