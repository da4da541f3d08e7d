//! What a first review says of each kind of change.

use github_stand_in::Change;

use crate::world::{BAD, GOOD, World, all_text, assert_complete, lines};

#[test]
fn a_metadata_change_gets_one_review_with_the_fix_ready() {
    let world = World::new();
    let pull = world.bad_pull();
    let run = world.post(&pull);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stderr.contains("posted: http"), "{}", run.stderr);
    assert_eq!(lines(&pull), [("README.md".to_owned(), Some(2))]);
    assert_eq!(pull.comments()[0].suggestions, ["license: apache-2.0\n"]);
    let reviews = pull.reviews();
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0].state, "COMMENTED");
    assert_eq!(reviews[0].commit, pull.head());
    assert_complete(&world, &pull);
}

#[test]
fn a_new_card() {
    let world = World::new();
    let pull = world.pull(&[("sub/README.md", BAD)]);
    world.post(&pull);
    assert_eq!(lines(&pull), [("sub/README.md".to_owned(), Some(2))]);
}

#[test]
fn a_card_renamed_and_changed_keeps_its_base() {
    let world = World::new();
    let fork = world.repo.fork("author");
    let text = "Much text that stays.\n".repeat(30);
    world.repo.commit("main", &[("README.md", format!("{GOOD}{text}"))], "More");
    fork.branch("work", &world.repo.tip("main").unwrap());
    let change = Change::new()
        .rename("README.md", "docs/README.md")
        .put("docs/README.md", format!("{BAD}{text}"));
    fork.commit_change("work", &change);
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let run = world.run(&pull, &["--format", "json", "--post"]);
    let json = run.json();
    assert_eq!(json["changes"].as_array().unwrap().len(), 1, "{json:#}");
    assert_eq!(lines(&pull), [("docs/README.md".to_owned(), Some(2))]);
}

#[test]
fn a_pure_renaming_and_a_deletion_are_quiet() {
    let world = World::new();
    world.repo.commit("main", &[("old/README.md", BAD), ("b/README.md", BAD)], "More");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    fork.commit_change(
        "work",
        &Change::new().rename("old/README.md", "new/README.md").delete("b/README.md"),
    );
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let run = world.post(&pull);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(pull.reviews().is_empty(), "{:?}", pull.reviews());
}

#[test]
fn only_the_body_changed_and_nothing_is_said() {
    let world = World::new();
    let pull = world.pull(&[("README.md", GOOD.replace("Some text", "Other text"))]);
    let run = world.post(&pull);
    assert_eq!(run.status, Some(0));
    assert!(run.stderr.contains("nothing to post"), "{}", run.stderr);
    assert!(pull.reviews().is_empty());
    assert_eq!(world.counts().1, 0, "no write");
}

#[test]
fn the_author_is_not_blamed_for_what_the_base_did_meanwhile() {
    let world = World::new();
    let pull = world.pull(&[("sub/README.md", BAD)]);
    world.repo.commit("main", &[("README.md", BAD)], "The base moves on");
    let run = world.run(&pull, &["--format", "json", "--post"]);
    let json = run.json();
    assert_eq!(crate::sandbox::paths(&json), ["sub/README.md"]);
    assert_eq!(json["target"]["merge_base"], pull.merge_base());
    assert_eq!(lines(&pull).len(), 1);
}

#[test]
fn a_deleted_fork_can_still_be_reviewed() {
    let world = World::new();
    let fork = world.repo.fork("author");
    fork.commit("work", &[("README.md", BAD)], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    fork.delete();
    let run = world.post(&pull);
    assert!(run.stderr.contains("fork"), "{}", run.stderr);
    assert_eq!(lines(&pull).len(), 1);
}

#[test]
fn a_deleted_base_branch_still_gives_the_configuration() {
    let world = World::new();
    world.repo.commit("next", &[("README.md", GOOD), ("cardbot.yml", "fail-on: never\n")], "x");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("next").unwrap());
    fork.commit("work", &[("README.md", BAD)], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "next");
    // GitHub closes what has lost its base.
    pull.close();
    world.repo.delete_branch("next");
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stderr.contains("the pull request is closed"), "{}", run.stderr);
    assert!(run.stdout.contains("license-unknown"), "{}", run.stdout);
}

#[test]
fn the_configuration_comes_from_the_base_alone() {
    let world = World::new();
    world.repo.commit("main", &[(".github/cardbot.yml", "fail-on: never\n")], "Configure");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    let off = "rules:\n  license-unknown: off\n";
    fork.commit("work", &[("README.md", BAD), (".github/cardbot.yml", off)], "Silence it");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let run = world.post(&pull);
    assert_eq!(run.status, Some(0), "`fail-on` of the base: {run:?}");
    assert_eq!(lines(&pull).len(), 1, "{}", all_text(&pull));
}

