//! The other commands, and who is heard.

use crate::world::{World, answers, reactions};

#[test]
fn strangers_and_readers_are_not_heard() {
    let world = World::writing();
    let pull = world.pull();
    let before = pull.head();
    for by in ["eve", "rob", "cardbot[bot]", "../../x"] {
        world.writes();
        world.say(&pull, by, "/cardbot fix\n/cardbot review\n/cardbot nonsense");
        assert_eq!(world.writes(), 0, "{by}");
        assert!(reactions(&pull).is_empty());
    }
    assert!(answers(&pull).is_empty() && pull.reviews().is_empty());
    assert_eq!(pull.head(), before);
}

#[test]
fn quotes_and_code_ask_for_nothing() {
    let world = World::writing();
    let pull = world.pull();
    for text in ["> /cardbot fix", "```\n/cardbot fix\n```", "`/cardbot fix`", "see /cardbot fix"] {
        assert_eq!(world.say(&pull, "ann", text), None, "{text}");
    }
}

#[test]
fn a_review_comes_when_it_is_asked_for() {
    let world = World::reading();
    let pull = world.pull();
    world.say(&pull, "ann", "/cardbot review");
    assert_eq!((pull.reviews().len(), pull.comments().len()), (1, 1));
    assert_eq!(reactions(&pull), ["+1"]);
    world.say(&pull, "ann", "/cardbot review");
    assert_eq!((pull.reviews().len(), pull.comments().len()), (1, 1));
    assert!(answers(&pull).is_empty());
}

#[test]
fn what_is_ignored_stays_ignored() {
    let world = World::writing();
    let pull = world.pull();
    world.review(&pull);
    assert_eq!(pull.comments().len(), 1);
    world.say(&pull, "ann", "/cardbot ignore language-name");
    assert!(pull.comments().is_empty());
    let body = &pull.reviews()[0].body;
    assert!(body.contains("Ignored here, as asked: `language-name`."), "{body}");
    assert!(body.contains("1 ignored"), "{body}");
    // A later push, reviewed as ever, and the fixes leave it alone.
    pull.push(&[("README.md", crate::world::BAD.replace("Some", "More"))], "More");
    world.review(&pull);
    assert!(pull.comments().is_empty());
    let head = pull.head();
    world.say(&pull, "ann", "/cardbot fix");
    assert_eq!(pull.head(), head);
    assert!(answers(&pull)[0].body.contains("Nothing was committed"));
}

#[test]
fn a_rule_that_is_none_is_told() {
    let world = World::reading();
    let pull = world.pull();
    world.say(&pull, "ann", "/cardbot ignore language-nam");
    assert!(answers(&pull)[0].body.contains("Did you mean `language-name`?"));
    assert_eq!(reactions(&pull), ["confused"]);
    assert!(pull.reviews().is_empty());
}

#[test]
fn a_rule_is_explained() {
    let world = World::reading();
    let pull = world.pull();
    world.say(&pull, "ann", "/cardbot explain language-name");
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("language-name"), "{}", said[0].body);
    assert_eq!(reactions(&pull), ["+1"]);
}

#[test]
fn the_list_of_commands_comes_once() {
    let world = World::reading();
    let pull = world.pull();
    world.say(&pull, "ann", "/cardbot help");
    let said = answers(&pull);
    assert_eq!(said.len(), 1);
    assert!(said[0].body.contains("`/cardbot ignore RULE`"), "{}", said[0].body);
    world.say(&pull, "ann", "/cardbot what?");
    assert_eq!(answers(&pull).len(), 1);
    assert_eq!(reactions(&pull), ["confused"]);
    // Somebody who quotes the answer, with its mark, does not speak for us.
    let other = world.repo.open("work", "main");
    other.comment("eve", &said[0].body);
    world.say(&other, "ann", "/cardbot help");
    assert_eq!(answers(&other).len(), 1);
}

#[test]
fn a_locked_conversation_is_left_in_peace() {
    let world = World::reading();
    let pull = world.pull();
    pull.set_locked(true);
    assert!(world.say(&pull, "ann", "/cardbot explain language-name").is_some());
    assert!(answers(&pull).is_empty());
}
