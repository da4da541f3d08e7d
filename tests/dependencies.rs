//! Every direct dependency has its reason in `docs/dependencies.md`, and no reason is left over.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const MANIFESTS: [&str; 5] = [
    "Cargo.toml",
    "crates/cardbot-core/Cargo.toml",
    "crates/github-stand-in/Cargo.toml",
    "xtask/Cargo.toml",
    "fuzz/Cargo.toml",
];

/// The names below `[…dependencies]` in a manifest, but for our own crates.
fn named_in(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.trim_end_matches(']');
            inside = heading.ends_with("dependencies");
            if let Some((_, name)) = heading.split_once("dependencies.") {
                names.insert(name.to_owned());
            }
        } else if inside && let Some((key, _)) = line.split_once('=') {
            let name = key.trim().split('.').next().unwrap_or_default();
            names.insert(name.to_owned());
        }
    }
    let ours = ["#", "cardbot", "github-stand-in"];
    names.retain(|name| !ours.iter().any(|start| name.starts_with(start)));
    names.remove("github-stand-in");
    names
}

/// The first cells of the tables: "| `name` | used by | why |".
fn explained_in(page: &str) -> BTreeSet<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(name, rest)| {
            let why = rest.split('|').nth(1).unwrap_or_default().trim();
            assert!(!why.is_empty(), "docs/dependencies.md gives no reason for {name}");
            name.to_owned()
        })
        .collect()
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = BTreeSet::new();
    for manifest in MANIFESTS.map(|m| root.join(m)).iter().filter(|m| m.exists()) {
        named.extend(named_in(&fs::read_to_string(manifest).expect("a manifest")));
    }
    let page = fs::read_to_string(root.join("docs/dependencies.md")).expect("the page");
    let explained = explained_in(&page);
    let missing: Vec<_> = named.difference(&explained).collect();
    assert!(missing.is_empty(), "docs/dependencies.md has no line for {missing:?}");
    let left_over: Vec<_> = explained.difference(&named).collect();
    assert!(left_over.is_empty(), "docs/dependencies.md explains {left_over:?}, which are gone");
}

#[test]
fn manifests_are_read_in_all_their_forms() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# a comment = 1\na = \"1\"\n\
                    b.workspace = true\n[dev-dependencies.c]\nversion = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\nd = { version = \"1\" }\n[lints]\ne = 1\n";
    assert_eq!(named_in(manifest).into_iter().collect::<String>(), "abcd");
}
