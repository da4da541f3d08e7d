//! Two files on disk: the card before and after.

use std::fs;
use std::path::PathBuf;

use cardbot_core::review::CardChange;

use super::{ChangeSet, ChangeSource, Target};
use crate::trouble::said;

/// Two files.
#[derive(Debug, Clone)]
pub struct TwoFiles {
    /// The card before.
    pub base: PathBuf,
    /// The card after.
    pub head: PathBuf,
}

impl ChangeSource for TwoFiles {
    fn fetch(&self) -> Result<ChangeSet, String> {
        let read = |path: &PathBuf| {
            fs::read(path).map_err(|e| format!("{} can't be read: {}", path.display(), said(&e)))
        };
        let (base, head) = (read(&self.base)?, read(&self.head)?);
        let path = self.head.display().to_string();
        Ok(ChangeSet {
            target: Target {
                kind: "files",
                url: None,
                number: None,
                base: self.base.display().to_string(),
                merge_base: None,
                head: path.clone(),
            },
            files: vec![CardChange {
                path,
                base_path: None,
                base: Some(base),
                head: Some(head),
                hunks: None,
                license_file: None,
            }],
            config: None,
        })
    }
}
