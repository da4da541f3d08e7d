//! Finds files below folders and hands them to several workers at once.
//!
//! Own code, because the walker of the `ignore` crate opens up to four files in each folder to
//! look for ignore files; here the listing of the folder itself tells whether there is one.

mod ignored;
mod queue;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignored::Ignored;

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
    lines: Ignored,
    /// What its patterns are relative to.
    folder: PathBuf,
    /// For an ignore file above the folder that is walked: that folder as it was given and where
    /// it really is. The file's folder is known as the latter.
    walked: Option<(PathBuf, PathBuf)>,
    outer: IgnoreChain,
}

impl Link {
    fn ignores(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let real = self.walked.as_ref().map(|(given, real)| {
            let below = path.strip_prefix(given).unwrap_or(path);
            real.join(below)
        });
        let path = real.as_deref().unwrap_or(path);
        self.lines.ignores(path.strip_prefix(&self.folder).unwrap_or(path), is_folder)
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
        let path = folder.join(file);
        let read = if path.is_file() { fs::read(&path).ok() } else { None };
        match read.and_then(|text| Ignored::read(&text)) {
            Some(lines) => {
                let folder = folder.to_path_buf();
                Self(Some(Arc::new(Link { lines, folder, walked, outer: self })))
            }
            None => self,
        }
    }

    fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let mut at = self;
        while let Some(link) = &at.0 {
            if let Some(verdict) = link.ignores(path, is_folder) {
                return verdict;
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
