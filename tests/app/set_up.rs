//! From nothing to an App: the page of the built program, as a browser does it.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use github_stand_in::{Event, Repo, StandIn};
use serde_json::Value;

use crate::browser::{self, Page, field, get, path_of, post};
use crate::sandbox::Sandbox;
use crate::server::{BAD, GOOD, Server};
use crate::web;

const PATIENCE: Duration = Duration::from_secs(120);

/// A GitHub with a repository, and no App anywhere.
struct World {
    github: StandIn,
    repo: Repo,
    sandbox: Sandbox,
}

/// A server without an App, and the page that it tells.
struct Started {
    server: Server,
    page: String,
}

impl World {
    fn new() -> Self {
        let github = StandIn::start();
        let repo = github.repository("org/model");
        repo.commit("main", &[("README.md", GOOD)], "Begin");
        Self { github, repo, sandbox: Sandbox::new() }
    }

    fn command(&self) -> Command {
        let mut command = self.sandbox.cardbot();
        command
            .arg("serve")
            .envs(self.github.environment())
            .env("CARDBOT_LISTEN", "127.0.0.1:0")
            .env("CARDBOT_WRITE_SPACING", "0.005");
        command
    }

    fn start(&self) -> Started {
        started(&mut self.command())
    }

    fn kept(&self) -> Option<Value> {
        let text = std::fs::read(self.file()).ok()?;
        Some(serde_json::from_slice(&text).unwrap())
    }

    fn file(&self) -> PathBuf {
        self.sandbox.path("cardbot-app/app.json")
    }
}

fn started(command: &mut Command) -> Started {
    let server = Server::start(command);
    let page = server.wait_for("address of the page", |log| {
        let (_, rest) = log.split_once("there is no App yet: open ")?;
        Some(rest.split_once(" to create it")?.0.to_owned())
    });
    Started { server, page }
}

impl Started {
    /// The page with something chosen. GitHub reaches the server where it listens.
    fn chosen(&self, query: &str) -> String {
        format!("{}&url=http://127.0.0.1:{}&{query}", self.page, self.server.port)
    }

    /// Opens the page, clicks, and follows GitHub back.
    fn click(&self, query: &str) -> Page {
        let shown = get(&self.chosen(query));
        assert_eq!(shown.status, 200, "{}", shown.body);
        let back = post(&field(&shown.body, "action"), &field(&shown.body, "value"));
        assert_eq!(back.status, 302, "{}", back.body);
        get(back.header("location").unwrap())
    }
}

fn webhook(server: &Server, headers: &[(String, String)], body: &[u8]) -> u16 {
    web::post(server.port, headers, body).status
}

