//! The documents name no file that is gone, and no rule, chore or command that does not exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cardbot_core::rules;
use serde_json::Value;

const DOCUMENTS: [&str; 12] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/action.md",
    "docs/app.md",
    "docs/deployment.md",
    "docs/dependencies.md",
    "docs/github.md",
    "docs/github-proof.md",
    "docs/release.md",
    "scripts/independent/README.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<(&'static str, String)> {
    let read = |name| (name, fs::read_to_string(root().join(name)).expect(name));
    DOCUMENTS.map(read).into()
}

/// The texts in single backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.contains("```"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The targets of links and pictures that stay in the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let pictures = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.chain(pictures).filter(|to| !to.contains("://") && !to.starts_with('#'))
}

/// Whether a word is written like a path: with an ending that files here have, or as a folder.
fn is_path(word: &str) -> bool {
    let plain = !word.contains([' ', '*', '{', '<', '$', '|']) && !word.contains("FAMILY");
    plain && [".rs", ".toml", ".sh", "/"].iter().any(|end| word.ends_with(end))
}

/// Documents shorten the paths of the core's modules.
fn exists(document: &str, word: &str) -> bool {
    let root = root();
    let beside = root.join(document);
    let beside = beside.parent().unwrap_or(Path::new(""));
    [&root, beside, &root.join("crates/cardbot-core/src"), &root.join("src")]
        .iter()
        .any(|folder| folder.join(word).exists())
}

#[test]
fn paths_in_the_documents_exist() {
    let mut seen = 0;
    for (name, text) in documents() {
        for link in links(&text) {
            let file = link.split('#').next().unwrap_or(link);
            let from = root().join(name);
            let target = from.parent().unwrap_or(Path::new("")).join(file);
            assert!(target.exists(), "{name} links to {link}, which is not there");
            seen += 1;
        }
        for word in code(&text).filter(|word| is_path(word)) {
            assert!(exists(name, word), "{name} names {word}, which is not there");
            seen += 1;
        }
    }
    assert!(seen > 30, "only {seen} paths were looked at");
}

/// All Rust files below some folders.
fn rust_below(folders: &[&str]) -> String {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut all = String::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            waiting.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push_str(&fs::read_to_string(&path).expect("a file"));
        }
    }
    all
}

/// The last column of the tables names tests.
#[test]
fn tests_in_the_proof_exist() {
    let text = fs::read_to_string(root().join("docs/github-proof.md")).expect("the proof");
    let sources = rust_below(&["tests", "src", "crates"]);
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let last = rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next());
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let names: BTreeSet<&str> =
        last.flat_map(code).filter(|word| word.chars().all(is_name)).collect();
    assert!(names.len() > 100, "only {} tests are named", names.len());
    for name in names {
        assert!(sources.contains(&format!("fn {name}()")), "there is no test {name}");
    }
}

#[test]
fn chores_and_rules_in_the_documents_exist() {
    let chores = fs::read_to_string(root().join("xtask/src/main.rs")).expect("the chores");
    for (name, text) in documents() {
        for rest in text.split("cargo xtask ").skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
            let chore = &rest[..end.unwrap_or(rest.len())];
            assert!(chores.contains(&format!("Some(\"{chore}\")")), "{name}: cargo xtask {chore}");
        }
        for rest in text.split("cardbot explain ").skip(1) {
            let rule = rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next();
            assert!(rule.is_some_and(|rule| rules::find(rule).is_some()), "{name}: {rule:?}");
        }
    }
}

#[test]
fn commands_in_the_readme_exist() {
    let program = env!("CARGO_BIN_EXE_cardbot");
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let verbs: BTreeSet<&str> = readme
        .split("cardbot ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next())
        .filter(|verb| ["review", "check", "tags", "rules", "explain", "schema"].contains(verb))
        .collect();
    assert_eq!(verbs.len(), 6, "the README tells of every command: {verbs:?}");
    for verb in verbs {
        let done = Command::new(program).args([verb, "--help"]).output().expect("the program");
        assert!(done.status.success(), "cardbot {verb}");
    }
}

#[test]
fn the_example_in_the_readme_finds_several_things() {
    let done = Command::new(env!("CARGO_BIN_EXE_cardbot"))
        .args(["review", "--format", "json", "examples/before.md", "examples/after.md"])
        .current_dir(root())
        .output()
        .expect("the program");
    assert_eq!(done.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let findings = answer["files"][0]["findings"].as_array().expect("findings");
    let rules: BTreeSet<_> = findings.iter().filter_map(|f| f["rule"].as_str()).collect();
    assert!(rules.len() >= 4, "{rules:?}");
    assert!(findings.iter().any(|f| f["fix"]["safety"] == "safe"));
}
