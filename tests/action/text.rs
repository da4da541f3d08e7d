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

#[test]
fn no_card_commands_the_runner_from_the_text_output() {
    let sandbox = Sandbox::with("README.md", "---\nlicense: \"##[error]owned\"\n---\n");
    let mut command = sandbox.cardbot();
    command.args(["check", "README.md"]).env("GITHUB_ACTIONS", "true");
    let run = finish(&mut command);
    assert!(run.stdout.contains("# #[error]owned"), "{}", run.stdout);
    assert!(!run.stdout.contains("##["), "{}", run.stdout);
}
