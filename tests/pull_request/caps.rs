//! GitHub tells only so much at a time. What it leaves out is read otherwise, or named; never is it
//! taken for unchanged.

use github_stand_in::{Caps, Change, Fault, On, PullRequest};
use serde_json::Value;

use crate::sandbox::{finish, paths, rules};
use crate::world::{BAD, GOOD, World, all_text, assert_complete, lines};

/// A licence that the Hub does not know, as long as the one before: neither the size of the file nor
/// its lines tell that it changed.
fn same_size() -> String {
    GOOD.replace("license: mit", "license: xyz")
}

/// A pull request from `main` on, by this change.
fn changed(world: &World, change: &Change) -> PullRequest {
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    fork.commit_change("work", change);
    world.repo.open_from_fork(&fork, "work", "main")
}

fn cards(number: usize) -> Vec<(String, &'static str)> {
    (0..number).map(|n| (format!("m{n}/README.md"), BAD)).collect()
}

fn introduced(json: &Value) -> Vec<(&str, &str)> {
    json["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| {
            let path = file["path"].as_str().unwrap();
            let findings = file["findings"].as_array().unwrap().iter();
            findings
                .filter(|finding| finding["origin"] == "introduced")
                .map(move |finding| (path, finding["rule"].as_str().unwrap()))
        })
        .collect()
}

fn listed(world: &World, pages: usize) -> bool {
    let asked = world.requests();
    asked.iter().filter(|r| r.path.ends_with("/pulls/1/files")).count() == pages
}

#[test]
fn files_beyond_those_of_the_comparison_come_from_the_list() {
    let world = World::with(Caps { compared_files: 3, ..Caps::GITHUB });
    let pull = world.pull(&cards(5));
    let run = world.post(&pull);
    assert_eq!(lines(&pull).len(), 5, "{run:?}");
    assert!(listed(&world, 1));
    assert_complete(&world, &pull);
}

#[test]
fn files_that_github_never_lists_are_counted() {
    let world = World::with(Caps { compared_files: 3, files: 4, ..Caps::GITHUB });
    let pull = world.pull(&cards(6));
    let run = world.post(&pull);
    assert_eq!(lines(&pull).len(), 4, "{run:?}");
    let said = "GitHub lists only a part of the changed files; 2 were not looked at";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(pull.reviews()[0].body.contains(said), "{}", pull.reviews()[0].body);
    let again = world.post(&pull);
    assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
}

/// Once many lines were told, the rows after them are bare, and a small page may be as well.
#[test]
fn a_bare_row_is_not_taken_for_unchanged() {
    let world = World::with(Caps { answer_lines: 10, ..Caps::GITHUB });
    let much = "Much text that stays.\n".repeat(30);
    let (good, bad) = (format!("{GOOD}{much}"), format!("{}{much}", same_size()));
    let before = [("old/README.md", &good), ("pure/README.md", &good), ("there/README.md", &good)];
    world.repo.commit("main", &before, "More");
    let change = Change::new()
        .put("a.txt", "line\n".repeat(20))
        .put("new/README.md", bad.as_str())
        .rename("old/README.md", "renamed/README.md")
        .put("renamed/README.md", bad.as_str())
        .rename("pure/README.md", "pure-too/README.md")
        .put("there/README.md", bad.as_str());
    let pull = changed(&world, &change);
    let expected = [
        ("new/README.md", "license-unknown"),
        ("renamed/README.md", "license-unknown"),
        ("there/README.md", "license-unknown"),
    ];
    for with_token in [true, false] {
        let mut command = world.command(&pull, &["--format", "json"]);
        if !with_token {
            command.env_remove("GITHUB_TOKEN");
        }
        let json = finish(&mut command).json();
        assert_eq!(introduced(&json), expected, "with a token: {with_token}: {json:#}");
        let keys = json["changes"].as_array().unwrap().iter();
        let seen: Vec<_> = keys.map(|change| change["path"].as_str().unwrap()).collect();
        assert!(["renamed/README.md", "there/README.md"].iter().all(|p| seen.contains(p)));
        assert!(!seen.contains(&"pure-too/README.md"), "{json:#}");
    }
    world.post(&pull);
    assert_complete(&world, &pull);
    assert_eq!(lines(&pull).len(), 3, "{}", all_text(&pull));
}

