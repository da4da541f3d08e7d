//! The set-up page: from nothing to the credentials of an App, as a browser does it.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod browser;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;

use browser::{Page, field, get, path_of, post};
use cardbot::app::setup::{self, Credentials, FILE, Setup};
use cardbot::github::{App, AppAccess, Host, Pace, run_id};
use github_stand_in::StandIn;
use serde_json::Value;

struct World {
    github: StandIn,
    folder: PathBuf,
    /// Where the page is.
    page: String,
    setup: Setup,
    running: JoinHandle<Result<Credentials, String>>,
}

fn host(variables: &[(&'static str, String)]) -> Host {
    let env =
        |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
    Host::new(&Host::of_environment(&env).unwrap(), &env).unwrap()
}

impl World {
    fn new(is_open: bool, is_enterprise: bool) -> Self {
        let github = StandIn::start();
        let folder = std::env::temp_dir().join(format!("cardbot-setup-{}", run_id()));
        let variables =
            if is_enterprise { github.enterprise_environment() } else { github.environment() };
        let setup = Setup {
            host: host(&variables),
            pace: Pace::default(),
            listen: "127.0.0.1:0".parse().unwrap(),
            folder: folder.clone(),
            public_url: Some("https://cardbot.example.org".to_owned()),
            is_open,
        };
        let (tell, told) = mpsc::channel();
        let begun = setup.clone();
        let running = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(setup::run(begun, |page| tell.send(page.to_owned()).unwrap()))
        });
        let page = told.recv().unwrap();
        Self { github, folder, page, setup, running }
    }

    /// Opens the page, clicks, and follows GitHub back.
    fn click(&self, query: &str) -> Page {
        let mark = if self.page.contains('?') { '&' } else { '?' };
        let shown = get(&format!("{}{mark}{query}", self.page));
        assert_eq!(shown.status, 200, "{}", shown.body);
        let back = post(&field(&shown.body, "action"), &field(&shown.body, "value"));
        assert_eq!(back.status, 302, "{}", back.body);
        get(back.header("location").unwrap())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn all_the_way(world: &World, query: &str) -> Value {
    let done = world.click(query);
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("/installations/new"), "{}", done.body);
    let kept = Credentials::read(&world.folder).unwrap().unwrap();
    for secret in [&kept.pem, &kept.client_secret, kept.webhook_secret.as_ref().unwrap()] {
        assert!(!done.body.contains(secret.as_str()));
    }
    #[cfg(unix)]
    assert_eq!(mode(&world.folder.join(FILE)), 0o600);
    // They are good: the App can sign with them.
    let app = App::new(&kept.id.to_string(), &kept.pem).unwrap();
    let access = AppAccess::new(app, &world.setup.host, Pace::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(access.get("/app")).unwrap().json().unwrap()
}

#[test]
fn one_click_creates_the_app() {
    let world = World::new(false, false);
    let app = all_the_way(&world, "name=my-cardbot");
    assert_eq!(app["slug"], "my-cardbot");
    assert_eq!(app["permissions"]["contents"], "read");
    assert_eq!(app["permissions"]["pull_requests"], "write");
    assert_eq!(app["events"].as_array().unwrap().len(), 4);
    let made = &world.github.apps()[0];
    assert_eq!(made.slug(), "my-cardbot");
}

#[test]
fn an_organisation_on_an_enterprise_server_lets_it_write() {
    let world = World::new(false, true);
    let app = all_the_way(&world, "organisation=acme&writes=1");
    assert_eq!(app["owner"]["login"], "acme");
    assert_eq!(app["permissions"]["contents"], "write");
}

#[test]
fn the_set_up_ends_with_the_credentials() {
    let mut world = World::new(false, false);
    assert_eq!(world.click("").status, 200);
    let running = std::mem::replace(&mut world.running, std::thread::spawn(|| Err(String::new())));
    let credentials = running.join().unwrap().unwrap();
    assert_eq!(Some(credentials), Credentials::read(&world.folder).unwrap());
}

#[test]
fn a_state_that_was_not_given_or_comes_twice_is_refused() {
    let world = World::new(false, false);
    let done = world.page.replace("/setup", "/setup/done");
    for query in ["", "?code=abc", "?code=abc&state=", "?code=abc&state=0123456789abcdef"] {
        let shown = get(&format!("{done}{query}"));
        assert_eq!(shown.status, 403, "{query}");
    }
    // Nothing was asked of GitHub.
    assert!(world.github.requests().is_empty());
    assert_eq!(Credentials::read(&world.folder).unwrap(), None);
    // A good state with a code that GitHub does not know, and then once more.
    let shown = get(&world.page);
    let action = field(&shown.body, "action");
    let state = action.split_once("state=").unwrap().1;
    let back = format!("{done}?code=unknown&state={state}");
    let refused = get(&back);
    assert_eq!(refused.status, 502);
    assert!(refused.body.contains("does not know the code"), "{}", refused.body);
    assert_eq!(get(&back).status, 403);
}

#[test]
fn other_names_of_this_machine_are_refused() {
    let world = World::new(false, false);
    let shown = browser::request("GET", &world.page, Some("rebound.evil.example"), "");
    assert_eq!(shown.status, 403);
    assert!(!shown.body.contains("state="));
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(shown.header("cache-control"), Some("no-store"));
}

#[test]
fn a_page_that_is_open_to_others_needs_its_key() {
    let world = World::new(true, false);
    let bare = path_of(&world.page).split_once('?').unwrap();
    assert!(bare.1.starts_with("key="));
    let address = world.page.split_once('?').unwrap().0;
    assert_eq!(get(address).status, 403);
    assert_eq!(get(&format!("{address}?key=0")).status, 403);
    let shown = browser::request("GET", &world.page, Some("cardbot.example.org"), "");
    assert_eq!(shown.status, 200);
}

#[test]
fn mistakes_are_told_beside_the_form() {
    let world = World::new(false, false);
    let shown = get(&format!("{}?url=nonsense", world.page));
    assert!(shown.body.contains("role=\"alert\"") && !shown.body.contains("state="));
    let shown = get(&format!("{}?url=", world.page));
    assert!(shown.body.contains("Say first where GitHub reaches"), "{}", shown.body);
    assert!(!shown.body.contains("state="));
}
