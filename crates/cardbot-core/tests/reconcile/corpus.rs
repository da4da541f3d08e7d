//! The same promises on real cards and real edits, where they are at hand.

use std::fs;
use std::path::{Path, PathBuf};

use cardbot_core::review::Event;

use crate::github::{File, GitHub};
use crate::properties::{run, suggestions_mended};

/// The corpus; it is not public.
fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = std::env::var_os("CARDBOT_CORPUS").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root.join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no corpus of real cards; CARDBOT_CORPUS names its folder");
    None
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn text(path: &Path) -> Option<String> {
    String::from_utf8(fs::read(path).ok()?).ok()
}

/// Reviews a file, applies what is suggested, and reviews again. Tells how many findings had a
/// suggestion.
fn mended(file: File) -> usize {
    let mut hub = GitHub::new(vec![file]);
    run(&mut hub, Event::Comment);
    let before = hub.files.clone();
    let mended = hub.apply_suggestions();
    suggestions_mended(&before[0], &hub.files[0], &mended);
    run(&mut hub, Event::Comment);
    mended.len()
}

#[test]
fn suggestions_on_real_edits_mend_what_they_say() {
    let Some(corpus) = corpus() else { return };
    let mut suggested = 0;
    let pairs = below(&corpus.join("modern/pairs"));
    for pair in &pairs {
        let (base, head) = (text(&pair.join("base.md")), text(&pair.join("head.md")));
        let (Some(base), Some(head)) = (base, head) else { continue };
        let path = "README.md".to_owned();
        suggested += mended(File { path, base_path: None, base: Some(base), head });
    }
    eprintln!("{} edits, {suggested} findings with a suggestion", pairs.len());
    assert!(suggested > 0);
}

#[test]
fn suggestions_on_real_cards_mend_what_they_say() {
    let Some(corpus) = corpus() else { return };
    let old = below(&corpus.join("cards")).into_iter().flat_map(|owner| below(&owner));
    // Every fourth: all of them take minutes in a test build.
    let old = old.map(|model| model.join("README.md")).step_by(4);
    let cards: Vec<PathBuf> = below(&corpus.join("modern/cards")).into_iter().chain(old).collect();
    let mut suggested = 0;
    for card in &cards {
        let Some(head) = text(card) else { continue };
        let path = "README.md".to_owned();
        suggested += mended(File { path, base_path: None, base: None, head });
    }
    eprintln!("{} cards, {suggested} findings with a suggestion", cards.len());
    assert!(suggested > 0);
}
