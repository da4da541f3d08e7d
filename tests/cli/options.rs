//! Options of `check`: what fails, which rules run, which configuration holds.

use snapbox::{assert_data_eq, str};

use crate::sandbox::{Sandbox, rules};

/// An error, a warning and a note.
const ALL: &str = "---\nlicense: Apache 2.0\nlanguage: en\npipeline-tag: x\nthumbnail:\n---\n";
const ERROR: &str = "license-unknown";
const WARNING: &str = "key-misspelt";
const NOTE: &str = "key-empty";

fn status(sandbox: &Sandbox, args: &[&str]) -> Option<i32> {
    sandbox.run(&[&["check"], args].concat()).status
}

#[test]
fn fail_on_sets_what_fails() {
    let sandbox = Sandbox::with("README.md", ALL);
    for (select, failing) in [
        (ERROR, &["error", "warning", "note"][..]),
        (WARNING, &["warning", "note"]),
        (NOTE, &["note"]),
    ] {
        for level in ["error", "warning", "note", "never"] {
            let expected = i32::from(failing.contains(&level));
            let ended = status(&sandbox, &["--select", select, "--fail-on", level]);
            assert_eq!(ended, Some(expected), "{select} with --fail-on {level}");
        }
    }
    assert_eq!(status(&sandbox, &["--select", WARNING]), Some(0), "errors fail by default");
    assert_eq!(status(&sandbox, &["--fail-on", "sometimes"]), Some(2));
}

#[test]
fn rules_are_selected_and_ignored_by_name_and_family() {
    let sandbox = Sandbox::with("README.md", ALL);
    let found = |args: &[&str]| -> Vec<String> {
        let json = sandbox.json(&[&["check", "--format", "json"], args].concat());
        rules(&json).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(found(&["--select", "license-unknown"]), [ERROR]);
    assert_eq!(found(&["--select", "key"]), [WARNING, NOTE]);
    assert_eq!(found(&["--select", "key-,license"]), [ERROR, WARNING, NOTE]);
    assert_eq!(found(&["--select", NOTE, "--select", ERROR]), [ERROR, NOTE]);
    assert_eq!(found(&["--select", "key", "--ignore", "key-empty"]), [WARNING]);
    assert!(!found(&["--ignore", "license"]).iter().any(|rule| rule.starts_with("license")));
}

#[test]
fn an_unknown_rule_gets_a_hint() {
    let sandbox = Sandbox::with("README.md", ALL);
    let run = sandbox.run(&["check", "--select", "licence-unknown"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: --select: there is no rule `licence-unknown`; did you mean `license-unknown`?

"#]]
    );
    let run = sandbox.run(&["check", "--ignore", "weather"]);
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: --ignore: there is no rule `weather`; `cardbot rules` lists them

"#]]
    );
}

#[test]
fn the_configuration_is_found_at_the_root() {
    let sandbox = Sandbox::repository();
    sandbox.write("models/README.md", ALL);
    sandbox.write(".github/cardbot.yml", "fail-on: never\n");
    assert_eq!(sandbox.run_in("models", &["check"]).status, Some(0));
    sandbox.write("cardbot.yml", "fail-on: note\n");
    assert_eq!(status(&sandbox, &["models"]), Some(0), "the one in .github comes first");
    assert_eq!(status(&sandbox, &["models", "--fail-on", "error"]), Some(1), "an option beats it");
    sandbox.write("own.yml", "rules:\n  license-unknown: note\nignore: [key-misspelt]\n");
    let args = ["--config", "own.yml", "--select", "license-unknown,key-misspelt", "models"];
    let json = sandbox.json(&[&["check", "--format", "json"], &args[..]].concat());
    assert_eq!(rules(&json), [ERROR]);
    assert_eq!(json["files"][0]["findings"][0]["severity"], "note");
    assert_eq!(json["summary"]["suppressed"], 1);
}

#[test]
fn a_path_of_the_configuration_counts_from_the_root() {
    let sandbox = Sandbox::repository();
    sandbox.write("models/a/README.md", ALL);
    sandbox.write("models/b/README.md", "# No front matter\n");
    let config = "cards:\n  include: [models/b/*.md]\n  exclude: [models/a]\n";
    sandbox.write(".github/cardbot.yml", config);
    for (folder, path) in [(".", "."), ("models", "."), ("models/a", ".."), ("models/b", "../a")] {
        let json = sandbox.run_in(folder, &["check", "--format", "json", path]).json();
        let kinds: Vec<_> = json["files"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|file| file["path"].as_str().unwrap().ends_with("README.md"))
            .map(|file| file["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, &["other", "model-card"][..kinds.len()], "{folder} {path}");
    }
}

#[test]
fn a_broken_configuration_ends_the_run() {
    let sandbox = Sandbox::with("README.md", ALL);
    sandbox.write("cardbot.yml", "fail-om: never\nrules: {license-unknwon: off}\n");
    let run = sandbox.run(&["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: the configuration is not valid
cardbot.yml:1:1: `fail-om` is not a key of the configuration (Did you mean `fail-on`?)
cardbot.yml:2:9: there is no rule `license-unknwon` (Did you mean `license-unknown`?)

"#]]
    );
    let run = sandbox.run(&["check", "--config", "gone.yml"]);
    assert_eq!(run.status, Some(2));
    assert_data_eq!(
        run.stderr,
        str![[r#"
cardbot: the configuration gone.yml can't be read: no such file or folder

"#]]
    );
}
