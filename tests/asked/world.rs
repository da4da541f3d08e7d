//! A GitHub with a repository that the App is installed on.

use std::time::Duration;

use cardbot::app::asked::{Ask, Asking, What};
use cardbot::github::{App, AppAccess, Host, Pace, PullRequestTarget, REVIEW};
use cardbot::output::RulePages;
use cardbot::pull_request::{self, BrokenConfig, Options, Prepared, Silent};
use cardbot::settings::Overrides;
use cardbot_core::review::Event;
use github_stand_in::{AppHandle, Level, PostedIssueComment, PullRequest, Repo, Role, StandIn};
use serde_json::json;

pub(crate) const GOOD: &str =
    "---\nlanguage: en\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";
/// With a language that is written in the wrong way, and a fix that is safe.
pub(crate) const BAD: &str =
    "---\nlanguage: English\npipeline_tag: fill-mask\n---\n# Model\n\nSome text about the model.\n";

const WITHOUT_WRITING: &[(&str, Level)] = &[
    ("contents", Level::Read),
    ("pull_requests", Level::Write),
    ("checks", Level::Write),
    ("issues", Level::Read),
];
pub(crate) const WITH_WRITING: &[(&str, Level)] = &[
    ("contents", Level::Write),
    ("pull_requests", Level::Write),
    ("checks", Level::Write),
    ("issues", Level::Read),
];

pub(crate) struct World {
    pub(crate) github: StandIn,
    pub(crate) repo: Repo,
    pub(crate) access: AppAccess,
    pub(crate) installation: i64,
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) app: AppHandle,
}

impl World {
    pub(crate) fn new(permissions: &[(&str, Level)]) -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD)], "Begin");
        repo.let_in("ann", Role::Write);
        repo.let_in("rob", Role::Read);
        let app = github.app("cardbot", permissions);
        let installation = i64::try_from(app.install(&[&repo])).unwrap();
        let variables = github.environment();
        let env = |name: &str| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
        };
        let host = Host::new(&Host::of_environment(&env).unwrap(), &env).unwrap();
        let pace =
            Pace { request_limit: Duration::from_millis(400), patience: Duration::from_secs(3) };
        let known = App::new(&app.id().to_string(), &app.private_key()).unwrap();
        let access = AppAccess::new(known, &host, pace);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        Self { github, repo, access, installation, runtime, app }
    }

    pub(crate) fn reading() -> Self {
        Self::new(WITHOUT_WRITING)
    }

    pub(crate) fn writing() -> Self {
        Self::new(WITH_WRITING)
    }

    /// A pull request of a branch that breaks the card.
    pub(crate) fn pull(&self) -> PullRequest {
        self.repo.branch("work", "main");
        self.repo.commit("work", &[("README.md", BAD)], "Change");
        self.repo.open("work", "main")
    }

    pub(crate) fn ask(&self, pull: &PullRequest, id: &str, by: &str, what: What) -> Ask {
        Ask {
            installation: self.installation,
            repository_id: i64::try_from(self.repo.number()).unwrap(),
            repository: "org/model".to_owned(),
            pull: pull.number(),
            id: id.to_owned(),
            by: by.to_owned(),
            what,
        }
    }

    /// Somebody comments, and what they ask for is done. Gives the ask, where it is one.
    pub(crate) fn say(&self, pull: &PullRequest, by: &str, text: &str) -> Option<Ask> {
        let comment = pull.comment(by, text);
        let (by, what) = What::read(&json!({"comment": comment, "body": text, "by": by}))?;
        let ask = self.ask(pull, &comment.to_string(), &by, what);
        self.work_on(&ask);
        Some(ask)
    }

    /// What the worker does with an ask.
    pub(crate) fn work_on(&self, ask: &Ask) -> bool {
        self.runtime.block_on(async {
            let mut asking = Asking::begin(&self.access, ask, &RulePages::default()).await.unwrap();
            if let Some(ignore) = asking.wants_review() {
                let posting = self.review_without(ask.pull, ignore).await;
                asking.reviewed(&posting);
            }
            let heard = asking.is_heard();
            asking.answer().await.unwrap();
            heard
        })
    }

    async fn review_without(&self, pull: u64, ignore: &[String]) -> pull_request::Posting {
        let client = self.client().await;
        let mut watcher = Silent { post: true };
        let options = options(ignore);
        let target = self.target(pull);
        pull_request::review(&client, &target, &options, &mut watcher).await.unwrap().posting
    }

    async fn client(&self) -> std::sync::Arc<cardbot::github::Client> {
        let repository = i64::try_from(self.repo.number()).unwrap();
        self.access.client(self.installation, Some(repository), REVIEW).await.unwrap()
    }

    fn target(&self, number: u64) -> PullRequestTarget {
        PullRequestTarget {
            host: self.access.host().clone(),
            owner: "org".to_owned(),
            repository: "model".to_owned(),
            number,
        }
    }

    /// A review as after a push.
    pub(crate) fn review(&self, pull: &PullRequest) {
        self.runtime.block_on(self.review_without(pull.number(), &[]));
    }

    /// What a review would find.
    pub(crate) fn prepared(&self, pull: &PullRequest) -> Prepared {
        self.runtime.block_on(async {
            let client = self.client().await;
            let reading = pull_request::read(&client, &self.target(pull.number())).await.unwrap();
            pull_request::prepare(&client, reading, &options(&[])).await.unwrap()
        })
    }

    /// How much was written since it was last asked, tokens left out.
    pub(crate) fn writes(&self) -> usize {
        let requests = self.github.requests();
        self.github.forget_requests();
        requests.iter().filter(|r| r.write && !r.path.ends_with("/access_tokens")).count()
    }
}

fn options(ignore: &[String]) -> Options {
    Options {
        overrides: Overrides::default(),
        config: None,
        broken_config: BrokenConfig::Defaults,
        ignore: ignore.to_vec(),
        pages: RulePages::default(),
        event: Event::Comment,
        resolve_threads: false,
    }
}

/// The comments of the App.
pub(crate) fn answers(pull: &PullRequest) -> Vec<PostedIssueComment> {
    pull.issue_comments().into_iter().filter(|comment| comment.author == "cardbot").collect()
}

/// The reactions to the last comment of somebody else.
pub(crate) fn reactions(pull: &PullRequest) -> Vec<String> {
    let comments = pull.issue_comments();
    let last = comments.iter().rfind(|comment| comment.author != "cardbot").unwrap();
    last.reactions.iter().map(|(reaction, _)| reaction.clone()).collect()
}

/// The card at the head of a pull request.
pub(crate) fn card(pull: &PullRequest) -> String {
    String::from_utf8(pull.file("README.md").unwrap()).unwrap()
}
