//! One contract for all sources of a change: the same change read from memory, from git, from
//! the working tree and from a pull request is the same change.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use cardbot::github::{Client, Login, Pace, PullRequestTarget};
use cardbot::judge;
use cardbot::output::RulePages;
use cardbot::pull_request;
use cardbot::source::{ChangeSet, ChangeSource, GitRange, Memory, Target, TwoFiles, WorkTree};
use cardbot_core::config::Config;
use cardbot_core::review::CardChange;
use github_stand_in::StandIn;

const BASE: &str = "---\nlicense: mit\nlanguage: en\n---\n# Model\n";
const HEAD: &str = "---\nlicense: Apache 2.0\nlanguage: en\n---\n# Model\n";
const LICENSE: &str = "MIT License\n";

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn git(&self, args: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(&self.0)
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output()
            .unwrap();
        assert!(status.status.success(), "{args:?}: {}", String::from_utf8_lossy(&status.stderr));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What every source must tell of the change BASE → HEAD of one card.
fn holds_the_contract(source: &dyn ChangeSource, name: &str) {
    let set = source.fetch().unwrap();
    assert_eq!(set.files.len(), 1, "{name}: other files are left out");
    let file = &set.files[0];
    assert!(file.path.ends_with("README.md"), "{name}: {}", file.path);
    assert_eq!(file.base.as_deref(), Some(BASE.as_bytes()), "{name}: base");
    assert_eq!(file.head.as_deref(), Some(HEAD.as_bytes()), "{name}: head");
    let judgement = judge::judge(&set, &Config::default(), &RulePages::default());
    let rules: Vec<_> = judgement.reviews[0].findings.iter().map(|r| r.finding.rule).collect();
    assert!(rules.contains(&"license-unknown"), "{name}: {rules:?}");
    assert_eq!(judgement.comments.len(), 1, "{name}");
    assert_eq!(judgement.comments[0].last, 2, "{name}");
    assert_eq!(judgement.reviews[0].changes.len(), 1, "{name}");
    // A second reading gives the same.
    let again = source.fetch().unwrap();
    assert_eq!(again.target, set.target, "{name}");
    assert_eq!(again.files[0].head, file.head, "{name}");
}

#[test]
fn memory() {
    let set = ChangeSet {
        target: Target {
            kind: "files",
            url: None,
            number: None,
            base: "a".to_owned(),
            merge_base: None,
            head: "b".to_owned(),
        },
        files: vec![CardChange {
            path: "README.md".to_owned(),
            base_path: None,
            base: Some(BASE.as_bytes().to_vec()),
            head: Some(HEAD.as_bytes().to_vec()),
            hunks: None,
            license_file: None,
        }],
        config: None,
    };
    holds_the_contract(&Memory(set), "memory");
}

#[test]
fn two_files() {
    let folder = Folder::new("two-files");
    folder.write("base.md", BASE);
    folder.write("README.md", HEAD);
    let source = TwoFiles { base: folder.0.join("base.md"), head: folder.0.join("README.md") };
    holds_the_contract(&source, "two files");
}

#[test]
fn git_range_and_working_tree() {
    let folder = Folder::new("git");
    folder.git(&["init", "-q", "-b", "main"]);
    folder.write("README.md", BASE);
    folder.write("model.py", "print(1)\n");
    folder.write("LICENSE", LICENSE);
    folder.commit("base");
    folder.git(&["checkout", "-q", "-b", "work"]);
    folder.write("README.md", HEAD);
    folder.write("model.py", "print(2)\n");
    // Not committed: the working tree shows it.
    holds_the_contract(&WorkTree { folder: folder.0.clone() }, "working tree, unstaged");
    folder.git(&["add", "-A"]);
    holds_the_contract(&WorkTree { folder: folder.0.clone() }, "working tree, staged");
    folder.commit("head");
    holds_the_contract(&WorkTree { folder: folder.0.clone() }, "working tree, committed");
    let range = |from_merge_base| GitRange {
        folder: folder.0.clone(),
        base: "main".to_owned(),
        head: "work".to_owned(),
        from_merge_base,
    };
    holds_the_contract(&range(false), "A..B");
    let set = range(false).fetch().unwrap();
    assert_eq!(set.files[0].license_file.as_deref(), Some(LICENSE));
    // The base moves on; the author of the change is not blamed for it.
    folder.git(&["checkout", "-q", "main"]);
    folder.write("other/README.md", "---\nlicense: gpl\n---\n");
    folder.commit("moved on");
    holds_the_contract(&range(true), "A...B");
    assert_eq!(range(false).fetch().unwrap().files.len(), 2, "A..B compares the two ends");
}

/// A pull request, read as the review reads it.
struct Pull {
    runtime: tokio::runtime::Runtime,
    client: Client,
    target: PullRequestTarget,
}

impl ChangeSource for Pull {
    fn fetch(&self) -> Result<ChangeSet, String> {
        let read = pull_request::read(&self.client, &self.target);
        self.runtime.block_on(read).map(|reading| reading.change).map_err(|e| e.to_string())
    }
}

#[test]
fn pull_request() {
    let github = StandIn::start();
    let repo = github.repository("org/model");
    let base = [("README.md", BASE), ("model.py", "print(1)\n"), ("LICENSE", LICENSE)];
    repo.commit("main", &base, "base");
    let fork = repo.fork("author");
    fork.branch("work", &repo.tip("main").unwrap());
    fork.commit("work", &[("README.md", HEAD), ("model.py", "print(2)\n")], "head");
    let number = repo.open_from_fork(&fork, "work", "main").number();
    // The base moves on; the author of the change is not blamed for it.
    repo.commit("main", &[("other/README.md", "---\nlicense: gpl\n---\n")], "moved on");
    let token = github.user_token("reader");
    for (name, login) in
        [("with a token", Login::Token(token)), ("without a token", Login::Anonymous)]
    {
        let variables = github.environment();
        let env = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
        let target = PullRequestTarget::read(&format!("org/model#{number}"), &env).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = {
            let _inside = runtime.enter();
            Client::new(&target.host, &login, Pace::default()).unwrap()
        };
        let pull = Pull { runtime, client, target };
        holds_the_contract(&pull, name);
        let license = &pull.fetch().unwrap().files[0].license_file;
        assert_eq!(license.as_deref(), Some(LICENSE), "{name}");
    }
}

#[test]
fn a_renamed_card_keeps_its_base_and_the_base_gives_the_configuration() {
    let folder = Folder::new("renamed");
    folder.git(&["init", "-q", "-b", "main"]);
    let text = "line\n".repeat(20);
    folder.write("README.md", &format!("{BASE}{text}"));
    folder.write("cardbot.yml", "fail-on: note\n");
    folder.commit("base");
    folder.git(&["checkout", "-q", "-b", "work"]);
    folder.git(&["mv", "README.md", "card.md"]);
    folder.write("card.md", &format!("{HEAD}{text}"));
    folder.write("cardbot.yml", "fail-on: never\n");
    folder.commit("renamed");
    let set = GitRange {
        folder: folder.0.clone(),
        base: "main".to_owned(),
        head: "work".to_owned(),
        from_merge_base: true,
    }
    .fetch()
    .unwrap();
    let card = set.files.iter().find(|f| f.path == "card.md").unwrap();
    assert_eq!(card.base_path.as_deref(), Some("README.md"));
    assert!(card.base.is_some());
    assert_eq!(set.config.unwrap().1, b"fail-on: note\n");
}

#[test]
fn what_is_no_repository_or_no_commit_is_said_so() {
    let folder = Folder::new("empty");
    folder.git(&["init", "-q", "-b", "main"]);
    let no_commit = WorkTree { folder: folder.0.clone() }.fetch().unwrap_err();
    assert!(no_commit.contains("no commit"), "{no_commit}");
    let range = GitRange {
        folder: folder.0.clone(),
        base: "--output=x".to_owned(),
        head: "HEAD".to_owned(),
        from_merge_base: false,
    };
    let unknown = range.fetch().unwrap_err();
    assert!(unknown.contains("--output=x"), "{unknown}");
    assert!(!folder.0.join("x").exists());
}

#[test]
fn the_files_of_a_folder_are_listed_as_the_head_has_them() {
    let folder = Folder::new("listing");
    folder.git(&["init", "-q", "-b", "main"]);
    folder.write("m/README.md", BASE);
    folder.write("m/samples/a.flac", "x");
    folder.commit("base");
    folder.write("m/samples/b.flac", "x");
    let side = |name: &str| GitRange {
        folder: folder.0.clone(),
        base: "HEAD".to_owned(),
        head: name.to_owned(),
        from_merge_base: false,
    };
    let names = |source: &dyn ChangeSource, folder: &str| -> Option<Vec<String>> {
        source.files_below(folder).map(|files| files.into_iter().collect())
    };
    let committed = ["README.md", "samples/a.flac"].map(str::to_owned).to_vec();
    assert_eq!(names(&side("HEAD"), "m"), Some(committed));
    let on_disk = ["README.md", "samples/a.flac", "samples/b.flac"].map(str::to_owned).to_vec();
    assert_eq!(names(&WorkTree { folder: folder.0.clone() }, "m"), Some(on_disk));
    assert!(names(&side("HEAD"), "").unwrap().contains(&"m/README.md".to_owned()));
    assert_eq!(names(&side("HEAD"), "elsewhere"), None);
}
