//! The pages of the built program in a real Chromium: `browser.mjs` does the looking.

use std::path::{Path, PathBuf};
use std::process::Command;

use cardbot::app::store::Store;
use github_stand_in::StandIn;

use crate::sandbox::Sandbox;
use crate::server::Server;

/// Chromium, from `CHROMIUM` or from where systems put it.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.into_iter().chain(usual.map(PathBuf::from)).find(|path| path.exists())
}

/// The Node modules and the browser. `.ci/run pages` provides both and insists on them.
fn tools() -> Option<(PathBuf, PathBuf)> {
    let modules = std::env::var_os("CARDBOT_NODE_MODULES").map(PathBuf::from);
    let missing = match (modules, chromium()) {
        (Some(modules), Some(chromium)) => return Some((modules, chromium)),
        (None, _) => "CARDBOT_NODE_MODULES is not set (`bash .ci/run pages` sets it)",
        (_, None) => "there is no Chromium (CHROMIUM may name it)",
    };
    let needed = std::env::var("CARDBOT_TEST_PAGES").is_ok_and(|word| word == "required");
    assert!(!needed, "the pages could not be looked at in a browser: {missing}");
    eprintln!("SKIPPED: pages in a browser: {missing}");
    None
}

#[test]
fn pages_work_in_a_browser() {
    let Some((modules, chromium)) = tools() else { return };
    let sandbox = Sandbox::new();
    let database = format!("sqlite:{}", sandbox.path("cardbot.db").display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&database).await.expect("a store");
        crate::operations::fill(&store).await;
        store.close().await;
    });
    let mut serve = sandbox.cardbot();
    serve.env("DATABASE_URL", &database).env("CARDBOT_OPERATIONS_TOKEN", crate::operations::TOKEN);
    let (server, set_up) = started(&mut serve);
    let done = look("browser.mjs", modules, chromium)
        .env("SITE", format!("http://127.0.0.1:{}", server.port))
        .env("SET_UP", set_up)
        .env("OPERATIONS_TOKEN", crate::operations::TOKEN)
        .status()
        .expect("node");
    assert!(done.success(), "tests/pages/browser.mjs found what its output tells");
}

/// Starts a server that has no App, and gives the address of its set-up page.
fn started(serve: &mut Command) -> (Server, String) {
    let server = Server::start(serve.arg("serve").env("CARDBOT_LISTEN", "127.0.0.1:0"));
    let set_up = server.wait_for("address of the set-up", |log| {
        let (_, rest) = log.split_once("there is no App yet: open ")?;
        Some(rest.split_once(" to create it")?.0.to_owned())
    });
    (server, set_up)
}

fn look(script: &str, modules: PathBuf, chromium: PathBuf) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(script);
    let mut node = Command::new("node");
    node.arg(script).env("CARDBOT_NODE_MODULES", modules).env("CHROMIUM", chromium);
    node
}

#[test]
fn the_steps_of_the_readme_lead_to_a_review() {
    let Some((modules, chromium)) = tools() else { return };
    let github = StandIn::start();
    let repo = github.repository("org/model");
    let card = |licence: &str| format!("---\nlicense: {licence}\nlanguage: en\n---\n# A model\n");
    repo.commit("main", &[("README.md", card("mit"))], "Begin");
    let fork = repo.fork("author");
    fork.commit("card", &[("README.md", card("MIT License"))], "Change");
    let pull = repo.open_from_fork(&fork, "card", "main");
    github.show_pages(&repo, pull, &card("MIT License"));
    let sandbox = Sandbox::new();
    let (server, set_up) = started(sandbox.cardbot().envs(github.environment()));
    let done = look("try_it.mjs", modules, chromium)
        .env("SET_UP", set_up)
        .env("SERVER", format!("http://127.0.0.1:{}", server.port))
        .status()
        .expect("node");
    assert!(done.success(), "tests/pages/try_it.mjs; the server said\n{}", server.log());
}
