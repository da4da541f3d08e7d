//! A GitHub with one repository, and jobs that use the action there.

use github_stand_in::{Level, PullRequest, Repo, StandIn};
use serde_json::{Value, json};

use crate::payload::payload;
use crate::runner::{Job, Used, root};
use crate::sandbox::Sandbox;

/// A card with nothing to say about.
pub(crate) const GOOD: &str = "---\nlicense: mit\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";
/// The same with a licence that the Hub does not know: an error.
pub(crate) const BAD: &str = "---\nlicense: Apache 2.0\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";

pub(crate) const WRITES: [(&str, Level); 2] =
    [("contents", Level::Read), ("pull_requests", Level::Write)];
pub(crate) const READS: [(&str, Level); 2] =
    [("contents", Level::Read), ("pull_requests", Level::Read)];

pub(crate) struct World {
    pub(crate) github: StandIn,
    pub(crate) repo: Repo,
}

impl World {
    /// A repository with a card on `main`.
    pub(crate) fn new() -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD), ("model.py", "print(1)\n")], "Begin");
        Self { github, repo }
    }

    pub(crate) fn of_fork(&self, files: &[(&str, &str)]) -> PullRequest {
        let fork = self.repo.fork("author");
        fork.branch("work", &self.repo.tip("main").unwrap());
        fork.commit("work", files, "Change");
        self.repo.open_from_fork(&fork, "work", "main")
    }

    pub(crate) fn of_branch(&self, files: &[(&str, &str)]) -> PullRequest {
        self.repo.branch("work", &self.repo.tip("main").unwrap());
        self.repo.commit("work", files, "Change");
        self.repo.open("work", "main")
    }

    /// A job with a token that may do so much.
    pub(crate) fn job(&self, event: &str, payload: &Value, may: &[(&str, Level)]) -> Job {
        let sandbox = Sandbox::new();
        sandbox.write("event.json", payload.to_string());
        let mut env = self.github.environment();
        env.extend([
            ("GITHUB_EVENT_NAME", event.to_owned()),
            ("GITHUB_EVENT_PATH", sandbox.path("event.json").display().to_string()),
            ("GITHUB_REPOSITORY", "org/model".to_owned()),
            ("CARDBOT_REQUEST_LIMIT", "0.4".to_owned()),
            ("CARDBOT_PATIENCE", "3".to_owned()),
        ]);
        Job {
            sandbox,
            action: root().to_owned(),
            token: self.github.actions_token(&self.repo, may),
            with: vec![("binary-path", env!("CARGO_BIN_EXE_cardbot").to_owned())],
            env,
        }
    }

    /// A job that a pull request has started.
    pub(crate) fn on(&self, event: &str, pull: &PullRequest, may: &[(&str, Level)]) -> Job {
        let payload = payload(
            "pull_request",
            "pull_request",
            Some("synchronize"),
            &[
                ("number", json!(pull.number())),
                ("pull_request.number", json!(pull.number())),
                ("pull_request.head.sha", json!(pull.head())),
                ("repository.full_name", json!("org/model")),
            ],
        );
        self.job(event, &payload, may)
    }

    /// The rule of each finding that the pull request introduces, from the JSON of `review`.
    pub(crate) fn findings(&self, pull: &PullRequest) -> Vec<Value> {
        let sandbox = Sandbox::new();
        let mut command = sandbox.cardbot();
        command
            .args(["review", &pull.url(), "--dry-run", "--format", "json"])
            .envs(self.github.environment())
            .env("GITHUB_TOKEN", self.github.actions_token(&self.repo, &READS));
        let json = crate::sandbox::finish(&mut command).json();
        let files = json["files"].as_array().unwrap().iter();
        files
            .flat_map(|file| file["findings"].as_array().unwrap().clone())
            .filter(|finding| finding["origin"] == "introduced")
            .collect()
    }
}

/// All that a person can read on the pull request.
pub(crate) fn said(pull: &PullRequest) -> String {
    let reviews = pull.reviews().into_iter().map(|review| review.body);
    let comments = pull.comments().into_iter().map(|comment| comment.body);
    reviews.chain(comments).collect::<Vec<_>>().join("\n")
}

/// That each finding stands on the pull request.
pub(crate) fn assert_on_pull(pull: &PullRequest, findings: &[Value]) {
    let said = said(pull);
    for finding in findings {
        let print = finding["fingerprint"].as_str().unwrap();
        assert!(said.contains(&print[..16]), "lost: {finding}\n{said}");
    }
}

/// That each finding is annotated and that the summary tells its rule; and that those which GitHub
/// does not show are counted.
pub(crate) fn assert_annotated(used: &Used, findings: &[Value]) {
    let annotations = used.annotations();
    let shown = used.shown();
    for finding in findings {
        let rule = finding["rule"].as_str().unwrap();
        let same = findings.iter().filter(|other| other["rule"] == rule).count();
        let title = format!("title={rule}::");
        let told = annotations.iter().filter(|(_, text)| text.contains(&title)).count();
        assert_eq!(told, same, "{rule}: {used:?}");
        assert!(used.summary.contains(rule), "{rule}: {}", used.summary);
    }
    if annotations.len() > shown.len() {
        let hidden = format!("{} further finding", annotations.len() - shown.len());
        assert!(shown.iter().any(|(_, text)| text.contains(&hidden)), "{hidden}: {shown:?}");
    }
}
