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
