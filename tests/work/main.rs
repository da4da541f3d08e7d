//! The App's worker in this process, against the stand-in for GitHub: each pull request gets its
//! review and its check run once, whatever goes wrong on the way.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use std::time::Duration;

use cardbot::app::shutdown::{self, Phase};
use cardbot::app::store::{JobKind, JobRequest, Store};
use cardbot::app::work::{Settings, Worker};
use cardbot::github::{App, AppAccess, Host, Pace};
use github_stand_in::{AppHandle, Fault, Level, On, PullRequest, Repo, StandIn};
use serde_json::json;

const GOOD: &str =
    "---\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nText.\n";
const BAD: &str =
    "---\nlicense: Apache 2.0\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nText.\n";
const LIMIT: Duration = Duration::from_millis(300);

struct World {
    github: StandIn,
    app: AppHandle,
    repo: Repo,
    installation: i64,
}

impl World {
    fn new() -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD), ("model.py", "print(1)\n")], "Begin");
        let app = github.app(
            "cardbot",
            &[("contents", Level::Read), ("pull_requests", Level::Write), ("checks", Level::Write)],
        );
        let installation = i64::try_from(app.install(&[&repo])).unwrap();
        Self { github, app, repo, installation }
    }

    fn pull(&self, files: &[(&str, &str)]) -> PullRequest {
        let fork = self.repo.fork("author");
        fork.commit("work", files, "Change");
        self.repo.open_from_fork(&fork, "work", "main")
    }

    fn access(&self) -> AppAccess {
        let variables = self.github.environment();
        let env = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let host = Host::new(&Host::of_environment(&env).unwrap(), &env).unwrap();
        let app = App::new(&self.app.id().to_string(), &self.app.private_key()).unwrap();
        let pace = Pace { request_limit: LIMIT, patience: Duration::from_secs(2) };
        AppAccess::new(app, &host, pace)
    }

    fn wish(&self, kind: JobKind) -> JobRequest {
        JobRequest {
            installation: self.installation,
            repository_id: i64::try_from(self.repo.number()).unwrap(),
            repository: "org/model".to_owned(),
            kind,
            payload: json!({}),
            sent_at: 1,
        }
    }

    /// Works until nothing waits or runs.
    fn work(&self, jobs: &[JobRequest]) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let store = Store::open("sqlite::memory:").await.unwrap();
            store.enqueue(jobs, 1).await.unwrap();
            let settings = Settings {
                spacing: Duration::from_millis(5),
                poll: Duration::from_millis(10),
                ..Settings::default()
            };
            let worker = Worker::new(store.clone(), self.access(), settings);
            let (ender, life) = shutdown::life();
            let working = tokio::spawn(async move { worker.run(life).await });
            for _ in 0..3_000 {
                let counts = store.counts().await.unwrap();
                if counts.waiting == 0 && counts.running == 0 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert!(store.dead_jobs(9).await.unwrap().is_empty());
            ender.tell(Phase::Ending);
            working.await.unwrap();
        });
    }
}

/// One review with one comment, and one check run that fails.
#[track_caller]
fn assert_once(name: &str, pull: &PullRequest) {
    assert_eq!(pull.reviews().len(), 1, "{name}: {:#?}", pull.reviews());
    assert_eq!(pull.comments().len(), 1, "{name}: {:#?}", pull.comments());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{name}: {checks:#?}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"), "{name}");
    assert!(checks[0].annotations.is_empty(), "{name}: it stands on the line: {checks:#?}");
}

#[test]
fn a_pull_request_gets_its_review_and_its_check_once() {
    let posts = |end| On::Path("POST", end);
    let faults: [(&str, Option<Fault>); 7] = [
        ("none", None),
        ("the review is dropped after", Some(Fault::dropped_after().on(posts("/reviews")))),
        ("the review comes late", Some(Fault::finished_late(LIMIT / 2).on(posts("/reviews")))),
        ("the check is dropped after", Some(Fault::dropped_after().on(posts("/check-runs")))),
        ("the check is refused", Some(Fault::status(502).on(posts("/check-runs")))),
        ("the token is dropped", Some(Fault::dropped_after().on(posts("/access_tokens")))),
        ("a limit", Some(Fault::secondary_limit(403, Some(1)).on(On::Reads).after(1))),
    ];
    for (name, fault) in faults {
        let world = World::new();
        let pull = world.pull(&[("README.md", BAD)]);
        if let Some(fault) = fault {
            world.github.inject(fault);
        }
        let job = world.wish(JobKind::Review { pull: pull.number() });
        world.work(std::slice::from_ref(&job));
        assert_once(name, &pull);
        // A worker that knows of nothing says nothing again.
        world.work(std::slice::from_ref(&job));
        assert_once(name, &pull);
    }
}

#[test]
fn a_pull_request_without_a_card_is_concluded_too() {
    let world = World::new();
    let pull = world.pull(&[("model.py", "print(2)\n")]);
    world.work(&[world.wish(JobKind::Review { pull: pull.number() })]);
    assert!(pull.reviews().is_empty());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1);
    assert_eq!(checks[0].conclusion.as_deref(), Some("success"));
}

#[test]
fn a_wrong_clock_is_learnt() {
    let world = World::new();
    world.github.set_clock_ahead(-900);
    let pull = world.pull(&[("README.md", BAD)]);
    world.work(&[world.wish(JobKind::Review { pull: pull.number() })]);
    assert_once("clock", &pull);
}

#[test]
fn a_sweep_looks_at_all_that_is_open() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let sweep = JobRequest { repository_id: 0, ..world.wish(JobKind::Sweep) };
    world.work(&[sweep]);
    assert_once("sweep", &pull);
}
