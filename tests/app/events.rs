//! Events as they come: many at once, twice, late, and about installations.

use std::time::Duration;

use github_stand_in::{Event, Fault, On};
use serde_json::json;

use crate::reviews::{deliver, working};
use crate::server::{Server, World};

const PATIENCE: Duration = Duration::from_secs(120);
const BAD: &str = "---\nlicense: Apache 2.0\nlanguage: en\n---\n# Model\n\nSome text.\n";

fn done(server: &Server) {
    server.until_all_is_done(PATIENCE);
}

#[test]
fn ten_quick_pushes_are_one_review() {
    let world = World::new();
    let pull = world.pull();
    let mut events = vec![pull.event("opened")];
    for n in 0..10 {
        let before = pull.head();
        pull.push(&[("README.md", format!("{BAD}{n}\n"))], "Work on");
        events.push(pull.synchronized(&before));
    }
    // All of them are there before anybody works.
    {
        let server = world.serve();
        for (n, event) in events.iter().enumerate() {
            deliver(&world, &server, event, &format!("guid-{n}"));
        }
        assert_eq!(server.metric("cardbot_jobs{state=\"waiting\"}"), 1);
    }
    world.github.forget_requests();
    let server = working(&world);
    done(&server);
    server.assert_reviewed_once(&pull);
    let reviews = world.github.requests().into_iter().filter(|one| one.path.ends_with("/reviews"));
    assert_eq!(reviews.count(), 1);
    assert_eq!(pull.reviews()[0].commit, pull.head());
}

#[test]
fn deliveries_that_come_twice_late_or_in_another_order_say_nothing_again() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let opened = pull.event("opened");
    let before = pull.head();
    pull.push(&[("README.md", format!("{BAD}more\n"))], "Work on");
    let pushed = pull.synchronized(&before);
    // The newer first, and each of them twice.
    deliver(&world, &server, &pushed, "guid-2");
    done(&server);
    server.assert_reviewed_once(&pull);
    for guid in ["guid-1", "guid-1", "guid-2", "guid-3"] {
        // The last one is the old head in a delivery of its own.
        let event = if guid == "guid-2" { &pushed } else { &opened };
        deliver(&world, &server, event, guid);
        done(&server);
    }
    server.assert_reviewed_once(&pull);
}

#[test]
fn a_new_base_is_reviewed_anew() {
    let world = World::new();
    let server = working(&world);
    world.repo.branch("other", "main");
    world.repo.commit("other", &[(".github/cardbot.yml", "fail-on: never\n")], "Calm down");
    let pull = world.pull();
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    done(&server);
    server.assert_reviewed_once(&pull);
    let tip = world.repo.tip("main").unwrap();
    pull.set_base("other");
    deliver(&world, &server, &pull.rebased("main", &tip), "guid-2");
    done(&server);
    let checks = pull.checks();
    assert_eq!(checks.last().unwrap().conclusion.as_deref(), Some("neutral"), "{checks:#?}");
}

#[test]
fn a_check_is_made_again_when_somebody_asks_for_it() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    deliver(&world, &server, &pull.event("opened"), "guid-1");
    done(&server);
    let check = pull.checks()[0].number;
    let again = world.repo.check_event(check, "rerequested", "author");
    deliver(&world, &server, &again, "guid-2");
    done(&server);
    // The suite of a fork names no pull request; the check on its commit does.
    let suite = world.repo.suite_event(&pull.head(), "work", "rerequested", "author");
    deliver(&world, &server, &suite, "guid-3");
    done(&server);
    let checks = pull.checks();
    assert_eq!(checks.len(), 3, "{checks:#?}");
    assert!(checks.iter().all(|check| check.conclusion.as_deref() == Some("failure")));
    assert_eq!((pull.reviews().len(), pull.comments().len()), (1, 1));
}

#[test]
fn a_push_without_a_pull_request_is_concluded() {
    let world = World::new();
    let server = working(&world);
    let head = world.repo.commit("work", &[("README.md", BAD)], "Begin");
    let suite = world.repo.suite_event(&head, "work", "requested", "author");
    deliver(&world, &server, &suite, "guid-1");
    done(&server);
    let pull = world.repo.open("work", "main");
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("success"));
    deliver(&world, &server, &pull.event("opened"), "guid-2");
    done(&server);
    assert_eq!(pull.checks()[1].conclusion.as_deref(), Some("failure"));
}

#[test]
fn an_installation_that_comes_back_is_swept() {
    let world = World::new();
    let server = working(&world);
    let installation = world.installation;
    let told = |action: &str| world.app.installation_event(installation, action);
    world.app.suspend(installation, true);
    deliver(&world, &server, &told("suspend"), "guid-1");
    done(&server);
    // What comes late is dropped, and nothing is given up.
    let pull = world.pull();
    deliver(&world, &server, &pull.event("opened"), "guid-2");
    done(&server);
    assert!(pull.reviews().is_empty());
    world.app.suspend(installation, false);
    deliver(&world, &server, &told("unsuspend"), "guid-3");
    done(&server);
    server.assert_reviewed_once(&pull);
}

#[test]
fn repositories_that_are_added_are_swept_and_a_new_installation_is_not() {
    let world = World::new();
    let server = working(&world);
    let pull = world.pull();
    let told = world.app.installation_event(world.installation, "created");
    deliver(&world, &server, &told, "guid-1");
    done(&server);
    assert!(pull.reviews().is_empty() && pull.checks().is_empty());
    let payload = json!({
        "action": "added", "installation": {"id": world.installation},
        "repositories_added": [{"id": world.repo.number(), "full_name": "org/model"}],
        "repositories_removed": [],
    });
    deliver(&world, &server, &Event::new("installation_repositories", payload), "guid-2");
    done(&server);
    server.assert_reviewed_once(&pull);
}

#[test]
fn every_line_of_a_job_carries_the_delivery_that_it_is_for() {
    let world = World::new();
    let mut command = world.command(&["serve"]);
    command.env("CARDBOT_WORKERS", "2").env("CARDBOT_LOG", "debug");
    let server = Server::start(command.env("CARDBOT_LOG_FORMAT", "json"));
    world.github.inject(Fault::status(502).on(On::Path("POST", "/check-runs")).times(2));
    let pull = world.pull();
    deliver(&world, &server, &pull.event("opened"), "guid-of-mine");
    done(&server);
    let log = server.log();
    let lines: Vec<serde_json::Value> =
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of_jobs: Vec<_> = lines.iter().filter(|line| line["span"]["name"] == "job").collect();
    assert!(of_jobs.len() > 1, "{log}");
    assert!(of_jobs.iter().all(|line| line["span"]["delivery"] == "guid-of-mine"), "{log}");
    // Nothing of the job is told outside of its span.
    let astray = |line: &&serde_json::Value| {
        line["message"].as_str().is_some_and(|said| said.contains("tried again"))
    };
    assert!(lines.iter().filter(astray).all(|line| line["span"]["name"] == "job"), "{log}");
    assert!(!log.contains("ghs_") && !log.contains("Bearer"), "{log}");
}
