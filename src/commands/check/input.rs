//! The files that are looked at: their bytes, their paths, the licence beside them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::trouble::said;
use crate::walk;

/// Larger files are no cards; they are not read into memory.
const MOST_BYTES: u64 = 64 << 20;
/// Nearly all cards fit in so much, and take one call to be read.
const ROOM: usize = 64 << 10;
/// Of a licence text, this much tells which one it is.
const MOST_LICENSE_BYTES: u64 = 64 << 10;

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = fs::File::open(path).map_err(|e| said(&e))?;
    let mut bytes = Vec::with_capacity(ROOM);
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| said(&e))?;
    if read as u64 > MOST_BYTES {
        return Err(format!("larger than {} MiB", MOST_BYTES >> 20));
    }
    Ok(bytes)
}

/// A path as it is told to people.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy().into_owned()
}

/// The folder of a path; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The LICENSE file in a folder.
pub(super) fn license_in(folder: &Path) -> Option<PathBuf> {
    let names = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    // In the order of their names, for a listing comes in any.
    names
        .filter(|p| p.file_name().is_some_and(|n| walk::is_license_file(&n.to_string_lossy())))
        .min()
}

/// The beginning of a licence text.
pub(super) fn license_text(path: &Path) -> Option<String> {
    let mut text = vec![];
    fs::File::open(path).ok()?.take(MOST_LICENSE_BYTES).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// The repository that the files lie in.
pub(super) struct Repository {
    root: PathBuf,
    /// The current folder, below the root.
    current: PathBuf,
    /// Folders that are walked, with their real paths. Walking follows no links, so what is below
    /// one is really there.
    walked: Vec<(PathBuf, PathBuf)>,
    /// Other folders with their real paths, as far as they were looked up.
    real: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl Repository {
    /// The repository with this root, seen from the current folder.
    pub(super) fn around(root: PathBuf) -> Self {
        let current = fs::canonicalize(".").unwrap_or_default();
        let current = current.strip_prefix(&root).map(Path::to_path_buf).unwrap_or_default();
        Self { root, current, walked: vec![], real: Mutex::default() }
    }

    /// Remembers where folders really are that are about to be walked.
    pub(super) fn walk<'p>(&mut self, folders: impl Iterator<Item = &'p PathBuf>) {
        let with_real = |folder: &PathBuf| Some((folder.clone(), fs::canonicalize(folder).ok()?));
        self.walked.extend(folders.filter_map(with_real));
    }

    /// The path from the root, with `/`; `None` when that is the path as it is shown.
    pub(super) fn path_from_root(&self, path: &Path, shown: &str) -> Option<String> {
        let plain =
            path.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if plain && self.current.as_os_str().is_empty() && !cfg!(windows) {
            return None;
        }
        let below = if plain {
            self.current.join(path)
        } else {
            // The folder is followed to where it really is, but not a link to the file itself.
            let folder = self.real_folder(folder_of(path))?;
            folder.strip_prefix(&self.root).ok()?.join(path.file_name()?)
        };
        let parts = below.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
        let below = parts.collect::<Vec<_>>().join("/");
        (below != shown).then_some(below)
    }
}

impl Repository {
    /// Where a folder really is. To ask the system for each file anew would take longer than to check
    /// it: each part of the path costs a call.
    fn real_folder(&self, folder: &Path) -> Option<PathBuf> {
        let below = |(given, real): &(PathBuf, PathBuf)| {
            let rest = folder.strip_prefix(given).ok()?;
            Some(if rest.as_os_str().is_empty() { real.clone() } else { real.join(rest) })
        };
        if let Some(real) = self.walked.iter().find_map(below) {
            return Some(real);
        }
        let known = || self.real.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(real) = known().get(folder) {
            return Some(real.clone());
        }
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
        let is_link = || fs::symlink_metadata(folder).map_or(true, |found| !found.is_dir());
        let real = match (above, folder.file_name()) {
            (Some(above), Some(name)) if !is_link() => self.real_folder(above)?.join(name),
            _ => fs::canonicalize(folder).ok()?,
        };
        known().insert(folder.to_path_buf(), real.clone());
        Some(real)
    }
}

/// Files that were taken already: a file that is named twice is looked at once.
pub(super) struct Taken(Option<Mutex<HashSet<PathBuf>>>);

impl Taken {
    /// With a single path nothing can come twice, and nothing needs to be remembered.
    pub(super) fn new(several_paths: bool) -> Self {
        Self(several_paths.then(Mutex::default))
    }

    /// Whether the file was not taken before.
    pub(super) fn take(&self, path: &Path) -> bool {
        let Some(taken) = &self.0 else { return true };
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        taken.lock().unwrap_or_else(PoisonError::into_inner).insert(real)
    }
}
