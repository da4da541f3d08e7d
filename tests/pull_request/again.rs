//! Later runs: nothing is said twice, what was fixed is retired, and one summary lives on.

use std::process::Stdio;

use github_stand_in::{Change, Level};

use crate::sandbox::Run;
use crate::world::{BAD, GOOD, World, all_text, assert_complete, lines};

const WORSE: &str = "---\nlicense: Apache 2.0\nlanguage: English\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";

#[test]
fn a_second_run_says_nothing() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let before = all_text(&pull);
    world.counts();
    let run = world.post(&pull);
    assert!(run.stderr.contains("nothing to post"), "{}", run.stderr);
    assert_eq!(world.counts(), (3, 0));
    assert_eq!(all_text(&pull), before);
}

#[test]
fn a_suggestion_applied_leaves_nothing_to_say() {
    let world = World::new();
    let pull = world.pull(&[("README.md", WORSE)]);
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 2);
    pull.apply_suggestions();
    world.counts();
    let run = world.post(&pull);
    assert_eq!(run.status, Some(0), "{run:?}");
    // Four reads at most, and all that is to be done in one write.
    let (reads, writes) = world.counts();
    assert!(reads <= 4 && writes == 1, "{reads} reads, {writes} writes");
    assert!(lines(&pull).is_empty(), "{:?}", pull.comments());
    assert_eq!(pull.reviews().iter().filter(|r| !r.body.is_empty()).count(), 1);
    assert_complete(&world, &pull);
    let again = world.post(&pull);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
}

#[test]
fn a_comment_that_was_answered_is_marked_and_hidden() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let comment = pull.comments()[0].number;
    pull.reply(comment, "author", "Thanks, will do.");
    pull.push(&[("README.md", GOOD)], "Fix");
    world.post(&pull);
    let left = pull.comments();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left[0].body.starts_with("Fixed as of"), "{}", left[0].body);
    assert!(left[0].minimized.is_some());
    assert!(left[0].suggestions.is_empty());
}

#[test]
fn a_new_finding_comes_alone() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let first = pull.comments()[0].clone();
    let more = WORSE.replace("pipeline_tag", "tags:\n- a\n- b\n- c\n- d\n- e\npipeline_tag");
    pull.push(
        &[(
            "README.md",
            more.replace("language: English\n", "").replace("- e\n", "- e\nlanguage: English\n"),
        )],
        "More",
    );
    world.post(&pull);
    let comments = pull.comments();
    assert_eq!(comments.len(), 2, "{comments:#?}");
    assert_eq!(comments[0].body, first.body);
    assert_eq!(pull.reviews().len(), 2);
    assert_complete(&world, &pull);
}

#[test]
fn a_rebase_with_reordered_keys_repeats_nothing() {
    let world = World::new();
    let pull = world.pull(&[("README.md", WORSE)]);
    world.post(&pull);
    let before = pull.comments().len();
    world.repo.commit("main", &[("other.md", "x\n")], "The base moves on");
    let reordered = "---\npipeline_tag: fill-mask\nlanguage: English\nlicense: Apache 2.0\n---\n# Model\n\nSome text about the model.\n";
    pull.force_push("main", &Change::new().put("README.md", reordered));
    world.post(&pull);
    assert_eq!(pull.comments().len(), before, "{:#?}", pull.comments());
    assert_complete(&world, &pull);
}

#[test]
fn a_force_push_of_other_content_retires_and_adds() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    pull.force_push("main", &Change::new().put("README.md", GOOD.replace(": en", ": English")));
    world.post(&pull);
    let comments = pull.comments();
    assert_eq!(comments.len(), 1, "{comments:#?}");
    assert!(comments[0].body.contains("language-name"), "{}", comments[0].body);
    assert_complete(&world, &pull);
}

#[test]
fn a_card_renamed_after_the_review_repeats_nothing() {
    let world = World::new();
    let text = "Much text that stays.\n".repeat(30);
    world.repo.commit("main", &[("README.md", format!("{GOOD}{text}"))], "More");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    fork.commit("work", &[("README.md", format!("{BAD}{text}"))], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    world.post(&pull);
    pull.push_change(&Change::new().rename("README.md", "docs/README.md"));
    world.post(&pull);
    assert_eq!(pull.comments().len(), 1, "{:#?}", pull.comments());
}

#[test]
fn a_marker_that_somebody_else_pasted_counts_for_nothing() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let ours = pull.reviews()[0].body.clone();
    let other = world.bad_pull();
    other.review("mallory", &ours);
    world.post(&other);
    assert_eq!(lines(&other).len(), 1, "{}", all_text(&other));
}

