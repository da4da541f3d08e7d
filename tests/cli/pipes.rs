//! Readers that go away.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::sandbox::Sandbox;

/// Starts the program, reads one line of what it prints and goes away.
fn first_line(sandbox: &Sandbox, args: &[&str]) -> (String, Option<i32>, String) {
    let mut command = sandbox.cardbot();
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    (line, output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_reader_that_goes_away_changes_nothing_but_what_is_read() {
    let sandbox = Sandbox::new();
    for i in 0..400 {
        sandbox.write(format!("m{i}/README.md"), "---\nlicense: Apache 2.0\n---\n");
    }
    for format in ["text", "markdown", "github"] {
        let (line, status, said) = first_line(&sandbox, &["check", "--format", format]);
        assert!(!line.is_empty());
        assert_eq!(status, Some(1), "{format}: {said}");
        assert!(!said.contains("panicked") && !said.contains("pipe"), "{format}: {said}");
    }
    let (_, status, _) = first_line(&sandbox, &["check", "--diff"]);
    assert_eq!(status, Some(0));
    for args in [&["rules"][..], &["rules", "--format", "json"], &["explain", "license-unknown"]] {
        let (_, status, said) = first_line(&sandbox, args);
        assert_eq!((status, said.as_str()), (Some(0), ""));
    }
}
