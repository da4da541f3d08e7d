//! Requests for each size of pull request.

use crate::world::{BAD, GOOD, World};

fn cost_of(cards: usize) -> (usize, usize) {
    let world = World::new();
    let paths: Vec<String> = (0..cards).map(|n| format!("models/m{n}/README.md")).collect();
    let with = |text: &'static str| -> Vec<(&str, &str)> {
        paths.iter().map(|path| (path.as_str(), text)).collect()
    };
    world.repo.commit("main", &with(GOOD), "Many");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    fork.commit("work", &with(BAD), "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    world.counts();
    world.post(&pull);
    world.counts()
}

#[test]
fn requests_by_size() {
    assert_eq!(cost_of(1), (4, 1));
    assert_eq!(cost_of(10), (4, 1));
    assert_eq!(cost_of(200), (7, 1));
    // More than the comparison lists: the list of files in pages.
    assert_eq!(cost_of(310), (14, 1));
}
