//! Finds files below folders and hands them to several workers at once.
//!
//! Own code, because the walker of the `ignore` crate opens up to four files in each folder to
//! look for ignore files; here the listing of the folder itself tells whether there is one. The
//! matching is that crate's.

mod queue;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

pub(crate) use queue::each;

/// A file to look at.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its path.
    pub(crate) path: PathBuf,
    /// The LICENSE file beside it.
    pub(crate) license: Option<Arc<PathBuf>>,
}

/// Ignore files from a folder up to the root, innermost first.
#[derive(Debug, Clone, Default)]
pub(crate) struct IgnoreChain(Option<Arc<Link>>);

#[derive(Debug)]
struct Link {
    matcher: Gitignore,
    /// For an ignore file above the folder that is walked: that folder as it was given and where
    /// it really is. The matcher knows only the latter.
    walked: Option<(PathBuf, PathBuf)>,
    outer: IgnoreChain,
}

impl Link {
    fn matched(&self, path: &Path, is_folder: bool) -> Match<&Glob> {
        let Some((given, real)) = &self.walked else {
            return self.matcher.matched(path, is_folder);
        };
        let below = path.strip_prefix(given).unwrap_or(path);
        self.matcher.matched(real.join(below), is_folder)
    }
}

impl IgnoreChain {
    /// The ignore files that hold for a folder given by hand: those of the folders above it, up
    /// to the repository's root.
    pub(crate) fn above(folder: &Path) -> Self {
        let Ok(full) = fs::canonicalize(folder) else { return Self::default() };
        let Some(root) = full.ancestors().find(|a| a.join(".git").exists()) else {
            return Self::default();
        };
        let walked = Some((folder.to_path_buf(), full.clone()));
        let mut chain = Self::default().with(root, ".git/info/exclude", walked.clone());
        let mut between: Vec<&Path> =
            full.ancestors().skip(1).take_while(|a| a.starts_with(root)).collect();
        between.reverse();
        for above in between {
            chain = chain.with(above, ".gitignore", walked.clone());
        }
        chain
    }

    /// The chain with one more ignore file, if it is there.
    fn with(self, folder: &Path, file: &str, walked: Option<(PathBuf, PathBuf)>) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        let path = folder.join(file);
        // A broken line in an ignore file is skipped, as git does.
        if !path.is_file() || builder.add(path).is_some_and(|e| !e.is_partial()) {
            return self;
        }
        match builder.build() {
            Ok(matcher) => Self(Some(Arc::new(Link { matcher, walked, outer: self }))),
            Err(_) => self,
        }
    }

    fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let mut at = self;
        while let Some(link) = &at.0 {
            let verdict = link.matched(path, is_folder);
            if !verdict.is_none() {
                return verdict.is_ignore();
            }
            at = &link.outer;
        }
        false
    }
}

/// Reads one folder: the files to look at, and the folders to walk into. Links are not followed.
///
/// # Errors
/// The operating system's, for the folder itself.
fn read_folder(
    folder: &Path,
    chain: &IgnoreChain,
) -> std::io::Result<(Vec<Found>, Vec<PathBuf>, IgnoreChain)> {
    let mut files = vec![];
    let mut folders = vec![];
    let mut license = None;
    let mut has_ignore_file = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            // Hidden folders hold no cards, but for these.
            if !name.starts_with('.') || name == ".eval_results" || name == ".github" {
                folders.push(entry.path());
            }
        } else if kind.is_file() {
            if is_candidate(folder, &name) {
                files.push(Found { path: entry.path(), license: None });
            } else if is_license_file(&name) {
                license = Some(Arc::new(entry.path()));
            } else {
                has_ignore_file |= name == ".gitignore";
            }
        }
    }
    let chain = if has_ignore_file {
        // The matcher wants paths below the folder in the same form.
        chain.clone().with(folder, ".gitignore", None)
    } else {
        chain.clone()
    };
    files.retain(|found| !chain.ignores(&found.path, false));
    folders.retain(|path| !chain.ignores(path, true));
    for found in &mut files {
        found.license.clone_from(&license);
    }
    Ok((files, folders, chain))
}

/// Whether a file in a walked folder is worth opening.
fn is_candidate(folder: &Path, name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = |wanted: &str| folder.file_name().is_some_and(|n| n == wanted);
    extension.eq_ignore_ascii_case("md")
        || extension.eq_ignore_ascii_case("markdown")
        || (matches!(extension, "yaml" | "yml") && named(".eval_results"))
        || (name == "cardbot.yml")
}

/// Whether a file is a licence text by its name.
pub(crate) fn is_license_file(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("");
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    ["license", "licence", "copying"].iter().any(|n| stem.eq_ignore_ascii_case(n))
        && extension.is_none_or(|e| ["md", "txt"].iter().any(|n| e.eq_ignore_ascii_case(n)))
}
