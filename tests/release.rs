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

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn script(name: &str, args: &[&str]) -> Output {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/release").join(name);
    Command::new(path).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().trim_end().to_owned()
}

fn pack(flavour: &str, folder: &Path) -> PathBuf {
    let binary = env!("CARGO_BIN_EXE_cardbot");
    let folder = folder.to_str().unwrap();
    said(&script("pack", &[flavour, "x86_64-unknown-linux-musl", binary, folder])).into()
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
    let name = format!("cardbot-v{version}-x86_64-unknown-linux-musl.tar.gz");
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
