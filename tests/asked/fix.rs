//! `/cardbot fix`.

use github_stand_in::{Fault, On};

use crate::world::{BAD, GOOD, World, answers, card, reactions};

#[test]
fn all_safe_fixes_are_one_commit() {
    let world = World::writing();
    let pull = world.pull();
    let before = pull.head();
    world.say(&pull, "ann", "Thanks!\n\n/cardbot fix");
    assert_ne!(pull.head(), before);
    assert_eq!(card(&pull), GOOD);
    assert_eq!(reactions(&pull), ["+1"]);
    assert!(answers(&pull).is_empty());
    // Once more there is nothing left, and no comment about it: the last commit is ours.
    let head = pull.head();
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(pull.head(), head);
    assert!(answers(&pull).is_empty());
}

#[test]
fn several_cards_and_only_what_the_change_brought() {
    let world = World::writing();
    let old = "---\nlanguage: French\n---\n# Old\n\nSome text about it.\n";
    world.repo.commit("main", &[("old/README.md", old)], "An old mistake");
    let pull = world.pull();
    let more = format!("{old}More of it.\n");
    pull.push(&[("a/README.md", BAD), ("old/README.md", &more)], "More");
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), GOOD);
    assert_eq!(pull.file("a/README.md").unwrap(), GOOD.as_bytes());
    assert_eq!(pull.file("old/README.md").unwrap(), more.as_bytes());
}

#[test]
fn nothing_is_committed_where_the_app_may_not() {
    let world = World::reading();
    let pull = world.pull();
    let before = pull.head();
    let ask = world.say(&pull, "ann", "/cardbot fix").unwrap();
    assert_eq!(pull.head(), before);
    assert_eq!(reactions(&pull), ["confused"]);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("permission to write contents"), "{}", said[0].body);
    // The same ask, worked on again after a crash, is not answered again.
    assert!(world.work_on(&ask));
    assert_eq!(answers(&pull).len(), 1);
    assert_eq!(reactions(&pull), ["confused"]);
}

#[test]
fn a_branch_that_moved_is_never_overwritten() {
    let world = World::writing();
    let pull = world.pull();
    let mover = pull.clone();
    let text = BAD.replace("Some", "Other");
    // The pull request and its texts are read, then somebody pushes, then the commit comes.
    let moved = text.clone();
    let push = move || {
        mover.push(&[("README.md", &moved)], "Faster");
    };
    world.github.inject(Fault::first("push", push).on(On::Graphql).after(2));
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), text);
    assert_eq!(reactions(&pull), ["confused"]);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("the branch moved"), "{}", said[0].body);
}

#[test]
fn a_commit_that_was_not_answered_is_made_once() {
    let world = World::writing();
    let pull = world.pull();
    let before = pull.head();
    world.github.inject(Fault::dropped_after().on(On::Graphql).after(2).times(1));
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), GOOD);
    assert_ne!(pull.head(), before);
    assert_eq!(reactions(&pull), ["+1"]);
    assert!(answers(&pull).is_empty());
}

#[test]
fn forks_have_their_suggestions() {
    let world = World::writing();
    let fork = world.repo.fork("author");
    fork.commit("work", &[("README.md", BAD)], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let before = pull.head();
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(pull.head(), before);
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("fork"), "{}", said[0].body);
}

#[test]
fn closed_pull_requests_stay_as_they_are() {
    let world = World::writing();
    let pull = world.pull();
    pull.close();
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(card(&pull), BAD);
    assert!(answers(&pull)[0].body.contains("not open"), "{}", answers(&pull)[0].body);
}
