//! `cardbot serve` as a process, and the GitHub that it works for.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use github_stand_in::{AppHandle, Event, Level, PullRequest, Repo, StandIn};

use crate::sandbox::Sandbox;
use crate::web;

pub(crate) const GOOD: &str = "---\nlicense: mit\nlanguage: en\n---\n# Model\n\nSome text.\n";
pub(crate) const BAD: &str = "---\nlicense: Apache 2.0\nlanguage: en\n---\n# Model\n\nSome text.\n";

/// What the App asks for.
pub(crate) fn permissions(contents: Level) -> [(&'static str, Level); 5] {
    [
        ("checks", Level::Write),
        ("contents", contents),
        ("issues", Level::Read),
        ("metadata", Level::Read),
        ("pull_requests", Level::Write),
    ]
}

/// A GitHub with one repository that an App is installed on.
pub(crate) struct World {
    pub(crate) github: StandIn,
    pub(crate) repo: Repo,
    pub(crate) app: AppHandle,
    pub(crate) installation: u64,
    pub(crate) sandbox: Sandbox,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_contents(Level::Read)
    }

    /// The same with an App that may do so much with contents.
    pub(crate) fn with_contents(level: Level) -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD)], "Begin");
        let permissions = permissions(level);
        let app = github.app("cardbot", &permissions);
        let installation = app.install(&[&repo]);
        let sandbox = Sandbox::new();
        sandbox.write("key.pem", app.private_key());
        sandbox.write("secret", format!("{}\n", app.webhook_secret()));
        Self { github, repo, app, installation, sandbox }
    }

    /// A pull request that breaks a card.
    pub(crate) fn pull(&self) -> PullRequest {
        self.pull_of("author")
    }

    /// The same by another author.
    pub(crate) fn pull_of(&self, author: &str) -> PullRequest {
        let fork = self.repo.fork(author);
        fork.commit("work", &[("README.md", BAD)], "Change");
        self.repo.open_from_fork(&fork, "work", "main")
    }

    /// The event of a new pull request.
    pub(crate) fn opened(&self) -> Event {
        self.pull().event("opened")
    }

    /// The program, set up for this App.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_cardbot"), args)
    }

    /// The same with another program, such as one of an earlier version.
    pub(crate) fn command_of(&self, program: &str, args: &[&str]) -> Command {
        let mut command = self.sandbox.command(program);
        command
            .args(args)
            .envs(self.github.environment())
            .env("CARDBOT_LISTEN", "127.0.0.1:0")
            .env("CARDBOT_APP_ID", self.app.id().to_string())
            .env("CARDBOT_APP_PRIVATE_KEY_FILE", self.sandbox.path("key.pem"))
            .env("CARDBOT_WEBHOOK_SECRET_FILE", self.sandbox.path("secret"))
            .env("CARDBOT_WORKERS", "0")
            .env("CARDBOT_WRITE_SPACING", "0.005")
            .env("CARDBOT_REQUEST_LIMIT", "0.4")
            .env("CARDBOT_PATIENCE", "3");
        command
    }

    pub(crate) fn serve(&self) -> Server {
        let server = Server::start(&mut self.command(&["serve"]));
        self.app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
        server
    }
}

/// A server, ended when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    log: Arc<Mutex<String>>,
}

const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// Starts it and waits until it listens.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, written) = (child.stderr.take().unwrap(), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                let mut log = written.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut server = Self { child, port: 0, log };
        server.port = server.wait_for("listening", |log| {
            let line = log.lines().find(|line| line.contains("listening"))?;
            let (_, rest) = line.split_once("127.0.0.1:")?;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest[..end].parse().ok()
        });
        server
    }

    /// All that it has logged so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits for something in the log.
    pub(crate) fn wait_for<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = find(&self.log()) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "no {what} in\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What a metric says; 0 where it is not there.
    pub(crate) fn metric(&self, start: &str) -> u64 {
        let text = web::get(self.port, "/metrics").body;
        let values = text.lines().filter(|line| line.starts_with(start));
        values.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
    }

    /// How many deliveries it has stored.
    pub(crate) fn stored(&self) -> u64 {
        let text = web::get(self.port, "/metrics").body;
        let stored = text.lines().filter(|line| line.contains("outcome=\"stored\""));
        stored.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
    }

    /// Waits until no job waits or runs; none may have been given up.
    pub(crate) fn until_all_is_done(&self, patience: Duration) {
        let begun = Instant::now();
        loop {
            // One look at all states. Where the store does not answer in time, none is told.
            let text = web::get(self.port, "/metrics").body;
            let told = |state: &str| {
                let start = format!("cardbot_jobs{{state=\"{state}\"}} ");
                text.lines().find_map(|line| line.strip_prefix(&start)?.parse::<u64>().ok())
            };
            if let (Some(0), Some(0), Some(dead)) = (told("waiting"), told("running"), told("dead"))
            {
                assert_eq!(dead, 0, "{}", self.log());
                return;
            }
            assert!(begun.elapsed() < patience, "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// One review with one comment, and one check on the head, which fails.
    #[track_caller]
    pub(crate) fn assert_reviewed_once(&self, pull: &PullRequest) {
        let log = self.log();
        assert_eq!(pull.reviews().len(), 1, "{:#?}\n{log}", pull.reviews());
        assert_eq!(pull.comments().len(), 1, "{:#?}\n{log}", pull.comments());
        let checks = pull.checks();
        assert_eq!(checks.len(), 1, "{checks:#?}\n{log}");
        assert_eq!(checks[0].conclusion.as_deref(), Some("failure"), "{checks:#?}");
    }

    /// Asks it to end, as an operator does.
    pub(crate) fn terminate(&self) {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(killed.success());
    }

    /// Kills it without a word.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for its end and gives the exit status.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
