//! What keeps a review from being posted is said in a sentence, and the findings are there all the
//! same.

use github_stand_in::{Fault, Level, On};

use crate::world::{BAD, World, all_text, assert_complete, lines};

#[test]
fn nothing_is_posted_unasked() {
    let world = World::new();
    let pull = world.bad_pull();
    for args in [&[][..], &["--dry-run"]] {
        let run = world.run(&pull, args);
        assert_eq!(run.status, Some(1));
        assert!(run.stdout.contains("license-unknown"), "{}", run.stdout);
        assert!(run.stderr.contains("not posted"), "{}", run.stderr);
        assert_eq!(world.counts().1, 0);
    }
    assert!(pull.reviews().is_empty());
}

#[test]
fn a_locked_closed_or_archived_place_is_left_alone() {
    let world = World::new();
    let locked = world.bad_pull();
    locked.set_locked(true);
    let closed = world.bad_pull();
    closed.close();
    let merged = world.pull(&[("b/README.md", BAD)]);
    merged.merge();
    for (pull, why) in [(&locked, "locked"), (&closed, "is closed"), (&merged, "is merged")] {
        let run = world.run(pull, &["--post"]);
        assert_eq!(run.status, Some(1), "{run:?}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert!(run.stdout.contains("license-unknown"));
        assert!(pull.reviews().is_empty());
    }
    let archived = world.bad_pull();
    world.repo.archive();
    let run = world.run(&archived, &["--post"]);
    assert!(run.stderr.contains("archived"), "{}", run.stderr);
    assert_eq!(world.counts().1, 0, "nothing was tried");
}

#[test]
fn a_draft_is_reviewed_and_told_apart() {
    let world = World::new();
    let pull = world.bad_pull();
    pull.set_draft(true);
    let run = world.post(&pull);
    assert!(run.stderr.contains("draft"), "{}", run.stderr);
    assert_eq!(lines(&pull).len(), 1);
}

#[test]
fn a_token_that_may_only_read_loses_no_finding() {
    let world = World::new();
    let pull = world.bad_pull();
    world.github.set_permissions(
        &world.token,
        &[("contents", Level::Read), ("pull_requests", Level::Read)],
    );
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("pull_requests=write"), "{}", run.stderr);
    assert!(run.stdout.contains("license-unknown"), "{}", run.stdout);
}

#[test]
fn a_head_that_moves_is_left_to_the_next_run() {
    let world = World::new();
    let pull = world.bad_pull();
    let mover = pull.clone();
    world.github.inject(
        Fault::first("a push", move || {
            mover.push(&[("more.txt", "x\n")], "More");
        })
        .on(On::Graphql)
        .after(2),
    );
    let run = world.run(&pull, &["--post"]);
    assert!(run.stderr.contains("changed while"), "{}", run.stderr);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(pull.reviews().is_empty());
    world.post(&pull);
    assert_complete(&world, &pull);
}

#[test]
fn one_cannot_approve_what_one_wrote() {
    let world = World::new();
    let token = world.github.user_token("author");
    let pull = world.bad_pull();
    let run = crate::sandbox::finish(
        world.command(&pull, &["--post", "--request-changes"]).env("GITHUB_TOKEN", token),
    );
    assert!(run.stderr.contains("your own"), "{}", run.stderr);
    assert_eq!(pull.reviews()[0].state, "COMMENTED");
}

#[test]
fn changes_are_asked_for_and_the_request_taken_back() {
    let world = World::new();
    world.repo.let_in("keeper", github_stand_in::Role::Write);
    let token = world.github.user_token("keeper");
    let pull = world.bad_pull();
    let run = |args: &[&str]| {
        crate::sandbox::finish(world.command(&pull, args).env("GITHUB_TOKEN", &token))
    };
    run(&["--post", "--request-changes"]);
    assert_eq!(pull.reviews()[0].state, "CHANGES_REQUESTED");
    assert_eq!(lines(&pull).len(), 1);
    let again = run(&["--post", "--request-changes"]);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
    pull.push(&[("README.md", crate::world::GOOD)], "Fix");
    let fixed = run(&["--post"]);
    assert_eq!(pull.reviews()[0].state, "DISMISSED", "{fixed:?}");
    assert!(lines(&pull).is_empty());
}

#[test]
fn an_app_that_may_not_approve_comments() {
    let world = World::new();
    let pull = world.pull(&[("README.md", crate::world::GOOD.replace("mit", "apache-2.0"))]);
    let run = world.run(&pull, &["--post", "--approve"]);
    assert!(run.status == Some(0), "{run:?}\n{}", all_text(&pull));
}

#[test]
fn what_github_refuses_on_its_lines_moves_into_the_summary() {
    let world = World::new();
    // So many lines before it that GitHub shows no patch of the card, on no page.
    let long: String = (0..20_500).map(|n| format!("{n}\n")).collect();
    let pull = world.pull(&[("README.md", BAD.to_owned() + &long)]);
    let run = world.post(&pull);
    assert!(lines(&pull).is_empty(), "{:?}", lines(&pull));
    assert!(all_text(&pull).contains("Apache 2.0"), "{run:?}");
    assert_complete(&world, &pull);
    let again = world.post(&pull);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
}

#[test]
fn what_happens_between_the_reading_and_the_write_is_seen_by_the_last_look() {
    type Happens = fn(&github_stand_in::PullRequest);
    let all: [(&str, Happens); 3] = [
        ("is merged", |pull| pull.merge()),
        ("is closed", |pull| pull.close()),
        ("is locked", |pull| pull.set_locked(true)),
    ];
    for (why, happens) in all {
        let world = World::new();
        let pull = world.bad_pull();
        let other = pull.clone();
        let fault = Fault::first(why, move || happens(&other));
        world.github.inject(fault.on(On::Graphql).after(2));
        let run = world.run(&pull, &["--post"]);
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert!(run.stdout.contains("license-unknown"), "{}", run.stdout);
        assert!(pull.reviews().is_empty());
        assert_eq!(world.counts().1, 0, "nothing was tried");
    }
}

/// GitHub takes one review at a time of a person that is not handed in.
#[test]
fn a_review_that_one_has_begun_oneself_is_told() {
    let world = World::new();
    world.repo.let_in("keeper", github_stand_in::Role::Write);
    let token = world.github.user_token("keeper");
    let pull = world.bad_pull();
    pull.begin_review("keeper");
    let run = |pull: &github_stand_in::PullRequest| {
        crate::sandbox::finish(world.command(pull, &["--post"]).env("GITHUB_TOKEN", &token))
    };
    let done = run(&pull);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.stderr.contains("you have begun a review there yourself"), "{}", done.stderr);
    assert!(done.stdout.contains("license-unknown"), "{}", done.stdout);
    assert_eq!(world.counts().1, 0, "nothing was tried");
    // Begun after it was read: GitHub refuses the second one.
    let pull = world.bad_pull();
    let other = pull.clone();
    let begun = Fault::first("begun", move || {
        other.begin_review("keeper");
    });
    world.github.inject(begun.on(On::Path("POST", "/reviews")));
    let done = run(&pull);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.stderr.contains("you have begun a review there yourself"), "{}", done.stderr);
    // Another person's is nobody else's business.
    let pull = world.bad_pull();
    pull.begin_review("somebody");
    assert_eq!(run(&pull).status, Some(1));
    assert_eq!(lines(&pull).len(), 1);
}
