//! Deliveries that failed come back.

use std::time::{Duration, Instant};

use github_stand_in::AppHandle;

use crate::server::{Server, World};

fn until(server: &Server, what: &str, reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no {what}\n{}", server.log());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// So many attempts at a delivery came after the first.
fn redelivered(app: &AppHandle, guid: &str) -> usize {
    app.deliveries().iter().filter(|one| one.guid == guid && one.redelivery).count()
}

#[test]
fn a_lost_delivery_comes_back_once_and_its_pull_request_is_reviewed() {
    let world = World::new();
    let arrived = {
        let _server = world.serve();
        world.app.deliver(&world.pull_of("first").event("opened"))
    };
    assert_eq!(arrived.status, 202);
    let pull = world.pull();
    let lost = world.app.lose(&pull.event("opened"));
    let mut command = world.command(&["serve"]);
    command.env("CARDBOT_WORKERS", "1").env("CARDBOT_RECOVER_EVERY", "0.2");
    // The stand-in delivers to where the server listens, which is only known when it does; until
    // then an attempt fails like the first.
    let server = Server::start(&mut command);
    world.app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
    until(&server, "review", || pull.reviews().len() == 1);
    // What is lost later comes back with a later look, by which nothing else has come again.
    let before = redelivered(&world.app, &lost.guid);
    let later = world.app.lose(&world.pull_of("other").event("opened"));
    let came =
        |guid: &str| world.app.deliveries().iter().any(|one| one.guid == guid && one.status == 202);
    until(&server, "later delivery", || came(&later.guid));
    assert_eq!(redelivered(&world.app, &lost.guid), before, "{:#?}", world.app.deliveries());
    assert_eq!(redelivered(&world.app, &arrived.guid), 0, "{:#?}", world.app.deliveries());
}
