//! At a terminal it is asked before anything is posted. The terminal is Python's.

use std::process::Command;

use github_stand_in::PullRequest;

use crate::sandbox::{Run, finish};
use crate::world::{World, lines};

/// Runs a command at a terminal, and answers the question with the first argument.
const TERMINAL: &str = r#"
import os, pty, select, sys
answer, command = sys.argv[1].encode(), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
seen, asked = b"", False
while True:
    if not select.select([terminal], [], [], 20)[0]:
        sys.exit("no question, no end")
    try:
        read = os.read(terminal, 4096)
    except OSError:
        break
    if not read:
        break
    seen += read
    if b"[y/N]" in seen and not asked:
        asked = True
        os.write(terminal, answer + b"\n")
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;

/// What is seen at the terminal.
fn at_terminal(python: &str, world: &World, pull: &PullRequest, answer: &str) -> Run {
    let program = world.command(pull, &[]);
    let variables = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let mut command = Command::new(python);
    command.args(["-c", TERMINAL, answer]).arg(program.get_program()).args(program.get_args());
    finish(command.env_clear().envs(variables))
}

#[test]
fn only_yes_posts() {
    let python = std::env::var("CARDBOT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if Command::new(&python).arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no Python to make a terminal");
        return;
    }
    let world = World::new();
    let pull = world.bad_pull();
    for (answer, comments) in [("", 0), ("n", 0), ("y", 1)] {
        let run = at_terminal(&python, &world, &pull, answer);
        assert!(run.stdout.contains("post a review with 1 comment? [y/N]"), "{run:?}");
        assert!(run.stdout.contains("license-unknown"), "it is shown before: {run:?}");
        assert_eq!(run.status, Some(1), "{run:?}");
        assert_eq!(lines(&pull).len(), comments, "{answer}: {run:?}");
    }
    let run = at_terminal(&python, &world, &pull, "y");
    assert!(run.stdout.contains("nothing to post"), "{run:?}");
    assert!(!run.stdout.contains("[y/N]"), "{run:?}");
}
