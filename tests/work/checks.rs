//! Check runs: always concluded, and what people see last is what is so.

use cardbot::app::store::JobKind;
use github_stand_in::{Fault, On};
use serde_json::json;

use crate::world::{BAD, Bench, GOOD, World, assert_once};

#[test]
fn another_result_for_the_same_head_is_a_new_check() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    // On the other base nothing fails.
    world.repo.branch("other", "main");
    world.repo.commit("other", &[(".github/cardbot.yml", "fail-on: never\n")], "Calm down");
    world.work(&[world.review(&pull)]);
    assert_once("first", &pull);
    pull.set_base("other");
    world.work(&[world.review(&pull)]);
    let told: Vec<_> = pull.checks().iter().map(|check| check.conclusion.clone()).collect();
    assert_eq!(told, [Some("failure".to_owned()), Some("neutral".to_owned())]);
    // And back: the first check says the same, but is not what people see.
    pull.set_base("main");
    world.work(&[world.review(&pull)]);
    let checks = pull.checks();
    assert_eq!(checks.len(), 3, "{checks:#?}");
    assert_eq!(checks[2].conclusion.as_deref(), Some("failure"));
}

#[test]
fn a_commit_without_a_pull_request_is_concluded_and_hides_no_review() {
    let world = World::new();
    // The suite of a branch that nobody has opened a pull request for yet.
    let head = world.repo.commit("work", &[("README.md", GOOD)], "Begin");
    let alone = world.wish(JobKind::NoPull { head });
    world.work(std::slice::from_ref(&alone));
    world.work(std::slice::from_ref(&alone));
    let pull = world.repo.open("work", "main");
    let checks = pull.checks();
    assert_eq!(checks.len(), 1, "{checks:#?}");
    assert_eq!(checks[0].conclusion.as_deref(), Some("success"));
    assert_eq!(checks[0].title, "No open pull request");

    // The same comes late, after the review.
    let pull = world.pull(&[("README.md", BAD)]);
    world.work(&[world.review(&pull)]);
    world.work(&[world.wish(JobKind::NoPull { head: pull.head() })]);
    assert_once("late", &pull);
}

#[test]
fn a_suite_of_a_fork_that_is_wanted_again_is_the_review_again() {
    let world = World::new();
    let pull = world.pull(&[("README.md", BAD)]);
    world.work(&[world.review(&pull)]);
    // GitHub names no pull request in it.
    let mut again = world.wish(JobKind::NoPull { head: pull.head() });
    again.payload = json!({"head": pull.head(), "again": true});
    let bench = Bench::new();
    bench.enqueue(&[again]);
    bench.work(&world);
    let checks = pull.checks();
    assert_eq!(checks.len(), 2, "{checks:#?}");
    assert_eq!(checks[1].conclusion.as_deref(), Some("failure"), "{checks:#?}");
    assert_eq!(pull.reviews().len(), 1);
}

#[test]
fn what_the_comments_on_lines_do_not_tell_is_annotated_all_of_it_once() {
    let world = World::new();
    // More findings than are told on lines, and more of the rest than GitHub takes at a time.
    let names: String = (0..90).map(|n| format!("- not a name {n}\n")).collect();
    let card = GOOD.replace("pipeline_tag", &format!("datasets:\n{names}pipeline_tag"));
    let pull = world.pull(&[("README.md", &card)]);
    let dropped = Fault::dropped_after().on(On::Path("POST", "/check-runs"));
    world.github.inject(dropped);
    world.work(&[world.review(&pull)]);
    let (comments, checks) = (pull.comments(), pull.checks());
    assert_eq!(checks.len(), 1, "{checks:#?}");
    let told: usize = comments.iter().map(|one| one.body.matches("can't be the id").count()).sum();
    let lines: Vec<u64> =
        checks[0].annotations.iter().filter_map(|one| one["start_line"].as_u64()).collect();
    assert!(lines.len() > 50, "{lines:?}");
    assert_eq!(told + lines.len(), 90);
    let mut once = lines.clone();
    once.dedup();
    assert_eq!(once, lines);
}

#[test]
fn why_nothing_was_posted_stands_in_the_check() {
    // Another identity keeps the review: nothing that it says is annotated once more.
    let world = World::new();
    let first = world.pull(&[("README.md", BAD)]);
    world.work(&[world.review(&first)]);
    let summary = first.reviews()[0].body.clone();
    let pull = world.pull_of("other", &[("README.md", BAD)]);
    world.github.bot("action");
    pull.review("action", &summary);
    world.work(&[world.review(&pull)]);
    assert_eq!((pull.reviews().len(), pull.comments().len()), (1, 0));
    let check = &pull.checks()[0];
    assert_eq!(check.conclusion.as_deref(), Some("failure"));
    assert_eq!(check.summary.matches("action keeps the review").count(), 1, "{}", check.summary);
    assert!(check.annotations.is_empty(), "{check:#?}");
    // Nobody may say anything: the check says it all.
    let pull = world.pull_of("third", &[("README.md", BAD)]);
    pull.set_locked(true);
    world.work(&[world.review(&pull)]);
    assert!(pull.reviews().is_empty());
    let check = &pull.checks()[0];
    assert!(check.summary.contains("No review was posted: the conversation"), "{}", check.summary);
    assert_eq!(check.annotations.len(), 2, "{check:#?}");
}
