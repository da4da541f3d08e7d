//! The events that can start the action.

use serde_json::{Value, json};

use crate::payload::{payload, recorded};
use crate::runner::Used;
use crate::world::{BAD, GOOD, READS, WRITES, World, assert_annotated, assert_on_pull};

const NONE: &str = "0000000000000000000000000000000000000000";

fn run_of(sha: &str, owner: &str, branch: &str) -> Value {
    payload(
        "workflow_run",
        "workflow_run",
        Some("completed"),
        &[
            ("workflow_run.event", json!("pull_request")),
            ("workflow_run.head_sha", json!(sha)),
            ("workflow_run.head_branch", json!(branch)),
            ("workflow_run.head_repository.owner.login", json!(owner)),
            ("workflow_run.pull_requests", json!([])),
        ],
    )
}

#[test]
fn the_second_of_two_stages_finds_the_pull_request_by_its_head() {
    let world = World::new();
    let pull = world.of_fork(&[("README.md", BAD)]);
    let used = world.job("workflow_run", &run_of(&pull.head(), "author", "work"), &WRITES).run();
    assert_eq!(used.status, 1, "{used:?}");
    assert_on_pull(&pull, &world.findings(&pull));
}

#[test]
fn a_head_that_moved_on_ends_the_second_stage_green() {
    let world = World::new();
    let pull = world.of_fork(&[("README.md", BAD)]);
    let old = pull.head();
    pull.push(&[("README.md", GOOD)], "More");
    let used = world.job("workflow_run", &run_of(&old, "author", "work"), &WRITES).run();
    assert_eq!(used.status, 0, "{used:?}");
    assert_eq!(used.outputs["findings"], "0");
    assert!(pull.reviews().is_empty() && used.annotations().is_empty());
}

#[test]
fn a_run_by_hand_names_its_pull_request() {
    let world = World::new();
    let pull = world.of_fork(&[("README.md", BAD)]);
    let payload = payload("workflow_dispatch", "inputs", None, &[]);
    world.job("workflow_dispatch", &payload, &WRITES).run().assert_nothing_reviewed("pull-request");
    let mut job = world.job("workflow_dispatch", &payload, &WRITES);
    job.with.push(("pull-request", pull.number().to_string()));
    assert_eq!(job.run().status, 1);
    assert_on_pull(&pull, &world.findings(&pull));
}

fn pushed(world: &World, before: &str, after: &str) -> Used {
    let payload = payload(
        "push",
        "before",
        None,
        &[
            ("before", json!(before)),
            ("after", json!(after)),
            ("deleted", json!(after == NONE)),
            ("repository.default_branch", json!("main")),
        ],
    );
    world.job("push", &payload, &READS).run()
}

#[test]
fn a_push_and_a_merge_queue_are_annotated() {
    let world = World::new();
    let before = world.repo.tip("main").unwrap();
    let pull = world.of_branch(&[("README.md", BAD)]);
    let findings = world.findings(&pull);
    let after = pull.head();
    let group = payload(
        "merge_group",
        "merge_group",
        None,
        &[("merge_group.base_sha", json!(before)), ("merge_group.head_sha", json!(after))],
    );
    let lost = "1234567812345678123456781234567812345678";
    for used in [
        world.job("merge_group", &group, &WRITES).run(),
        pushed(&world, &before, &after),
        // A new branch, and a forced push, are compared with the default branch.
        pushed(&world, NONE, &after),
        pushed(&world, lost, &after),
    ] {
        assert_eq!(used.status, 1, "{used:?}");
        assert_annotated(&used, &findings);
        assert!(pull.reviews().is_empty());
    }
    let used = pushed(&world, &after, NONE);
    assert_eq!(used.status, 0, "{used:?}");
    assert!(used.annotations().is_empty());
}

#[test]
fn other_events_are_not_guessed_at() {
    let world = World::new();
    world.job("schedule", &json!({}), &WRITES).run().assert_nothing_reviewed("schedule");
    world.job("pull_request", &json!([1]), &WRITES).run().assert_nothing_reviewed("not clear");
}

#[test]
fn every_recorded_payload_is_understood() {
    let world = World::new();
    for event in ["pull_request", "push", "workflow_run", "merge_group"] {
        for payload in recorded(event) {
            let used = world.job(event, &payload, &READS).run();
            assert!(!used.stdout.contains("not clear"), "{event}: {used:?}");
            assert!(!used.stdout.contains("the event `"), "{event}: {used:?}");
        }
    }
}