#[test]
fn a_broken_configuration_of_the_base_ends_the_command() {
    let world = World::new();
    world.repo.commit("main", &[("cardbot.yml", "fail-on: nevver\n")], "Configure");
    let pull = world.bad_pull();
    let run = world.run(&pull, &["--post"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("cardbot.yml:1:"), "{}", run.stderr);
    assert!(pull.reviews().is_empty());
}

#[test]
fn line_ends_of_every_kind() {
    let world = World::new();
    // CR LF: what GitHub makes of a suggestion there is not known, so there is none.
    let pull = world.pull(&[("a/README.md", BAD.replace('\n', "\r\n"))]);
    world.post(&pull);
    assert_eq!(lines(&pull).len(), 1);
    assert!(pull.comments()[0].suggestions.is_empty());
    // No line end at the end.
    let pull = world.pull(&[("b/README.md", BAD.trim_end())]);
    world.post(&pull);
    assert_eq!(pull.comments()[0].suggestions, ["license: apache-2.0\n"]);
    pull.apply_suggestions();
    let run = world.post(&pull);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_complete(&world, &pull);
}

#[test]
fn a_card_of_600_kilobytes_is_read_to_its_end() {
    let world = World::new();
    let long = "A line of text that goes on for a while.\n".repeat(15_000);
    world.repo.commit("main", &[("README.md", format!("{GOOD}{long}"))], "Long");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    fork.commit("work", &[("README.md", format!("{BAD}{long}"))], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    world.post(&pull);
    assert_eq!(lines(&pull), [("README.md".to_owned(), Some(2))]);
    assert!(world.requests().iter().any(|r| r.path.contains("/git/blobs/")));
}

#[test]
fn forty_findings_in_one_card_are_all_told() {
    let world = World::new();
    let names = ["English", "French", "German", "Spanish", "Italian", "Dutch", "Polish", "Greek"];
    let languages: String =
        names.iter().cycle().take(40).map(|name| format!("- {name}\n")).collect();
    let card = format!("---\nlicense: mit\nlanguage:\n{languages}---\n# M\n");
    let pull = world.pull(&[("README.md", card)]);
    let run = world.post(&pull);
    assert!(run.stderr.contains("40"), "{}", run.stderr);
    assert!(pull.comments().len() <= 25);
    assert_complete(&world, &pull);
}

#[test]
fn fifty_cards_take_four_reads_and_one_write() {
    let world = World::new();
    let paths: Vec<String> = (0..50).map(|n| format!("models/m{n}/README.md")).collect();
    let good: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), GOOD)).collect();
    world.repo.commit("main", &good, "Many");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    let bad: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), BAD)).collect();
    fork.commit("work", &bad, "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    world.counts();
    world.post(&pull);
    assert_eq!(world.counts(), (4, 1));
    assert_eq!(pull.comments().len(), 25);
    assert_complete(&world, &pull);
}

#[test]
fn links_are_no_cards() {
    let world = World::new();
    let fork = world.repo.fork("author");
    let change = Change::new().put("docs/card.md", GOOD).link("README.md", "docs/card.md");
    fork.commit_change("work", &change);
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let run = world.run(&pull, &["--format", "json"]);
    let json = run.json();
    let files = json["files"].as_array().unwrap();
    assert!(files.iter().all(|f| f["findings"].as_array().unwrap().is_empty()), "{json:#}");
}

#[test]
fn text_that_is_not_utf_8_is_read_as_it_is() {
    let world = World::new();
    let latin = [BAD.as_bytes(), b"caf\xe9\n"].concat();
    let pull = world.pull(&[("README.md", latin)]);
    let run = world.run(&pull, &["--format", "json"]);
    let json = run.json();
    assert!(json["files"][0]["findings"].as_array().unwrap().iter().all(|f| f["fix"].is_null()));
}

#[test]
fn the_files_of_a_mirrored_repository_are_listed() {
    let world = World::new();
    let link = "hub:\n  m/README.md:\n    id: org/m\n    mirror: true\n";
    world.repo.commit("main", &[("cardbot.yml", link)], "Mirror");
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    let widget = |file: &str| {
        GOOD.replace(
            "---\n# Model",
            &format!(
                "widget:\n- src: https://huggingface.co/org/m/resolve/main/{file}\n---\n# Model"
            ),
        )
    };
    let files = [("m/README.md", widget("missing.flac")), ("m/there.flac", "x".to_owned())];
    fork.commit("work", &files, "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let found = |pull| {
        let mut command = world.sandbox.cardbot();
        let pull: &github_stand_in::PullRequest = pull;
        command.args(["review", &pull.url(), "--select", "widget-src-missing", "--format", "json"]);
        command.envs(world.github.environment()).env("GITHUB_TOKEN", &world.token);
        let json = crate::sandbox::finish(&mut command).json();
        crate::sandbox::rules(&json).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(&pull), ["widget-src-missing"]);
    pull.push(&[("m/README.md", widget("there.flac"))], "Fix");
    assert!(found(&pull).is_empty());
}
