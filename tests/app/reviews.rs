//! From a delivery to the review, in the built program.

use std::time::{Duration, Instant};

use github_stand_in::{Fault, PullRequest};

use crate::server::{Server, World};
use crate::web;

/// Serves and works, and takes jobs of dead workers over after a second.
fn working(world: &World) -> Server {
    let mut command = world.command(&["serve"]);
    command
        .env("CARDBOT_WORKERS", "4")
        .env("CARDBOT_LEASE", "1")
        // A worker that dies counts as a try.
        .env("CARDBOT_ATTEMPTS", "1000");
    Server::start(&mut command)
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

#[test]
fn killed_at_any_moment_it_loses_nothing_and_says_nothing_twice() {
    let world = World::new();
    world.github.inject(Fault::dropped_after().always().chance(0.05, 7));
    let pulls: Vec<PullRequest> = (0..8).map(|n| world.pull_of(&format!("author{n}"))).collect();
    let mut server = working(&world);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..24_usize {
        let pull = &pulls[round % pulls.len()];
        let event = if round < pulls.len() {
            pull.event("opened")
        } else {
            let before = pull.head();
            pull.push(&[("model.py", format!("print({round})\n"))], "Work on");
            pull.synchronized(&before)
        };
        let signed = world.app.signed(&event, &format!("guid-{round}"));
        assert_eq!(web::post(server.port, &signed.headers, &signed.body).status, 202);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_millis(random % 400));
        if round % 2 == 1 {
            drop(server); // killed without a word
            server = working(&world);
        }
    }
    until_all_is_done(&server);
    for pull in &pulls {
        assert_reviewed_once(pull, &server);
    }
}
