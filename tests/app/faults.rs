//! From a delivery to the review through the built server, with all that can go wrong between it and
//! GitHub: each pull request gets its review and its check run once.

use std::time::Duration;

use github_stand_in::{Fault, Level, On};

use crate::reviews::{deliver, working};
use crate::server::World;

const PATIENCE: Duration = Duration::from_secs(120);
const REVIEW: On = On::Path("POST", "/reviews");
const CHECK: On = On::Path("POST", "/check-runs");
const TOKEN: On = On::Path("POST", "/access_tokens");
/// What GitHub works on a request at most, as the server is told.
const LIMIT: Duration = Duration::from_millis(400);

/// With each fault on its own, all is reviewed once; and a delivery later says nothing again.
#[track_caller]
fn survives(faults: impl IntoIterator<Item = (&'static str, Fault)>) {
    for (name, fault) in faults {
        let world = World::new();
        let server = working(&world);
        let pull = world.pull();
        world.github.inject(fault);
        deliver(&world, &server, &pull.event("opened"), "guid-1");
        server.until_all_is_done(PATIENCE);
        world.github.heal();
        eprintln!("{name}");
        server.assert_reviewed_once(&pull);
        deliver(&world, &server, &pull.event("reopened"), "guid-2");
        server.until_all_is_done(PATIENCE);
        server.assert_reviewed_once(&pull);
    }
}

#[test]
fn latency() {
    let slow = Fault::latency(Duration::from_millis(250));
    survives([("latency", slow)]);
}

#[test]
fn errors_of_github_itself() {
    survives([
        ("reads", Fault::status(502).on(On::Reads).times(2)),
        ("token", Fault::status(500).on(TOKEN)),
        ("review", Fault::status(503).on(REVIEW)),
        ("check", Fault::status(502).on(CHECK)),
    ]);
}

#[test]
fn errors_after_the_work_was_done() {
    survives([
        ("review", Fault::status_after(502).on(REVIEW)),
        ("check", Fault::status_after(500).on(CHECK)),
    ]);
}

#[test]
fn answers_that_are_dropped_before_the_work() {
    survives([
        ("reads", Fault::dropped().on(On::Reads).times(2)),
        ("review", Fault::dropped().on(REVIEW)),
        ("check", Fault::dropped().on(CHECK)),
    ]);
}

#[test]
fn answers_that_are_dropped_after_the_work() {
    survives([
        ("token", Fault::dropped_after().on(TOKEN)),
        ("review", Fault::dropped_after().on(REVIEW)),
        ("check", Fault::dropped_after().on(CHECK)),
    ]);
}

#[test]
fn writes_that_come_late() {
    survives([
        ("review", Fault::finished_late(LIMIT / 2).on(REVIEW)),
        ("check", Fault::finished_late(LIMIT / 2).on(CHECK)),
    ]);
}

#[test]
fn the_limit_of_the_hour() {
    survives([
        ("reads", Fault::primary_limit(403, 1).on(On::Reads)),
        ("writes", Fault::primary_limit(429, 1).on(REVIEW)),
        // Longer than is waited for within a try.
        ("long", Fault::primary_limit(403, 5).on(On::Reads)),
    ]);
}

#[test]
fn the_secondary_limit_with_retry_after() {
    survives([
        ("403", Fault::secondary_limit(403, Some(1)).on(On::Reads)),
        ("429", Fault::secondary_limit(429, Some(1)).on(REVIEW)),
        ("check", Fault::secondary_limit(403, Some(1)).on(CHECK)),
        ("long", Fault::secondary_limit(403, Some(5)).on(REVIEW)),
    ]);
}

#[test]
fn a_limit_that_is_told_with_status_200() {
    survives([
        ("short", Fault::graphql_limit_for(1)),
        ("long", Fault::graphql_limit_for(5).after(1)),
    ]);
}

#[test]
fn a_head_that_moves_meanwhile() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let moving = pull.clone();
    world.github.inject(
        Fault::first("push", move || {
            moving.push(&[("model.py", "print(2)\n")], "Work on");
        })
        .on(On::Graphql)
        .after(1),
    );
    let before = pull.head();
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    server.until_all_is_done(PATIENCE);
    assert_ne!(pull.head(), before);
    deliver(&world, &server, &pull.synchronized(&before), "guid-2");
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
}

#[test]
fn a_permission_that_is_lost_meanwhile() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let granted = crate::server::permissions(Level::Read);
    // Nothing but reading is left: neither a review nor a check can be written.
    let app = world.app.clone();
    let installation = world.installation;
    world.github.inject(
        Fault::first("lost", move || {
            app.accept(installation, &[("contents", Level::Read), ("metadata", Level::Read)]);
        })
        .on(TOKEN),
    );
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    server.wait_for("the end of it", |log| log.contains("given up").then_some(()));
    assert!(server.log().contains("pull_requests: write"), "{}", server.log());
    assert!(pull.reviews().is_empty() && pull.checks().is_empty());
    // It is given back: GitHub tells so, and what is open is looked at.
    world.app.accept(installation, &granted);
    let told = world.app.installation_event(installation, "new_permissions_accepted");
    deliver(&world, &server, &told, "guid-2");
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
}

#[test]
fn a_mark_that_somebody_forged() {
    let world = World::new();
    let server = working(&world);
    let first = world.pull();
    deliver(&world, &server, &first.event("opened"), "guid-1");
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&first);
    let (review, comment) = (first.reviews()[0].clone(), first.comments()[0].clone());
    // On another pull request a stranger says all that cardbot would, before it can.
    let pull = world.pull_of("mallory");
    pull.review("mallory", &review.body);
    pull.comment("mallory", &comment.body);
    deliver(&world, &server, &pull.event("opened"), "guid-2");
    server.until_all_is_done(PATIENCE);
    let ours = pull.reviews().into_iter().filter(|review| review.author != "mallory").count();
    let on_lines = pull.comments().into_iter().filter(|one| one.author != "mallory").count();
    assert_eq!((ours, on_lines), (1, 1), "{:#?}", pull.reviews());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"));
}

#[test]
fn the_faults_of_one_repository_hold_up_no_other() {
    let world = World::new();
    let other = world.github.repository("second/model");
    other.commit("main", &[("README.md", "---\nlicense: mit\n---\n# Model\n")], "Begin");
    world.app.install(&[&other]);
    let server = working(&world);
    // All of the first installation waits for a limit; the second goes on.
    world.github.inject(Fault::secondary_limit(403, Some(60)).on(REVIEW));
    let first = world.pull();
    deliver(&world, &server, &first.event("opened"), "guid-1");
    server.wait_for("the limit", |log| log.contains("to be tried again").then_some(()));
    other.branch("work", "main");
    other.commit("work", &[("README.md", "---\nlicense: Apache 2.0\n---\n# Model\n")], "Worse");
    let pull = other.open("work", "main");
    deliver(&world, &server, &pull.event("opened"), "guid-2");
    let begun = std::time::Instant::now();
    while pull.checks().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "{}", server.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(pull.reviews().len(), 1);
    assert!(first.reviews().is_empty());
}
