//! `cardbot completions` and `cardbot man`.

use std::process::Command;

use crate::sandbox::Sandbox;

/// The verbs that `--help` lists.
fn verbs() -> Vec<String> {
    let help = Sandbox::new().run(&["--help"]).stdout;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| !line.starts_with(' ')).filter_map(|l| l.split(' ').next());
    names.filter(|name| *name != "help").map(ToOwned::to_owned).collect()
}

#[test]
fn completions_know_every_verb() {
    let verbs = verbs();
    assert!(verbs.len() >= 6, "{verbs:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Sandbox::new().run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{shell}");
        for verb in &verbs {
            assert!(run.stdout.contains(verb.as_str()), "{shell}: {verb}");
        }
    }
    assert_eq!(Sandbox::new().run(&["completions", "dos"]).status, Some(2));
}

#[test]
fn the_manual_page_tells_of_every_verb_and_its_options() {
    let run = Sandbox::new().run(&["man"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.contains(".TH cardbot 1"), "{}", run.stdout);
    for verb in verbs() {
        assert!(run.stdout.contains(&format!(".SH cardbot {verb}\n")), "{verb}");
    }
    assert!(run.stdout.contains("fail\\-on"));
    assert!(run.stdout.contains("Exit status: 0 clean"));
}

/// Reads a file with a program that knows its language, and fails when that complains.
fn read_by(reader: &[&str], text: &str) {
    let sandbox = Sandbox::with("made", text);
    let mut command = Command::new(reader[0]);
    let Ok(read) = command.args(&reader[1..]).arg(sandbox.path("made")).output() else {
        return eprintln!("SKIPPED: there is no `{}` to read with", reader[0]);
    };
    let complaint = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success() && complaint.is_empty(), "{reader:?}: {complaint}");
}

#[test]
fn shells_and_manual_readers_take_what_is_made() {
    for (shell, reader) in [
        ("bash", &["bash", "-n"][..]),
        ("zsh", &["zsh", "-n"]),
        ("fish", &["fish", "--no-execute"]),
    ] {
        read_by(reader, &Sandbox::new().run(&["completions", shell]).stdout);
    }
    read_by(&["groff", "-man", "-Tutf8", "-ww", "-z"], &Sandbox::new().run(&["man"]).stdout);
}
