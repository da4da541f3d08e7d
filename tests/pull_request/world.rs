//! A GitHub with one repository, and the program run against it.

use std::collections::BTreeSet;
use std::process::Command;

use github_stand_in::{Caps, Level, PostedComment, PullRequest, Received, Repo, StandIn};

use crate::sandbox::{Run, Sandbox, finish};

/// A card with nothing to say about.
pub(crate) const GOOD: &str = "---\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";
/// The same with a licence that the Hub does not know.
pub(crate) const BAD: &str = "---\nlicense: Apache 2.0\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";
/// Only this is looked for, so that new rules do not change these tests.
pub(crate) const SELECT: &str = "license-unknown,language-name";

pub(crate) struct World {
    pub(crate) github: StandIn,
    pub(crate) repo: Repo,
    pub(crate) token: String,
    pub(crate) sandbox: Sandbox,
}

impl World {
    /// A repository with a card on `main`, and a token as the Action has one.
    pub(crate) fn new() -> Self {
        Self::with(Caps::GITHUB)
    }

    /// The same on a GitHub that tells less at a time.
    pub(crate) fn with(caps: Caps) -> Self {
        let github = StandIn::start_with(caps);
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD), ("model.py", "print(1)\n")], "Begin");
        let token = github
            .actions_token(&repo, &[("contents", Level::Read), ("pull_requests", Level::Write)]);
        Self { github, repo, token, sandbox: Sandbox::new() }
    }

    /// A pull request of a fork that writes these files.
    pub(crate) fn pull<P: AsRef<str>, B: AsRef<[u8]>>(&self, files: &[(P, B)]) -> PullRequest {
        let fork = self.repo.fork("author");
        fork.commit("work", files, "Change");
        self.repo.open_from_fork(&fork, "work", "main")
    }

    /// A pull request that breaks the licence.
    pub(crate) fn bad_pull(&self) -> PullRequest {
        self.pull(&[("README.md", BAD)])
    }

    /// The program, led to this GitHub.
    pub(crate) fn command(&self, pull: &PullRequest, args: &[&str]) -> Command {
        let mut command = self.sandbox.cardbot();
        command
            .args(["review", &pull.url(), "--select", SELECT])
            .args(args)
            .envs(self.github.environment())
            .env("GITHUB_TOKEN", &self.token)
            .env("XDG_RUNTIME_DIR", self.sandbox.path(""))
            .env("CARDBOT_REQUEST_LIMIT", "0.4")
            .env("CARDBOT_PATIENCE", "3");
        command
    }

    pub(crate) fn run(&self, pull: &PullRequest, args: &[&str]) -> Run {
        finish(&mut self.command(pull, args))
    }

    /// Posts, and expects that this works.
    pub(crate) fn post(&self, pull: &PullRequest) -> Run {
        let run = self.run(pull, &["--post"]);
        assert_ne!(run.status, Some(2), "{run:?}");
        run
    }

    /// Reads and writes since they were last counted.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let requests = self.github.requests();
        self.github.forget_requests();
        let writes = requests.iter().filter(|request| request.write).count();
        (requests.len() - writes, writes)
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.github.requests()
    }
}

/// What our comments say on the lines: path and last line, in order.
pub(crate) fn lines(pull: &PullRequest) -> Vec<(String, Option<usize>)> {
    pull.comments().into_iter().map(|comment| (comment.path, comment.line)).collect()
}

/// All that a person can read on the pull request: summaries, comments.
pub(crate) fn all_text(pull: &PullRequest) -> String {
    let reviews = pull.reviews().into_iter().map(|review| review.body);
    let comments = pull.comments().into_iter().map(|comment| comment.body);
    reviews.chain(comments).collect::<Vec<_>>().join("\n")
}

/// That nothing is said twice and that all that the JSON has is said: as many marks as findings.
pub(crate) fn assert_complete(world: &World, pull: &PullRequest) {
    let run = world.run(pull, &["--format", "json", "--dry-run"]);
    let json = run.json();
    let findings = json["files"].as_array().unwrap().iter().flat_map(|file| {
        let introduced = |f: &&serde_json::Value| f["origin"] == "introduced";
        file["findings"].as_array().unwrap().iter().filter(introduced)
    });
    let text = all_text(pull);
    for finding in findings {
        let print = finding["fingerprint"].as_str().unwrap();
        assert!(text.contains(&print[..16]), "lost: {finding}\n{text}");
    }
    let live: Vec<PostedComment> =
        pull.comments().into_iter().filter(|comment| comment.reply_to.is_none()).collect();
    let places: BTreeSet<_> = live.iter().map(|c| (c.path.clone(), c.original_line)).collect();
    assert_eq!(places.len(), live.len(), "twice on the same line: {live:#?}");
    let summaries = pull.reviews().iter().filter(|r| r.body.contains("\"summary\"")).count();
    assert!(summaries <= 1, "{:#?}", pull.reviews());
}
