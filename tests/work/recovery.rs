//! After an outage: what was missed is looked for once, by whichever replica.

use std::time::Duration;

use cardbot::app::recover;
use cardbot::app::shutdown::{self, Phase};
use cardbot::app::store::{ClaimLimits, JobKind, JobRequest};

use crate::databases::{delivery, on_each, review};
use crate::world::{BAD, Bench, World};

const LIMITS: ClaimLimits = ClaimLimits { per_installation: 9, per_repository: 9 };

/// Milliseconds since 1970.
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap()
}

#[test]
fn after_a_long_outage_installations_are_swept_once_over_all_replicas() {
    on_each(&async |database| {
        let minutes = |n: i64| now() - n * 60_000;
        for (name, there_at, sweeps) in [
            ("never there before", None, 0),
            ("a short outage", Some(minutes(30)), 0),
            ("a long outage", Some(minutes(90)), 1),
        ] {
            let world = World::new();
            let stores = [database.open().await, database.open().await, database.open().await];
            // Installation 1 is known by a delivery, and its work is done.
            stores[0].record(&delivery(name, 0), &[review(1, 10, 7, 0)], 0).await.unwrap();
            let job = stores[0].claim("w", 1, 60_000, &LIMITS).await.unwrap().unwrap();
            stores[0].finish(&job, 2).await.unwrap();
            if let Some(at) = there_at {
                stores[0].set_note("there_at", &at.to_string()).await.unwrap();
            }
            let (ender, life) = shutdown::life();
            let every = Duration::from_millis(40);
            let mut looking = tokio::task::JoinSet::new();
            for store in &stores {
                looking.spawn(recover::run(store.clone(), world.access(), every, life.clone()));
            }
            tokio::time::sleep(Duration::from_millis(600)).await;
            ender.tell(Phase::Ending);
            looking.join_all().await;
            let mut jobs = vec![];
            while let Some(job) = stores[0].claim("w", now(), 60_000, &LIMITS).await.unwrap() {
                jobs.push((job.request.installation, job.request.kind.clone(), job.generation));
                stores[0].finish(&job, now()).await.unwrap();
            }
            assert_eq!(jobs, vec![(1, JobKind::Sweep, 1); sweeps], "{name}");
        }
    });
}

#[test]
fn a_sweep_goes_through_all_pages() {
    let world = World::new();
    // More repositories than a page holds, and the last of them has more pull requests than one.
    let mut repositories = vec![];
    for n in 0..101 {
        let repo = world.github.repository(&format!("many/model-{n}"));
        repo.commit("main", &[("model.py", "print(1)\n")], "Begin");
        repositories.push(repo);
    }
    let all: Vec<_> = repositories.iter().collect();
    let installation = i64::try_from(world.app.install(&all)).unwrap();
    let last = repositories.last().unwrap();
    for n in 0..101 {
        let branch = format!("work-{n}");
        last.branch(&branch, "main");
        last.commit(&branch, &[("model.py", format!("print({n}, 1)\n"))], "Work");
    }
    let mut pulls: Vec<_> = (0..101).map(|n| last.open(&format!("work-{n}"), "main")).collect();
    pulls.push(world.pull(&[("README.md", BAD)]));
    let bench = Bench::new();
    let sweep = JobRequest { installation, repository_id: 0, ..world.wish(JobKind::Sweep) };
    bench.enqueue(&[sweep]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    let other = pulls.pop().unwrap();
    assert!(other.checks().is_empty(), "it is of another installation");
    let without = pulls.iter().filter(|pull| pull.checks().len() != 1).count();
    assert_eq!(without, 0);
}

/// The pages of the list of deliveries that were asked for.
fn pages(world: &World) -> usize {
    let all = world.github.requests();
    all.iter().filter(|one| one.path.ends_with("/app/hook/deliveries")).count()
}

#[test]
fn what_is_too_much_to_be_asked_for_one_by_one_is_found_by_a_sweep() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    // It was looked before, and cardbot knows of the installation.
    let known = r#"{"newest":"2000-01-01T00:00:00Z","before":"2000-01-01T00:00:00Z","lost":{}}"#;
    bench.block_on(bench.store.set_note("recover", known)).unwrap();
    world.work_in(&bench, &[world.wish(JobKind::Installation)]);
    for _ in 0..10_101 {
        world.app.lose(&github_stand_in::Event::new("ping", serde_json::json!({})));
    }
    world.github.forget_requests();
    let look = |times: usize| {
        bench.block_on(async {
            let (ender, life) = shutdown::life();
            let every = Duration::from_millis(1);
            let looking =
                tokio::spawn(recover::run(bench.store.clone(), world.access(), every, life));
            let asked = |requests: &[github_stand_in::Received]| {
                requests.iter().filter(|one| one.path.ends_with("/attempts")).count()
            };
            while asked(&world.github.requests()) < times * 100 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            ender.tell(Phase::Ending);
            looking.await.unwrap();
        });
    };
    look(1);
    // Not all 102 pages.
    assert!((100..=101).contains(&pages(&world)), "{}", pages(&world));
    bench.work(&world);
    crate::world::assert_once("swept", &pull);
    // What could not be kept is swept for once, not with each look.
    look(2);
    assert_eq!(bench.block_on(bench.store.counts()).unwrap().waiting, 0);
}

#[test]
fn nothing_is_looked_up_where_that_is_not_wanted() {
    let world = World::new();
    let bench = Bench::new();
    let (_ender, life) = shutdown::life();
    bench.block_on(recover::run(bench.store.clone(), world.access(), Duration::ZERO, life));
    assert!(world.github.requests().is_empty());
}
