//! What the App asks GitHub for, and how it says who it is.

use github_stand_in::{Fault, On, Received};
use serde_json::json;

use crate::world::{BAD, Bench, World, assert_once};

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
