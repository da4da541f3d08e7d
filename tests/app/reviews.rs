//! From a delivery to the review, in the built program.

use std::time::Duration;

use crate::server::{Server, World};
use crate::web;

const PATIENCE: Duration = Duration::from_secs(120);

/// Serves and works.
fn working(world: &World) -> Server {
    let mut command = world.command(&["serve"]);
    Server::start(command.env("CARDBOT_WORKERS", "4"))
}

#[test]
fn a_delivery_becomes_a_review_and_a_check() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let signed = world.app.signed(&pull.event("opened"), "guid-1");
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
    // Ten quick pushes that change nothing in the card post nothing more.
    for n in 0..10 {
        let before = pull.head();
        pull.push(&[("model.py", format!("print({n})\n"))], "Work on");
        let signed = world.app.signed(&pull.synchronized(&before), &format!("push-{n}"));
        assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    }
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
    assert!(server.log().contains("guid-1"), "{}", server.log());
}
