//! Real cards and real edits of them, posted and applied with the button until nothing is suggested any more.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use github_stand_in::{Level, PullRequest, StandIn};
use serde_json::Value;

use crate::sandbox::{Sandbox, finish};

/// Cards in one pull request.
const TOGETHER: usize = 50;

/// The corpus; it is not public.
fn corpus() -> Option<PathBuf> {
    let given = std::env::var_os("CARDBOT_CORPUS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = given.unwrap_or_else(|| root.join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no corpus of real cards; CARDBOT_CORPUS names its folder");
    None
}

/// A card before and after a change.
type Edit = (Option<Vec<u8>>, Vec<u8>);

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The edits, and some cards that are new.
fn edits(corpus: &Path) -> Vec<Edit> {
    let pair = |pair: PathBuf| {
        Some((Some(fs::read(pair.join("base.md")).ok()?), fs::read(pair.join("head.md")).ok()?))
    };
    let pairs = below(&corpus.join("modern/pairs")).into_iter().step_by(4).filter_map(pair);
    let modern = below(&corpus.join("modern/cards")).into_iter().step_by(20);
    let owners = below(&corpus.join("cards")).into_iter().step_by(6);
    let old = owners.filter_map(|owner| Some(below(&owner).first()?.join("README.md")));
    let new = modern.chain(old).map(|card| (None, fs::read(card).unwrap()));
    pairs.chain(new).collect()
}

struct Scene {
    github: StandIn,
    token: String,
    sandbox: Sandbox,
    pull: PullRequest,
}

impl Scene {
    fn new(edits: &[Edit]) -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/models");
        repo.commit("main", &[("model.py", "print(1)\n")], "Begin");
        let numbered = || (0..).map(|n| format!("m{n}/README.md")).zip(edits);
        let before: Vec<(String, &[u8])> =
            numbered().filter_map(|(path, (base, _))| Some((path, base.as_deref()?))).collect();
        let after: Vec<(String, &[u8])> =
            numbered().map(|(path, (_, head))| (path, head.as_slice())).collect();
        repo.commit("main", &before, "Before");
        let fork = repo.fork("author");
        fork.branch("work", &repo.tip("main").unwrap());
        fork.commit("work", &after, "After");
        let pull = repo.open_from_fork(&fork, "work", "main");
        let token = github
            .actions_token(&repo, &[("contents", Level::Read), ("pull_requests", Level::Write)]);
        Self { github, token, sandbox: Sandbox::new(), pull }
    }

    /// Posts, and gives what was found.
    fn post(&self) -> (Value, String) {
        let mut command = self.sandbox.cardbot();
        command.args(["review", &self.pull.url(), "--post", "--format", "json", "-v"]);
        command.envs(self.github.environment()).env("GITHUB_TOKEN", &self.token);
        command.env("XDG_RUNTIME_DIR", self.sandbox.path(""));
        let run = finish(&mut command);
        assert_ne!(run.status, Some(2), "{run:?}");
        (run.json(), run.stderr)
    }
}

/// What the change introduced, by fingerprint.
fn introduced(json: &Value) -> BTreeSet<String> {
    let files = json["files"].as_array().unwrap().iter();
    let findings = files.flat_map(|file| file["findings"].as_array().unwrap());
    let new = findings.filter(|finding| finding["origin"] == "introduced");
    new.map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn once_all_suggestions_are_applied_none_is_left() {
    let Some(corpus) = corpus() else { return };
    let (edits, mut applied) = (edits(&corpus), 0);
    for some in edits.chunks(TOGETHER) {
        let scene = Scene::new(some);
        let mut offered: BTreeSet<String> = BTreeSet::new();
        for round in 0.. {
            assert!(round < 6, "there is no end to it: {:#?}", scene.pull.comments());
            let (json, log) = scene.post();
            assert!(log.contains(" reads, ") || log.contains(" read, "), "{log}");
            let found = introduced(&json);
            let again: Vec<_> = offered.intersection(&found).collect();
            assert!(again.is_empty(), "applied and found again: {again:?}\n{json:#}");
            let comments = scene.pull.comments();
            assert!(comments.len() <= 25 * (round + 1));
            // A comment may also show fixes that its suggestion could not take.
            let whole = comments.iter().filter(|comment| {
                !comment.suggestions.is_empty() && !comment.body.contains("```diff")
            });
            for comment in whole {
                offered.extend(found.iter().filter(|p| comment.body.contains(&p[..16])).cloned());
            }
            let done = scene.pull.apply_suggestions();
            assert!(done.refused.is_empty(), "{:?}", done.refused);
            applied += done.applied.len();
            if done.applied.is_empty() {
                break;
            }
        }
    }
    eprintln!("{} edits, {applied} suggestions applied", edits.len());
    assert!(applied > 20);
}
