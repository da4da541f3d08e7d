//! GitHub does not say which comment it refuses: parts of the review are tried as drafts.

use github_stand_in::{Fault, On, PullRequest, Role};

use crate::world::{World, all_text, assert_complete};

const POST: On = On::Path("POST", "/reviews");
const DELETE: On = On::Method("DELETE");
/// The first line that a language stands on.
const FIRST: usize = 4;

/// A pull request with 24 findings, each on a line of its own.
fn languages(world: &World) -> PullRequest {
    let names = ["English", "French", "German", "Spanish", "Italian", "Dutch", "Polish", "Greek"];
    let languages: String =
        names.iter().cycle().take(24).map(|name| format!("- {name}\n")).collect();
    world.pull(&[("README.md", format!("---\nlicense: mit\nlanguage:\n{languages}---\n# M\n"))])
}

/// The lines without a comment, of those that want one.
fn without(pull: &PullRequest) -> Vec<usize> {
    let is_told = |line: usize| {
        pull.comments().iter().any(|comment| {
            let last = comment.line.unwrap_or_default();
            (comment.start_line.unwrap_or(last)..=last).contains(&line)
        })
    };
    (FIRST..FIRST + 24).filter(|line| !is_told(*line)).collect()
}

fn is_settled(world: &World, pull: &PullRequest) {
    assert_complete(world, pull);
    let states: Vec<_> = pull.reviews().into_iter().map(|review| review.state).collect();
    assert_eq!(states, ["COMMENTED"], "one review and no draft");
    assert!(!all_text(pull).contains("finds out"), "{}", all_text(pull));
    let again = world.post(pull);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
}

#[test]
fn only_the_comment_that_github_refuses_moves_into_the_summary() {
    for refused in [FIRST, FIRST + 13, FIRST + 20] {
        let world = World::new();
        world.github.refuse_comments_on("README.md", refused);
        let pull = languages(&world);
        world.counts();
        let run = world.post(&pull);
        assert_eq!(without(&pull), [refused], "{run:?}");
        assert!(run.stderr.contains("GitHub refused 1 finding"), "{}", run.stderr);
        let writes = world.counts().1;
        assert!((3..=18).contains(&writes), "{writes} writes");
        is_settled(&world, &pull);
    }
}

#[test]
fn several_refused_comments_are_found() {
    let world = World::new();
    let refused = [FIRST + 2, FIRST + 17];
    refused.iter().for_each(|line| world.github.refuse_comments_on("README.md", *line));
    let pull = languages(&world);
    world.post(&pull);
    assert_eq!(without(&pull), refused);
    is_settled(&world, &pull);
}

#[test]
fn where_all_are_refused_it_is_not_tried_for_ever() {
    let world = World::new();
    (FIRST..FIRST + 24).for_each(|line| world.github.refuse_comments_on("README.md", line));
    let pull = languages(&world);
    world.counts();
    world.post(&pull);
    assert_eq!(without(&pull).len(), 24);
    let writes = world.counts().1;
    assert!(writes <= 18, "{writes} writes");
    is_settled(&world, &pull);
}

/// Whatever happens to a draft, all is said, and no draft stays.
#[test]
fn a_draft_that_goes_wrong_costs_no_finding() {
    let faults: [(&str, Fault); 6] = [
        ("a draft is not answered", Fault::dropped_after().on(POST).after(1)),
        ("a draft is not done", Fault::status(502).on(POST).after(1)),
        ("drafts are forbidden", Fault::status(403).on(POST).after(1)),
        ("a draft is not deleted", Fault::status(500).on(DELETE)),
        ("that it is deleted is not answered", Fault::dropped_after().on(DELETE)),
        ("the last draft is not deleted", Fault::status(500).on(DELETE).after(1)),
    ];
    for (what, fault) in faults {
        let world = World::new();
        world.github.refuse_comments_on("README.md", FIRST + 20);
        let pull = languages(&world);
        world.github.inject(fault);
        let run = world.post(&pull);
        assert!(world.requests().iter().any(|request| request.fault.is_some()), "{what}");
        assert!(without(&pull).contains(&(FIRST + 20)), "{what}: {run:?}");
        is_settled(&world, &pull);
    }
}

/// A run was killed between the two requests.
#[test]
fn a_draft_of_a_killed_run_is_deleted_by_the_next() {
    let world = World::new();
    world.github.refuse_comments_on("README.md", FIRST + 20);
    let pull = languages(&world);
    let killed = Fault::status(500).on(DELETE).always();
    world.github.inject(killed);
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(pull.reviews().iter().all(|review| review.state == "PENDING"), "{run:?}");
    assert!(run.stdout.contains("language-name"), "{}", run.stdout);
    world.github.heal();
    world.post(&pull);
    assert_eq!(without(&pull), [FIRST + 20]);
    is_settled(&world, &pull);
}

/// Somebody's own draft is theirs.
#[test]
fn a_draft_of_a_person_is_never_deleted() {
    let world = World::new();
    world.repo.let_in("keeper", Role::Write);
    let token = world.github.user_token("keeper");
    world.github.refuse_comments_on("README.md", FIRST);
    let pull = languages(&world);
    let other = pull.clone();
    let begun = Fault::first("begun", move || {
        other.begin_review("keeper");
    });
    world.github.inject(begun.on(POST).after(1));
    let mut command = world.command(&pull, &["--post"]);
    let run = crate::sandbox::finish(command.env("GITHUB_TOKEN", &token));
    assert!(run.stderr.contains("you have begun a review there yourself"), "{}", run.stderr);
    assert!(run.stdout.contains("language-name"), "{}", run.stdout);
    let reviews = pull.reviews();
    assert_eq!(reviews.len(), 1, "{reviews:?}");
    assert!(reviews[0].state == "PENDING" && !reviews[0].body.is_empty(), "{reviews:?}");
}
