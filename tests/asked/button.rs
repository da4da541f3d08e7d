//! The button "Fix all" of a check run.

use cardbot::app::asked::{What, button};
use serde_json::json;

use crate::world::{BAD, GOOD, WITH_WRITING, World, answers, card};

fn click(head: &str) -> What {
    let payload = json!({"action": "fix-all", "check_run": 1, "head": head, "by": "ann"});
    What::read(&payload).unwrap().1
}

#[test]
fn a_click_commits_the_fixes() {
    let world = World::writing();
    let pull = world.pull();
    let ask = world.ask(&pull, "1:fix-all", "ann", click(&pull.head()));
    assert!(world.work_on(&ask));
    assert_eq!(card(&pull), GOOD);
    assert!(answers(&pull).is_empty());
}

#[test]
fn a_click_on_an_old_check_changes_nothing() {
    let world = World::writing();
    let pull = world.pull();
    let old = pull.head();
    let text = BAD.replace("Some", "More");
    pull.push(&[("README.md", &text)], "More");
    let ask = world.ask(&pull, "1:fix-all", "ann", click(&old));
    assert!(world.work_on(&ask));
    assert_eq!(card(&pull), text);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("the branch moved"), "{}", said[0].body);
    assert!(world.work_on(&ask));
    assert_eq!(answers(&pull).len(), 1);
}

#[test]
fn a_click_of_a_stranger_changes_nothing() {
    let world = World::writing();
    let pull = world.pull();
    let ask = world.ask(&pull, "1:fix-all", "rob", click(&pull.head()));
    assert!(!world.work_on(&ask));
    assert_eq!(card(&pull), BAD);
}

#[test]
fn it_is_offered_only_where_it_works() {
    let world = World::reading();
    let pull = world.pull();
    let offered = |pull| {
        let prepared = world.prepared(pull);
        let button = button(&world.access, world.installation, &prepared);
        world.runtime.block_on(button).is_some()
    };
    assert!(!offered(&pull), "it may not write contents");
    let installation = u64::try_from(world.installation).unwrap();
    world.app.accept(installation, WITH_WRITING);
    assert!(offered(&pull));
    pull.push(&[("README.md", GOOD)], "Mended");
    assert!(!offered(&pull), "nothing is to be fixed");
    let fork = world.repo.fork("author");
    fork.commit("work", &[("README.md", BAD)], "Change");
    assert!(!offered(&world.repo.open_from_fork(&fork, "work", "main")), "a fork");
}
