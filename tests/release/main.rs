//! The scripts that the release workflow calls: an archive from the built program, its checksum
//! and the text of a release.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

#[cfg(target_os = "linux")]
mod workflow;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use github_stand_in::{Level, StandIn};

const BINARY: &str = env!("CARGO_BIN_EXE_cardbot");
const TARGET: &str = "x86_64-unknown-linux-musl";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn script(name: &str, args: &[&str]) -> Output {
    let path = root().join("scripts/release").join(name);
    Command::new(path).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().trim_end().to_owned()
}

fn pack(flavour: &str, folder: &Path) -> PathBuf {
    // Without what debuggers want, most of the program, it is packed in a second.
    std::fs::create_dir_all(folder).unwrap();
    let binary = folder.join("built");
    let _ = std::fs::remove_file(&binary);
    let strip = Command::new("strip").arg("-o").arg(&binary).arg(BINARY).output();
    if !strip.is_ok_and(|strip| strip.status.success()) {
        std::fs::copy(BINARY, &binary).unwrap();
    }
    let (binary, folder) = (binary.to_str().unwrap(), folder.to_str().unwrap());
    said(&script("pack", &[flavour, TARGET, binary, folder])).into()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

#[test]
fn an_archive_holds_the_program_and_what_belongs_to_it() {
    let folder = folder("release-full");
    let archive = pack("full", &folder);
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("cardbot-v{version}-{TARGET}.tar.gz");
    assert_eq!(archive.file_name().unwrap().to_str().unwrap(), name);
    let unpacked = folder.join("unpacked");
    std::fs::create_dir_all(&unpacked).unwrap();
    let tar = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&unpacked).status();
    assert!(tar.unwrap().success());
    for file in
        ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "cardbot.1", "completions/cardbot.zsh"]
    {
        assert!(unpacked.join(file).is_file(), "{file}");
    }
    let run = Command::new(unpacked.join("cardbot")).arg("--version").output().unwrap();
    assert_eq!(said(&run), format!("cardbot {version}"));
    // Where `cargo binstall` looks for it.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, binstall) = manifest.split_once("[package.metadata.binstall]\n").unwrap();
    let field = |key: &str| {
        let line = binstall.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        let fill = [
            ("repo", env!("CARGO_PKG_REPOSITORY")),
            ("version", version),
            ("target", TARGET),
            ("bin", "cardbot"),
            ("binary-ext", ""),
        ];
        fill.iter().fold(line.unwrap().trim_end_matches('"').to_owned(), |text, (key, value)| {
            text.replace(&format!("{{ {key} }}"), value)
        })
    };
    let releases = format!("{}/releases/download", env!("CARGO_PKG_REPOSITORY"));
    assert_eq!(field("pkg-url"), format!("{releases}/v{version}/{name}"));
    assert_eq!(field("pkg-fmt"), "tgz");
    assert!(unpacked.join(field("bin-dir")).is_file());
}

/// What the release workflow does on each system with what is in the draft.
#[test]
fn what_is_published_is_run_first() {
    let dist = folder("release-try");
    let copy = dist.join("copy");
    pack("full", &dist);
    pack("action", &dist);
    for file in ["action/run.sh", "scripts/release/try", "scripts/release/version", "Cargo.toml"] {
        std::fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
        std::fs::copy(root().join(file), copy.join(file)).unwrap();
    }
    let sums =
        "if command -v sha256sum > /dev/null; then sha256sum *.gz; else shasum -a 256 *.gz; fi";
    let sums = said(&Command::new("sh").args(["-c", sums]).current_dir(&dist).output().unwrap());
    std::fs::write(dist.join("SHA256SUMS"), sums + "\n").unwrap();
    let checksums = said(&script("checksums", &[dist.to_str().unwrap()]));
    let of_action = copy.join("action/checksums.txt");
    std::fs::write(&of_action, checksums).unwrap();

    let github = StandIn::start_unlogged();
    let repo = github.repository("org/cardbot");
    repo.commit("main", &[("action/checksums.txt", "")], "Build this");
    let before = repo.tip("main").unwrap();
    repo.commit("main", &[("action/checksums.txt", "some")], "Release");
    let token = github.actions_token(&repo, &[("contents", Level::Read)]);
    let attempt = || {
        let mut attempt = Command::new("bash");
        attempt.arg(copy.join("scripts/release/try")).arg(TARGET).arg(&dist);
        attempt.envs(github.environment());
        for (name, value) in [
            ("GITHUB_REPOSITORY", "org/cardbot"),
            ("GH_TOKEN", &token),
            ("RUNNER_OS", "Linux"),
            ("RUNNER_ARCH", "X64"),
            ("TRY_BEFORE", &before),
            ("TRY_AFTER", &repo.tip("main").unwrap()),
        ] {
            attempt.env(name, value);
        }
        attempt.output().unwrap()
    };
    let run = said(&attempt());
    assert!(run.contains("license-unknown") && run.contains("files looked at"), "{run}");
    // Without the checksum the Action would be built, with another one it ends.
    let lines = std::fs::read_to_string(&of_action).unwrap();
    std::fs::write(&of_action, lines.replace("  cardbot", "0  cardbot")).unwrap();
    let other = attempt();
    assert!(!other.status.success());
    assert!(String::from_utf8_lossy(&other.stdout).contains("SHA-256"), "{other:?}");
    std::fs::write(dist.join("SHA256SUMS"), "").unwrap();
    assert!(!attempt().status.success());
}

/// All but the corpus, which is not public.
#[test]
fn every_section_of_ci_runs_in_a_workflow() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let run = read(".ci/run");
    let sections = run.lines().find_map(|line| line.strip_prefix("SECTIONS=(")).unwrap();
    let mut sections: Vec<_> = sections.trim_end_matches(')').split(' ').collect();
    sections.retain(|section| *section != "corpus");
    let workflow = read(".github/workflows/ci.yml");
    let listed = workflow.lines().filter_map(|line| line.trim().strip_prefix("sections: "));
    let mut listed: Vec<_> = listed.flat_map(|line| line.split(' ')).collect();
    sections.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, sections);
}

#[test]
fn the_same_contents_give_the_same_archive_and_its_checksum() {
    let folder = folder("release-action");
    let first = std::fs::read(pack("action", &folder)).unwrap();
    assert_eq!(first, std::fs::read(pack("action", &folder)).unwrap());
    let sums = said(&script("checksums", &[folder.to_str().unwrap()]));
    let lines: Vec<&str> = sums.lines().filter(|line| !line.starts_with('#')).collect();
    let [line] = lines.as_slice() else { panic!("{sums}") };
    let (hash, name) = line.split_once("  ").unwrap();
    assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{hash}");
    assert!(name.starts_with("cardbot-action-v"), "{name}");
}

#[test]
fn nothing_to_tell_is_an_error() {
    let empty = folder("release-empty");
    std::fs::create_dir_all(&empty).unwrap();
    assert!(!script("checksums", &[empty.to_str().unwrap()]).status.success());
    assert!(!script("notes", &["99.99.99"]).status.success());
    assert!(said(&script("notes", &["Unreleased"])).starts_with("### "));
    assert_eq!(said(&script("version", &[])), env!("CARGO_PKG_VERSION"));
}
