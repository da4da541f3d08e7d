//! The pages in a real Chromium: `browser.mjs` does the looking.

use std::path::{Path, PathBuf};
use std::process::Command;

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
    let world = crate::operations::world();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/browser.mjs");
    let done = Command::new("node")
        .arg(&script)
        .env("SITE", world.url(""))
        .env("CARDBOT_NODE_MODULES", modules)
        .env("CHROMIUM", chromium)
        .env("OPERATIONS_TOKEN", crate::operations::TOKEN)
        .status()
        .expect("node");
    assert!(done.success(), "tests/pages/browser.mjs found what its output tells");
}
