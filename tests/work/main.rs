//! The App's worker in this process, against the stand-in for GitHub: each pull request gets its
//! review and its check run once, whatever goes wrong on the way.
#![cfg(all(feature = "app", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

mod checks;
#[path = "../store/databases.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod databases;
mod given_up;
mod installations;
mod pacing;
mod recovery;
mod tokens;
mod world;

use cardbot::app::store::{JobKind, JobRequest};
use github_stand_in::{Fault, On};

use world::{BAD, LIMIT, World, assert_once};

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
fn a_sweep_looks_at_all_that_is_open() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    let sweep = JobRequest { repository_id: 0, ..world.wish(JobKind::Sweep) };
    world.work(&[sweep]);
    assert_once("sweep", &pull);
}
