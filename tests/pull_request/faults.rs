//! Whatever goes wrong between here and GitHub: no finding is lost, and nothing is said twice.

use std::time::Duration;

use github_stand_in::{Caps, Fault, On};

use crate::world::{World, assert_complete, lines};

const POST: On = On::Path("POST", "/reviews");

/// After one run, and another for what the first could not do, all is said once.
#[track_caller]
fn survives(name: &str, fault: Fault, done_at_once: bool) {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.inject(fault);
    let run = world.run(&pull, &["--post"]);
    assert!(run.stdout.contains("license-unknown"), "{name}: the findings are printed: {run:?}");
    if done_at_once {
        assert_eq!(run.status, Some(1), "{name}: {run:?}");
        assert_eq!(lines(&pull).len(), 1, "{name}: {run:?}");
    }
    std::thread::sleep(Duration::from_millis(300));
    world.github.heal();
    world.post(&pull);
    assert_complete(&world, &pull);
    assert_eq!(lines(&pull).len(), 1, "{name}: {:#?}", pull.comments());
    let last = world.post(&pull);
    assert!(last.stderr.contains("nothing to post"), "{name}: {}", last.stderr);
}

#[test]
fn reads_that_fail_are_tried_again() {
    for status in [500, 502, 503, 504] {
        survives("status", Fault::status(status).on(On::Reads).times(2), true);
    }
    survives("dropped", Fault::dropped().on(On::Reads).times(2), true);
    survives("dropped after", Fault::dropped_after().on(On::Reads).after(1), true);
}

#[test]
fn reads_wait_for_limits() {
    survives("Retry-After", Fault::secondary_limit(403, Some(1)).on(On::Reads), true);
    survives("429", Fault::secondary_limit(429, Some(1)).on(On::Reads).after(1), true);
    survives("reset", Fault::primary_limit(403, 1).on(On::Reads), true);
}

#[test]
fn a_limit_that_lasts_is_told() {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.inject(Fault::primary_limit(403, 1_170).on(On::Reads).always());
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("hourly request limit"), "{}", run.stderr);
    assert!(run.stderr.contains("20 minutes"), "{}", run.stderr);
    world.github.heal();
    // A limit that GraphQL tells with status 200, without saying for how long.
    world.github.inject(Fault::graphql_limit().always());
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("limit"), "{}", run.stderr);
}

#[test]
fn a_write_that_was_not_answered_is_looked_for_first() {
    survives("done, then dropped", Fault::dropped_after().on(POST), true);
    survives("done, then 502", Fault::status_after(502).on(POST), true);
    survives("dropped before", Fault::dropped().on(POST), true);
    survives("502 before", Fault::status(502).on(POST), true);
    survives("late", Fault::finished_late(Duration::from_millis(200)).on(POST), true);
}

#[test]
fn a_write_is_sent_once_more_at_most() {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.inject(Fault::status(502).on(POST).always());
    world.counts();
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("did not say"), "{}", run.stderr);
    assert_eq!(world.counts().1, 2);
}

#[test]
fn a_write_that_comes_later_than_the_limit_is_retired() {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.inject(Fault::finished_late(Duration::from_millis(900)).on(POST));
    world.run(&pull, &["--post"]);
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(pull.reviews().len(), 2, "both came");
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 1, "{:#?}", pull.comments());
    assert_complete(&world, &pull);
}

#[test]
fn a_write_that_a_limit_refused_is_sent_again() {
    survives("secondary", Fault::secondary_limit(403, Some(1)).on(POST), true);
    survives("untold", Fault::secondary_limit(403, None).on(POST), false);
}

#[test]
fn retiring_survives_too() {
    for fault in [
        Fault::status(502).on(On::Writes),
        Fault::dropped_after().on(On::Writes),
        Fault::finished_late(Duration::from_millis(200)).on(On::Writes),
    ] {
        let world = World::new();
        let pull = world.bad_pull();
        world.post(&pull);
        pull.push(&[("README.md", crate::world::GOOD)], "Fix");
        world.github.inject(fault);
        let run = world.post(&pull);
        assert_eq!(run.status, Some(0), "{run:?}");
        assert!(lines(&pull).is_empty(), "{run:?} {:#?}", pull.comments());
        assert!(world.requests().iter().any(|one| one.write && one.fault.is_some()));
    }
}

#[test]
fn a_refused_review_that_stays_behind_is_not_doubled() {
    let world = World::new();
    world.github.keep_refused_reviews(true);
    let long: String = (0..20_500).map(|n| format!("{n}\n")).collect();
    let pull = world.pull(&[("README.md", crate::world::BAD.to_owned() + &long)]);
    world.post(&pull);
    assert_complete(&world, &pull);
}

#[test]
fn a_limit_that_graphql_tells_with_status_200_is_waited_for() {
    survives("read", Fault::graphql_limit_for(1), true);
    survives("last look", Fault::graphql_limit_for(1).after(2), true);
    // The write that retires.
    for (fault, retired) in [(Fault::graphql_limit_for(1), true), (Fault::graphql_limit(), false)] {
        let world = World::new();
        let pull = world.bad_pull();
        world.post(&pull);
        pull.push(&[("README.md", crate::world::GOOD)], "Fix");
        world.github.inject(fault.on(On::Writes));
        let run = world.post(&pull);
        assert_eq!(lines(&pull).is_empty(), retired, "{run:?}");
        let is_told =
            run.stderr.contains("not everything could be brought up to date: GitHub asks");
        assert_eq!(is_told, !retired, "{}", run.stderr);
        world.post(&pull);
        assert!(lines(&pull).is_empty(), "{:#?}", pull.comments());
        let last = world.post(&pull);
        assert!(last.stderr.contains("nothing to post"), "{}", last.stderr);
    }
}

/// The files that each query for texts asked for.
fn asked_for(world: &World) -> Vec<usize> {
    let all = world.requests();
    let queries = all.iter().filter_map(|one| one.body["query"].as_str());
    let files = queries.map(|query| query.matches(": file(path: $").count());
    files.filter(|files| *files > 0).collect()
}

#[test]
fn what_is_too_much_at_once_is_asked_for_in_smaller_parts() {
    let ten: Vec<(String, &str)> =
        (0..10).map(|n| (format!("m{n}/README.md"), crate::world::BAD)).collect();
    let world = World::with(Caps { files_at_once: 12, ..Caps::GITHUB });
    let pull = world.pull(&ten);
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 10);
    assert_complete(&world, &pull);
    let world = World::with(Caps { files_at_once: 12, ..Caps::GITHUB });
    let pull = world.pull(&ten);
    world.run(&pull, &["--dry-run"]);
    let asked = asked_for(&world);
    assert!(asked[0] > 12, "{asked:?}");
    assert!(asked.windows(2).all(|two| two[1] <= two[0]), "never more again: {asked:?}");
    assert!(asked.iter().filter(|files| **files > 12).count() <= 3, "{asked:?}");

    // Whatever it is, it has an end.
    let world = World::new();
    let pull = world.pull(&ten);
    world.github.inject(Fault::status(502).on(On::Graphql).after(1).always());
    let run = world.run(&pull, &["--dry-run"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("fault of its own (502)"), "{}", run.stderr);
    let asked = asked_for(&world);
    assert!(asked.len() < 12, "{asked:?}");
}
