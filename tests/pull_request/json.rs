//! The JSON of a pull request: the fields of the contract, and the review that this run would post.

use crate::shapes::{Review, TargetKind, read};
use crate::world::{BAD, GOOD, World};

/// What a body shows, without the hidden mark at its end.
fn visible(body: &str) -> &str {
    body.split("\n\n<!-- cardbot:1 ").next().unwrap()
}

#[test]
fn it_is_what_gets_posted() {
    let world = World::new();
    let pull = world.bad_pull();
    let dry: Review = read(&world.run(&pull, &["--dry-run", "--format", "json"]).stdout);
    assert_eq!(dry.target.kind, TargetKind::PullRequest);
    assert_eq!(dry.target.url.as_deref(), Some(pull.url().as_str()));
    assert_eq!(dry.target.number, Some(pull.number()));
    assert_eq!(dry.target.merge_base.as_ref(), Some(&pull.merge_base()));
    assert_eq!(dry.target.head, pull.head());
    let posted: Review = read(&world.run(&pull, &["--post", "--format", "json"]).stdout);
    assert_eq!(dry.review.body, posted.review.body);
    assert_eq!(posted.review.body, visible(&pull.reviews()[0].body));
    let (told, there) = (&posted.review.comments, pull.comments());
    assert_eq!((told.len(), there.len()), (1, 1));
    assert_eq!((&told[0].path, Some(told[0].line)), (&there[0].path, there[0].line));
    assert_eq!(told[0].body, visible(&there[0].body));
}

#[test]
fn what_stands_there_is_not_in_the_next_review() {
    let world = World::new();
    let pull = world.bad_pull();
    world.post(&pull);
    let run = |args: &[&str]| -> Review {
        read(&world.run(&pull, &[args, &["--format", "json"]].concat()).stdout)
    };
    let second = run(&["--dry-run"]);
    assert_eq!((second.review.body.as_str(), second.review.comments.len()), ("", 0));
    // What was found is there all the same.
    assert_eq!((second.summary.errors, second.files[0].findings.len()), (1, 1));
    pull.push(&[("b/README.md", BAD)], "Another");
    let third = run(&["--post"]);
    assert_eq!(third.summary.errors, 2);
    let paths: Vec<&str> = third.review.comments.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["b/README.md"]);
    assert_eq!(third.review.body, visible(&pull.reviews()[1].body));
    pull.push(&[("b/README.md", GOOD), ("README.md", GOOD)], "Fix");
    let fixed = run(&["--post"]);
    assert_eq!((fixed.review.body.as_str(), fixed.review.comments.len()), ("", 0));
}

#[test]
fn where_nothing_can_be_posted_it_is_what_would_be() {
    let world = World::new();
    let pull = world.bad_pull();
    pull.close();
    for token in [true, false] {
        let mut command = world.command(&pull, &["--format", "json"]);
        if !token {
            command.env_remove("GITHUB_TOKEN");
        }
        let review: Review = read(&crate::sandbox::finish(&mut command).stdout);
        assert_eq!(review.review.comments.len(), 1, "{review:#?}");
        assert!(review.review.body.starts_with("**cardbot**"), "{review:#?}");
    }
}