#[test]
fn another_bot_that_keeps_a_summary_is_left_alone() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let ours = pull.reviews()[0].body.clone();
    let other = world.bad_pull();
    world.github.bot("cardbot-app");
    other.review("cardbot-app", &ours);
    world.counts();
    // On the pull request nothing is ever said of it; whoever runs it hears one sentence.
    for _ in 0..2 {
        let run = world.run(&other, &["--post"]);
        let said = run.stderr.matches("cardbot-app keeps the review").count();
        assert_eq!(said, 1, "{}", run.stderr);
        assert_eq!(run.status, Some(1), "the findings are there all the same");
        assert!(run.stdout.contains("license-unknown"));
        assert_eq!(world.counts().1, 0);
    }
    assert_eq!((other.reviews().len(), other.comments().len()), (1, 0));
}

#[test]
fn two_runs_at_once_post_once() {
    let world = World::new();
    let pull = world.bad_pull();
    let start = || {
        let mut command = world.command(&pull, &["--post"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let runs: Vec<_> = (0..4).map(|_| start()).collect();
    for child in runs {
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.status, Some(1), "{run:?}");
    }
    assert_eq!(pull.reviews().len(), 1, "{:#?}", pull.reviews());
    assert_complete(&world, &pull);
}

#[test]
fn a_double_summary_is_retired() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let ours = pull.reviews()[0].clone();
    // As if a write had been done late.
    let double = ours.body.replace("\"run\":\"", "\"run\":\"x");
    pull.review(&ours.author, &double);
    world.post(&pull);
    let reviews = pull.reviews();
    assert_eq!(reviews.len(), 2);
    assert!(reviews[1].body.contains("came twice"), "{}", reviews[1].body);
    assert!(reviews[1].minimized.is_some());
    let run = world.post(&pull);
    assert!(run.stderr.contains("nothing to post"), "{}", run.stderr);
}

#[test]
fn more_than_a_hundred_reviews_and_threads_are_read() {
    let world = World::new();
    let pull = world.bad_pull();
    for n in 0..120 {
        pull.review("talker", &format!("Review {n}"));
    }
    world.post(&pull);
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 1);
    assert_complete(&world, &pull);
}

/// An answered comment whose finding is fixed, and the second run with `--resolve-threads`.
fn resolving(world: &World, token: &str) -> (github_stand_in::PullRequest, Run) {
    let pull = world.bad_pull();
    let run = |args: &[&str]| {
        crate::sandbox::finish(world.command(&pull, args).env("GITHUB_TOKEN", token))
    };
    run(&["--post"]);
    pull.reply(pull.comments()[0].number, "author", "Thanks, will do.");
    pull.push(&[("README.md", GOOD)], "Fix");
    world.counts();
    let second = run(&["--post", "--resolve-threads"]);
    assert_eq!(second.status, Some(0), "{second:?}");
    let comment = &pull.comments()[0];
    assert!(comment.body.starts_with("Fixed as of"), "{}", comment.body);
    assert!(comment.minimized.is_some());
    (pull, second)
}

#[test]
fn threads_are_resolved_where_that_is_wished_and_allowed() {
    let world = World::new();
    let may_push = [("contents", Level::Write), ("pull_requests", Level::Write)];
    let token = world.github.actions_token(&world.repo, &may_push);
    let (pull, run) = resolving(&world, &token);
    assert!(pull.comments()[0].resolved, "{run:?}");
    // The thread is known from the first read, and resolved in the same write.
    let (reads, writes) = world.counts();
    assert!(reads <= 4 && writes == 1, "{reads} reads, {writes} writes");
    assert!(!run.stderr.contains("resolved"), "{}", run.stderr);
    let again = world.run(&pull, &["--post", "--resolve-threads"]);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
}

#[test]
fn a_thread_that_may_not_be_resolved_costs_nothing_else() {
    let world = World::new();
    let (pull, run) = resolving(&world, &world.token);
    assert!(!pull.comments()[0].resolved);
    let said = "1 thread not resolved, for the token may not push (it needs contents=write)";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let again = world.run(&pull, &["--post", "--resolve-threads"]);
    assert!(again.stderr.contains("nothing to post"), "told once: {}", again.stderr);
}
