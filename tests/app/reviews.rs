//! From a delivery to the review, in the built program.

use std::time::{Duration, Instant};

use github_stand_in::PullRequest;

use crate::server::{Server, World};
use crate::web;

/// Serves and works.
fn working(world: &World) -> Server {
    let mut command = world.command(&["serve"]);
    Server::start(command.env("CARDBOT_WORKERS", "4"))
}

fn until_all_is_done(server: &Server) {
    let begun = Instant::now();
    let left = |state: &str| server.metric(&format!("cardbot_jobs{{state=\"{state}\"}}"));
    while left("waiting") + left("running") > 0 {
        assert!(begun.elapsed() < Duration::from_secs(120), "{}", server.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(left("dead"), 0, "{}", server.log());
}

#[track_caller]
fn assert_reviewed_once(pull: &PullRequest, server: &Server) {
    let log = server.log();
    assert_eq!(pull.reviews().len(), 1, "{:#?}\n{log}", pull.reviews());
    assert_eq!(pull.comments().len(), 1, "{:#?}\n{log}", pull.comments());
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}\n{log}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("failure"), "{checks:#?}");
}

#[test]
fn a_delivery_becomes_a_review_and_a_check() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let signed = world.app.signed(&pull.event("opened"), "guid-1");
    assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    until_all_is_done(&server);
    assert_reviewed_once(&pull, &server);
    // Ten quick pushes that change nothing in the card post nothing more.
    for n in 0..10 {
        let before = pull.head();
        pull.push(&[("model.py", format!("print({n})\n"))], "Work on");
        let signed = world.app.signed(&pull.synchronized(&before), &format!("push-{n}"));
        assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
    }
    until_all_is_done(&server);
    assert_reviewed_once(&pull, &server);
    assert!(server.log().contains("guid-1"), "{}", server.log());
}
