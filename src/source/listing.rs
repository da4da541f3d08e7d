//! The files of a model's repository, as far as they lie on this disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A folder with more files than this is no model's repository.
const MOST_FILES: usize = 100_000;

/// All files below a folder, as paths from it with `/`; `None` where they can't be listed.
#[must_use]
pub fn files_below(folder: &Path) -> Option<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below)).ok()? {
            let entry = entry.ok()?;
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            // A link may stand for a file; into linked folders nobody is led, so there are no rings.
            if !entry.file_type().ok()?.is_dir() {
                files.insert(path);
            } else if path != ".git" {
                folders.push(path + "/");
            }
        }
        if files.len() > MOST_FILES {
            return None;
        }
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_listed_from_the_folder_given() {
        let listed = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        assert!(listed.contains("main.rs") && listed.contains("source/listing.rs"));
        assert_eq!(files_below(Path::new("/no/such/folder")), None);
    }
}
