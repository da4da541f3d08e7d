//! What the App asks GitHub for, and how it says who it is.

use cardbot::app::store::JobKind;
use github_stand_in::{Fault, Level, On, Received};
use serde_json::json;

use crate::world::{BAD, Bench, GOOD, World, assert_once};

/// The requests for tokens.
fn asked(world: &World) -> Vec<Received> {
    let all = world.github.requests().into_iter();
    all.filter(|one| one.path.ends_with("/access_tokens")).collect()
}

#[test]
fn a_token_is_for_one_repository_and_what_a_review_needs_and_is_kept() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let bench = Bench::new();
    let other = world.pull_of("other", &[("README.md", BAD)]);
    bench.enqueue(&[world.review(&pull), world.review(&other)]);
    bench.work(&world);
    assert_once("first", &pull);
    // What is left of the hour is noted for whoever looks after it.
    let known = bench.block_on(bench.store.installations()).unwrap();
    let left = known[0].remaining.unwrap();
    assert!((4_900..5_000).contains(&left), "{known:#?}");
    let asked = asked(&world);
    assert_eq!(asked.len(), 1, "{asked:#?}");
    let wanted = json!({
        "repository_ids": [world.repo.number()],
        "permissions": {"contents": "read", "pull_requests": "write", "checks": "write"},
    });
    assert_eq!(asked[0].body, wanted);
}

#[test]
fn a_token_that_github_no_longer_takes_is_asked_for_anew() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    world.github.inject(Fault::status(401).on(On::Graphql));
    world.work(&[world.review(&pull)]);
    assert_once("revoked", &pull);
    assert_eq!(asked(&world).len(), 2);
}

#[test]
fn a_clock_that_is_off_a_little_does_no_harm_and_one_that_is_off_more_is_learnt() {
    // How far GitHub's clock is ahead, and how often it did not believe us.
    for (ahead, refused) in [(-50, 0), (0, 0), (400, 0), (-900, 1), (900, 1)] {
        let world = World::new();
        world.github.set_clock_ahead(ahead);
        let pull = world.pull(&[("README.md", BAD)]);
        world.work(&[world.review(&pull)]);
        assert_once("clock", &pull);
        let all = world.github.requests();
        let unbelieved = all.iter().filter(|one| one.status == Some(401)).count();
        // One more where reading told the time.
        assert!(
            unbelieved <= refused * 2 && (unbelieved > 0) == (refused > 0),
            "{ahead}: {unbelieved}"
        );
    }
}

/// GitHub takes nothing off the hourly limit where it says "not modified".
#[test]
fn what_has_not_changed_is_not_sent_again() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let mut bench = Bench::new();
    bench.access = Some(world.access());
    for wish in [world.review(&pull), world.wish(JobKind::Recheck { pull: pull.number() })] {
        bench.enqueue(&[wish]);
        bench.work(&world);
    }
    let all = world.github.requests();
    let compared: Vec<&Received> =
        all.iter().filter(|one| one.path.contains("/compare/")).collect();
    let told: Vec<Option<u16>> = compared.iter().map(|one| one.status).collect();
    assert_eq!(told, [Some(200), Some(304)]);
    assert!(compared[1].headers.iter().any(|(name, _)| name == "if-none-match"));
    // The second one is judged by what the first one told.
    assert_eq!(pull.reviews().len(), 1);
    let checks = pull.checks();
    assert_eq!(checks.len(), 2, "{checks:#?}");
    assert!(checks.iter().all(|check| check.conclusion.as_deref() == Some("failure")));
}

#[test]
fn threads_are_resolved_where_the_operator_wishes_it_and_the_installation_grants_it() {
    for (level, resolved) in [(Level::Write, true), (Level::Read, false)] {
        let world = World::granting(&[
            ("contents", level),
            ("pull_requests", Level::Write),
            ("checks", Level::Write),
        ]);
        let pull = world.pull(&[("README.md", BAD)]);
        let mut bench = Bench::new();
        bench.settings.resolve_threads = true;
        bench.enqueue(&[world.review(&pull)]);
        bench.work(&world);
        pull.reply(pull.comments()[0].number, "author", "Thanks.");
        pull.push(&[("README.md", GOOD)], "Fix");
        bench.enqueue(&[world.review(&pull)]);
        bench.work(&world);
        let comment = &pull.comments()[0];
        assert_eq!((comment.resolved, comment.minimized.is_some()), (resolved, true));
        assert_eq!(bench.dead(), []);
    }
}
