//! `action.yml` itself: what its documents say of it, and that nothing is interpolated into shell.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::runner::{Action, expression, root};

/// The rows of the table below a heading: the first two cells.
fn table(text: &str, heading: &str) -> BTreeMap<String, Vec<String>> {
    let (_, rest) = text.split_once(&format!("\n## {heading}\n")).expect(heading);
    let section = rest.split("\n## ").next().unwrap();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<String> =
                line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
            (cells[0].trim_matches('`').to_owned(), cells[1..].to_vec())
        })
        .collect()
}

#[test]
fn the_documented_table_is_the_action() {
    let action = Action::read(root());
    let page = fs::read_to_string(root().join("docs/action.md")).unwrap();
    let inputs: BTreeMap<_, _> = action
        .inputs
        .iter()
        .map(|(name, input)| {
            let default = match input.default.as_str() {
                "" => String::new(),
                default => format!("`{}`", expression(default).unwrap_or(default)),
            };
            (name.clone(), vec![default, input.description.clone()])
        })
        .collect();
    assert_eq!(table(&page, "Inputs"), inputs);
    let outputs = action
        .outputs
        .iter()
        .map(|(name, output)| (name.clone(), vec![output.description.clone()]));
    assert_eq!(table(&page, "Outputs"), outputs.collect());
}

#[test]
fn every_input_goes_to_the_program_by_its_environment() {
    let action = Action::read(root());
    let [step] = action.runs.steps.as_slice() else { panic!("one step") };
    assert!(!step.run.contains("${{"));
    for name in action.inputs.keys() {
        let variable = format!("INPUT_{}", name.replace('-', "_").to_uppercase());
        assert_eq!(expression(&step.env[&variable]), Some(format!("inputs.{name}").as_str()));
    }
    assert_eq!(step.env.len(), action.inputs.len());
}

#[test]
fn archives_come_from_the_repository_of_the_package() {
    let action = Action::read(root());
    let repository = env!("CARGO_PKG_REPOSITORY");
    assert_eq!(action.inputs["download-url"].default, format!("{repository}/releases/download"));
}

#[test]
fn the_pre_commit_hook_takes_cards_and_results() {
    let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Vec<BTreeMap<String, String>> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(hooks[0]["entry"], "cardbot check");
    assert_eq!(hooks[0]["language"], "rust");
    let paths = [
        "README.md",
        "models/a/README.md",
        ".eval_results/hle.yaml",
        "models/a/.eval_results/hle.yml",
        "NOTREADME.md",
        "README.md.txt",
        "eval_results/hle.yaml",
        ".eval_results/hle.json",
        ".eval_results/old/hle.yaml",
    ];
    let mut grep = Command::new("grep")
        .args(["-E", &hooks[0]["files"]])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    grep.stdin.take().unwrap().write_all(paths.join("\n").as_bytes()).unwrap();
    let found = String::from_utf8(grep.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(found.lines().collect::<Vec<_>>(), paths[..4]);
}
