//! Where a change comes from: git, two files, memory, a forge.

mod files;
mod git;
mod listing;
mod memory;

use std::collections::BTreeSet;

use cardbot_core::review::CardChange;
use serde::Serialize;

pub use files::TwoFiles;
pub use git::{GitRange, WorkTree, git_root};
pub use listing::files_below;
pub use memory::Memory;

/// A whole change, read and ready to be judged.
#[derive(Debug, Clone)]
pub struct ChangeSet {
    /// What is compared.
    pub target: Target,
    /// The changed files that may be cards, in the order of their paths.
    pub files: Vec<CardChange>,
    /// The configuration in force: name and bytes. Never from the head of a pull request.
    pub config: Option<(String, Vec<u8>)>,
}

/// What is compared.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Target {
    /// `pull-request`, `range`, `files` or `worktree`.
    pub kind: &'static str,
    /// The pull request's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The pull request's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// The base, as it was named.
    pub base: String,
    /// The commit that the head is compared with, where it differs from the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_base: Option<String>,
    /// The head, as it was named.
    pub head: String,
}

/// Something a change can be read from.
pub trait ChangeSource {
    /// Reads the change.
    ///
    /// # Errors
    /// A message for people.
    fn fetch(&self) -> Result<ChangeSet, String>;

    /// The files below a folder in the head, as paths from that folder; `None` where the source
    /// can't tell.
    fn files_below(&self, folder: &str) -> Option<BTreeSet<String>> {
        let _ = folder;
        None
    }
}

/// Whether a changed path may be something that is reviewed.
#[must_use]
pub fn may_be_reviewed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md")
        || extension.eq_ignore_ascii_case("markdown")
        || cardbot_core::kind::is_eval_results(path)
        || cardbot_core::config::is_config_path(path)
}

/// Names of the licence file that may stand beside a card.
pub const LICENSE_NAMES: [&str; 6] =
    ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "COPYING", "license"];

/// The folder of a path, with its `/`; empty at the root.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| path.get(..=at).unwrap_or(""))
}