#[test]
fn from_nothing_to_a_review() {
    let world = World::new();
    let mut started = world.start();
    assert_eq!(webhook(&started.server, &[], b"{}"), 503, "there is no App yet");
    assert_eq!(get(&format!("http://127.0.0.1:{}/play", started.server.port)).status, 200);
    let done = started.click("name=my-cardbot");
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("/apps/my-cardbot/installations/new"), "{}", done.body);
    let kept = world.kept().unwrap();
    let secrets = ["pem", "client_secret", "webhook_secret"].map(|key| kept[key].as_str().unwrap());
    for secret in secrets {
        assert!(!done.body.contains(secret));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(world.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // The server goes on by itself.
    started.server.wait_for("word of it", |log| log.contains("the App is set up").then_some(()));
    let app = world.github.apps().remove(0);
    assert_eq!(app.slug(), "my-cardbot");
    app.install(&[&world.repo]);
    let fork = world.repo.fork("author");
    fork.commit("work", &[("README.md", BAD)], "Change");
    let pull = world.repo.open_from_fork(&fork, "work", "main");
    assert_eq!(app.deliver(&pull.event("opened")).status, 202);
    started.server.until_all_is_done(PATIENCE);
    started.server.assert_reviewed_once(&pull);
    // The page is over, for whoever knows its address too.
    assert_eq!(get(&started.chosen("")).status, 410);
    assert_eq!(get(&started.page.replace("/setup", "/setup/done")).status, 410);
    let log = started.server.log();
    for secret in secrets {
        assert!(!log.contains(secret), "{log}");
    }
    // After a restart there is an App from the start, and no page.
    started.server.kill();
    let server = Server::start(&mut world.command());
    app.set_hook(&format!("http://127.0.0.1:{}/webhook", server.port));
    assert_eq!(app.deliver(&pull.event("reopened")).status, 202);
    assert!(!server.log().contains("no App yet"), "{}", server.log());
    assert_eq!(web::get(server.port, "/setup").status, 404);
    server.until_all_is_done(PATIENCE);
    server.assert_reviewed_once(&pull);
}

#[test]
fn an_organisation_on_an_enterprise_server_lets_it_write() {
    let world = World::new();
    let mut command = world.command();
    let started = started(command.envs(world.github.enterprise_environment()));
    assert_eq!(started.click("organisation=acme&writes=1").status, 200);
    let app = world.github.apps().remove(0);
    let installation = app.install(&[&world.repo]);
    let told = app.installation_event(installation, "created").payload;
    assert_eq!(told["installation"]["permissions"]["contents"], "write", "{told}");
    assert_eq!(world.kept().unwrap()["owner"], Value::Null, "no more is kept than is needed");
    assert!(world.github.requests().iter().any(|asked| asked.path.starts_with("/api/v3/app-man")));
    assert_eq!(app.deliver(&Event::new("ping", serde_json::json!({"zen": "x"}))).status, 202);
}

#[test]
fn a_state_that_was_not_given_or_comes_twice_is_refused() {
    let world = World::new();
    let started = world.start();
    let done = format!("http://127.0.0.1:{}/setup/done", started.server.port);
    for query in ["", "?code=abc", "?code=abc&state=", "?code=abc&state=0123456789abcdef"] {
        let shown = get(&format!("{done}{query}"));
        assert_eq!(shown.status, 403, "{query}");
    }
    // Nothing was asked of GitHub.
    assert!(world.github.requests().is_empty());
    assert_eq!(world.kept(), None);
    // A good state with a code that GitHub does not know, and then once more.
    let shown = get(&started.chosen(""));
    let action = field(&shown.body, "action");
    let state = action.split_once("state=").unwrap().1;
    assert!(state.len() >= 32, "{state}");
    let back = format!("{done}?code=unknown&state={state}");
    let refused = get(&back);
    assert_eq!(refused.status, 502);
    assert!(refused.body.contains("does not know the code"), "{}", refused.body);
    assert_eq!(get(&back).status, 403);
    // Begun again it still works.
    assert_eq!(started.click("").status, 200);
}

#[test]
fn nobody_else_is_shown_the_page() {
    let world = World::new();
    let started = world.start();
    let plain = started.page.split_once('?').unwrap().0;
    let refused = |page: Page| {
        assert_eq!(page.status, 403, "{}", page.body);
        assert!(!page.body.contains("state=") && !page.body.contains("<form"), "{}", page.body);
    };
    // Without the key, with another, under another name, and through a proxy.
    refused(get(plain));
    refused(get(&format!("{plain}?key=0")));
    refused(browser::request("GET", &started.page, Some("rebound.evil.example"), ""));
    let forwarded = [("x-forwarded-for".to_owned(), "192.0.2.1".to_owned())];
    let path = path_of(&started.page);
    let mut stream = web::connect(started.server.port);
    let head = web::head(&format!("GET {path}"), &forwarded, 0);
    std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
    let answer = web::answer(stream);
    assert_eq!(answer.status, 403, "{answer:?}");
    assert!(answer.body.contains("CARDBOT_SETUP=open"), "{answer:?}");
    let shown = get(&started.page);
    assert_eq!(shown.status, 200);
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    assert_eq!(shown.header("referrer-policy"), Some("no-referrer"));
}

#[test]
fn a_page_that_is_open_is_for_whoever_has_its_key() {
    let world = World::new();
    let mut command = world.command();
    command.env("CARDBOT_SETUP", "open").env("CARDBOT_URL", "https://cardbot.example.org/");
    let started = started(&mut command);
    // The log tells the address that an operator elsewhere can open.
    let path = started.page.strip_prefix("https://cardbot.example.org").unwrap();
    let here = format!("http://127.0.0.1:{}{path}", started.server.port);
    let from = |host: &str, url: &str| browser::request("GET", url, Some(host), "");
    let shown = from("cardbot.example.org", &here);
    assert_eq!(shown.status, 200, "{}", shown.body);
    let manifest: Value = serde_json::from_str(&field(&shown.body, "value")).unwrap();
    assert_eq!(manifest["redirect_url"], "https://cardbot.example.org/setup/done");
    assert_eq!(manifest["hook_attributes"]["url"], "https://cardbot.example.org/webhook");
    assert_eq!(from("10.0.0.7:8080", &here).status, 200);
    assert_eq!(from("cardbot.example.org", here.split_once('?').unwrap().0).status, 403);
}

#[test]
fn where_no_app_is_to_be_the_pages_are_served() {
    let world = World::new();
    let server = Server::start(world.command().env("CARDBOT_SETUP", "off"));
    let status = |path: &str| web::get(server.port, path).status;
    assert_eq!((status("/setup"), status("/play"), status("/rules")), (404, 200, 200));
    assert_eq!((status("/readyz"), webhook(&server, &[], b"{}")), (200, 503));
    server.wait_for("word of it", |log| log.contains("there is no App").then_some(()));
}

#[test]
fn mistakes_are_told_beside_the_form() {
    let world = World::new();
    let started = world.start();
    let shown = get(&format!("{}&url=nonsense", started.page));
    assert!(shown.body.contains("role=\"alert\"") && !shown.body.contains("state="));
    let shown = get(&started.page);
    assert!(shown.body.contains("Say first where GitHub reaches"), "{}", shown.body);
    assert!(!shown.body.contains("state="));
}

#[test]
#[cfg(unix)]
fn it_ends_while_it_waits_for_an_app() {
    let world = World::new();
    let mut started = world.start();
    started.server.terminate();
    assert_eq!(started.server.ended(), Some(0), "{}", started.server.log());
}

#[test]
fn what_is_kept_badly_is_told_at_the_start() {
    let world = World::new();
    world.sandbox.write("cardbot-app/app.json", "{\"pem\": \"secret-of-mine\"}");
    let run = crate::sandbox::finish(&mut world.command());
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("app.json") && !run.stderr.contains("secret-of-mine"), "{run:?}");
}
