//! Installations that do not grant all, are suspended, or go.

use cardbot::app::store::{InstallationState, JobKind, JobRequest};
use github_stand_in::{Fault, Level, On};

use crate::world::{BAD, Bench, NEEDED, World, assert_once};

#[test]
fn without_the_permission_for_checks_the_review_is_posted_and_the_lack_told_once() {
    let world = World::new();
    world.app.accept(world.number(), &NEEDED[..2]);
    let bench = Bench::new();
    let pulls = [1, 2].map(|n| world.pull_of(&format!("author{n}"), &[("README.md", BAD)]));
    bench.enqueue(&[world.review(&pulls[0]), world.review(&pulls[1])]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    for pull in &pulls {
        assert_eq!((pull.reviews().len(), pull.checks().len()), (1, 0));
    }
    assert_eq!(bench.metric("cardbot_reviews_without_check_total"), 2);
    // A check without a pull request is then nobody's.
    bench.enqueue(&[world.wish(JobKind::NoPull { head: pulls[0].head() })]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    // Once it is granted, the check is there with the next look.
    world.app.accept(world.number(), &NEEDED);
    bench.enqueue(&[world.review(&pulls[0])]);
    bench.work(&world);
    assert_once("granted", &pulls[0]);
}

#[test]
fn a_permission_that_is_lost_between_token_and_check_loses_no_review() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    world.github.inject(Fault::status(403).on(On::Path("POST", "/check-runs")).always());
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    assert_eq!((pull.reviews().len(), pull.checks().len()), (1, 0));
    assert_eq!(bench.metric("cardbot_reviews_without_check_total"), 1);
}

#[test]
fn without_the_permission_for_reviews_the_check_tells_all() {
    let world = World::new();
    let mut granted = NEEDED;
    granted[1].1 = Level::Read;
    world.app.accept(world.number(), &granted);
    let pull = world.pull(&[("README.md", BAD)]);
    world.work(&[world.review(&pull)]);
    assert!(pull.reviews().is_empty());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    assert_eq!(checks[0].annotations.len(), 2, "licence and its change: {checks:#?}");
}

#[test]
fn without_any_permission_the_work_is_given_up_with_the_names_of_what_lacks() {
    let world = World::new();
    world.app.accept(world.number(), &[("contents", Level::Read)]);
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    bench.enqueue(&[world.review(&pull)]);
    bench.work(&world);
    let dead = bench.dead();
    assert_eq!(dead.len(), 1);
    assert!(dead[0].reason.contains("pull_requests: write"), "{dead:#?}");
}

/// All kinds of jobs of the installation.
fn all_kinds(world: &World) -> Vec<JobRequest> {
    let pull = world.pull(&[("README.md", BAD)]);
    let ask = JobKind::Ask { pull: pull.number(), id: "1".to_owned() };
    let mut ask = world.wish(ask);
    ask.payload = serde_json::json!({"comment": 1, "body": "/cardbot review", "by": "author"});
    vec![
        world.review(&pull),
        world.wish(JobKind::NoPull { head: pull.head() }),
        world.wish(JobKind::Sweep),
        JobRequest { repository_id: 0, ..world.wish(JobKind::Sweep) },
        ask,
    ]
}

#[test]
fn the_work_of_an_installation_that_is_suspended_or_gone_is_dropped_quietly() {
    for (name, state) in [("suspended", Some(InstallationState::Suspended)), ("gone", None)] {
        let world = World::new();
        let mut jobs = all_kinds(&world);
        if state.is_none() {
            for job in &mut jobs {
                job.installation += 7;
            }
        } else {
            world.app.suspend(world.number(), true);
        }
        for job in jobs {
            let bench = Bench::new();
            bench.enqueue(std::slice::from_ref(&job));
            bench.work(&world);
            assert_eq!(bench.dead(), [], "{name}: {:?}", job.kind);
            assert_eq!(bench.metric("cardbot_tries_total{outcome=\"dropped\"}"), 1, "{name}");
            let known = bench.block_on(bench.store.installations()).unwrap();
            assert_eq!(known.first().map(|one| one.state), state, "{name}");
        }
    }
}

#[test]
fn the_work_for_a_repository_that_was_taken_away_is_dropped_quietly() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    bench.enqueue(&[JobRequest { repository_id: 1, ..world.review(&pull) }]);
    bench.work(&world);
    assert_eq!(bench.dead(), []);
    assert_eq!(bench.metric("cardbot_tries_total{outcome=\"dropped\"}"), 1);
    let known = bench.block_on(bench.store.installations()).unwrap();
    assert_eq!(known[0].state, InstallationState::Active);
}

#[test]
fn an_installation_is_looked_at_whatever_its_events_said() {
    let world = World::new();
    let bench = Bench::new();
    let look = JobRequest { repository_id: 0, ..world.wish(JobKind::Installation) };
    let mut states = vec![];
    for suspended in [false, true, false] {
        world.app.suspend(world.number(), suspended);
        bench.enqueue(std::slice::from_ref(&look));
        bench.work(&world);
        let known = bench.block_on(bench.store.installations()).unwrap();
        states.push((known[0].account.clone(), known[0].state));
    }
    let told = |state| (Some("org".to_owned()), state);
    let (active, suspended) = (InstallationState::Active, InstallationState::Suspended);
    assert_eq!(states, [told(active), told(suspended), told(active)]);
}
