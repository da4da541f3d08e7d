//! Hostile text: no card and no path prints a command of its own.

use github_stand_in::Change;

use crate::sandbox::{Sandbox, finish};
use crate::world::{READS, World};

#[test]
fn no_card_commands_the_runner() {
    let world = World::new();
    let card = "---\nlicense: \"x\\n::error::owned\\n##[error]owned\"\nlanguage: \"::warning::owned\"\n::notice::owned: 1\n---\n::error::owned\n##[add-mask]owned\n";
    let fork = world.repo.fork("author");
    fork.branch("work", &world.repo.tip("main").unwrap());
    let change = Change::new().put("README.md", card).put("a,b::error::owned%0A/README.md", card);
    fork.commit_change("work", &change);
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    let used = world.on("pull_request", &pull, &READS).run();
    assert_eq!(used.status, 1, "{used:?}");
    let findings = world.findings(&pull);
    let own = used.annotations();
    assert_eq!(
        own.iter().filter(|(_, text)| !text.starts_with("title=cardbot")).count(),
        findings.len()
    );
    for line in used.stdout.lines() {
        let ours = line.starts_with("cardbot: ")
            || ["error", "warning", "notice"]
                .iter()
                .any(|kind| line.starts_with(&format!("::{kind} ")));
        assert!(ours, "{line}");
        assert!(line.starts_with("::") || !line.contains("##["), "{line}");
    }
}

/// What the runner obeys: as it reads, commands of one kind begin a line, those of the other stand
/// anywhere in it. Nothing is obeyed until the word that ends the stop.
fn obeyed(log: &str) -> Vec<&str> {
    let mut obeyed = vec![];
    let mut lines = log.lines();
    while let Some(line) = lines.next() {
        if let Some(word) = line.strip_prefix("::stop-commands::") {
            assert!(word.len() >= 16, "{line}");
            let end = format!("::{word}::");
            assert!(lines.any(|line| line == end), "{log}");
        } else if line.trim_start().starts_with("::") || line.contains("##[") {
            obeyed.push(line);
        }
    }
    obeyed
}

#[test]
fn no_card_commands_the_runner_from_any_output() {
    let base = "---\nlicense: mit\n---\ntext\n";
    let head = "---\nlicense: \"##[error]owned\"\nlanguage: English\n\
                ::notice::owned: 1\ntags:\n- \"##[error]owned\"\n---\n  ::error::owned\n";
    let sandbox = Sandbox::with("README.md", head);
    sandbox.write("base.md", base);
    let formats = ["text", "json", "markdown", "sarif", "rdjson"];
    let mut asked: Vec<Vec<&str>> = vec![
        vec!["check", "README.md", "--diff"],
        vec!["tags", "README.md"],
        vec!["tags", "README.md", "--format", "json"],
    ];
    for format in formats {
        asked.push(vec!["check", "README.md", "--format", format]);
        asked.push(vec!["review", "base.md", "README.md", "--format", format]);
    }
    for args in asked {
        let run = |is_log: &str| {
            let mut command = sandbox.cardbot();
            finish(command.args(&args).env("GITHUB_ACTIONS", is_log))
        };
        let (log, other) = (run("true"), run("false"));
        assert_eq!(obeyed(&log.stdout), [""; 0], "{args:?}");
        assert_eq!(obeyed(&log.stderr), [""; 0], "{args:?}");
        assert!(!obeyed(&other.stdout).is_empty(), "{args:?} shows nothing:\n{}", other.stdout);
        if args.last().is_some_and(|format| format.contains("json") || *format == "sarif") {
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(read(&log.stdout), read(&other.stdout), "{args:?}");
        }
    }
}

#[test]
fn a_patch_applies_though_the_runner_is_told_to_stop() {
    let card = "---\nlanguage: English\n---\n  ::error::owned\n";
    let sandbox = Sandbox::with("README.md", card);
    let mut command = sandbox.cardbot();
    command.args(["check", "README.md", "--diff"]).env("GITHUB_ACTIONS", "true");
    let patch = finish(&mut command).stdout;
    assert!(patch.starts_with("::stop-commands::"), "{patch}");
    sandbox.write("a.patch", &patch);
    let mut git = std::process::Command::new("git");
    git.args(["apply", "a.patch"]).current_dir(sandbox.path("."));
    assert!(git.status().unwrap().success(), "{patch}");
    let mended = std::fs::read_to_string(sandbox.path("README.md")).unwrap();
    assert_eq!(mended, card.replace("English", "en"));
}