#[test]
fn a_card_with_too_long_a_patch_is_told_in_the_summary() {
    let large = [Caps { patch_lines: 4, ..Caps::GITHUB }, Caps { patch_bytes: 40, ..Caps::GITHUB }];
    for caps in large {
        let world = World::with(caps);
        let pull = world.pull(&[("README.md", same_size()), ("more/README.md", GOOD.to_owned())]);
        let run = world.post(&pull);
        // Nobody can comment on lines that GitHub does not show.
        assert!(lines(&pull).is_empty(), "{run:?}");
        assert!(all_text(&pull).contains("license-unknown"), "{run:?}");
        assert!(run.stderr.contains("GitHub refused 1 finding"), "{}", run.stderr);
        assert_complete(&world, &pull);
        let again = world.post(&pull);
        assert!(again.stderr.contains("nothing to post"), "{}", again.stderr);
    }
}

/// GitHub answers 406 to whoever asks for a long difference as one text.
#[test]
fn the_whole_difference_is_never_asked_for() {
    let world = World::with(Caps { diff_files: 1, diff_lines: 1, diff_bytes: 1, ..Caps::GITHUB });
    let pull = world.pull(&cards(3));
    let run = world.post(&pull);
    assert_eq!(lines(&pull).len(), 3, "{run:?}");
    let asked = world.requests();
    assert!(asked.iter().all(|request| request.status != Some(406)));
    let accepts = asked.iter().flat_map(|r| &r.headers).filter(|(name, _)| name == "accept");
    assert!(accepts.into_iter().all(|(_, value)| !value.contains("diff")));
}

#[test]
fn texts_that_graphql_cuts_are_read_whole() {
    let world = World::with(Caps { text_bytes: 60, ..Caps::GITHUB });
    // The patch of a renaming is left out with the lines, so both sides are read as blobs.
    let late = |word: &str| format!("{GOOD}\n{word}\n");
    world.repo.commit("main", &[("README.md", late("before"))], "Longer");
    let bad = format!("{}{}", GOOD.replace("mit", "Apache 2.0"), "\nafter\n");
    let pull = changed(&world, &Change::new().put("README.md", bad));
    let run = world.run(&pull, &["--format", "json"]);
    assert_eq!(introduced(&run.json()), [("README.md", "license-unknown")]);
    assert!(world.requests().iter().any(|r| r.path.contains("/git/blobs/")));
}

#[test]
fn a_list_of_files_that_is_cut_proves_nothing() {
    let link = "hub:\n  m/README.md:\n    id: org/m\n    mirror: true\n";
    let widget = GOOD.replace(
        "---\n# Model",
        "widget:\n- src: https://huggingface.co/org/m/resolve/main/z.flac\n---\n# Model",
    );
    for (entries, found) in [(100_000, vec!["widget-src-missing"]), (2, vec![])] {
        let world = World::with(Caps { tree_entries: entries, ..Caps::GITHUB });
        world.repo.commit("main", &[("cardbot.yml", link)], "Mirror");
        let pull = changed(&world, &Change::new().put("m/README.md", widget.as_str()));
        let mut command = world.sandbox.cardbot();
        command.args(["review", &pull.url(), "--select", "widget-src-missing", "--format", "json"]);
        command.envs(world.github.environment()).env("GITHUB_TOKEN", &world.token);
        assert_eq!(rules(&finish(&mut command).json()), found, "{entries} entries");
    }
}

/// GitHub refuses queries for more than 500,000 nodes; ours ask for a few hundred.
#[test]
fn queries_ask_for_few_nodes_and_a_refusal_is_told() {
    let world = World::with(Caps { nodes: 300, ..Caps::GITHUB });
    let pull = world.bad_pull();
    world.post(&pull);
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 1);
    let world = World::with(Caps { nodes: 299, ..Caps::GITHUB });
    let pull = world.bad_pull();
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert_eq!(run.stderr.trim().lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("exceeds the maximum limit"), "{}", run.stderr);
}

/// Of very large answers GraphQL leaves out parts and names them.
#[test]
fn what_an_answer_leaves_out_is_read_on_its_own() {
    let world = World::new();
    let before: Vec<(String, &str)> = cards(6).into_iter().map(|(path, _)| (path, GOOD)).collect();
    world.repo.commit("main", &before, "Many");
    let change = cards(6)
        .into_iter()
        .fold(Change::new(), |change, (path, _)| change.put(&path, same_size()));
    let pull = changed(&world, &change);
    world.github.inject(Fault::partial_answer().on(On::Graphql).after(1));
    let run = world.run(&pull, &["--format", "json"]);
    let json = run.json();
    assert_eq!(introduced(&json).len(), 6, "{json:#}");
    assert_eq!(json["changes"].as_array().unwrap().len(), 6, "{json:#}");
    assert_eq!(paths(&json).len(), 6);
}
