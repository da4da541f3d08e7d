//! From a delivery to the review, in the built program.

use std::time::Duration;

use github_stand_in::Event;

use crate::server::{Server, World};
use crate::web;

const PATIENCE: Duration = Duration::from_secs(120);

/// Serves and works.
pub(crate) fn working(world: &World) -> Server {
    let mut command = world.command(&["serve"]);
    Server::start(command.env("CARDBOT_WORKERS", "4"))
}

/// Delivers an event, which is taken.
#[track_caller]
pub(crate) fn deliver(world: &World, server: &Server, event: &Event, guid: &str) {
    let signed = world.app.signed(event, guid);
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
}

#[test]
fn a_delivery_becomes_a_review_and_a_check() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
    // Ten quick pushes that change nothing in the card post nothing more.
    for n in 0..10 {
        let before = pull.head();
        pull.push(&[("model.py", format!("print({n})\n"))], "Work on");
        deliver(&world, &server, &pull.synchronized(&before), &format!("push-{n}"));
    }
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
    assert!(server.log().contains("guid-1"), "{}", server.log());
}

#[test]
fn a_change_without_a_card_is_concluded_with_one_line() {
    let world = World::new();
    let server = working(&world);
    let fork = world.repo.fork("author");
    fork.commit("work", &[("model.py", "print(2)\n")], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    server.until_all_is_done(PATIENCE);
    assert!(pull.reviews().is_empty());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    assert_eq!(
        (checks[0].status.as_str(), checks[0].conclusion.as_deref()),
        ("completed", Some("success"))
    );
    assert_eq!(checks[0].summary.trim().lines().count(), 1, "{checks:#?}");
}
