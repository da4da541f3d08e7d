//! `--format text`: for people at a terminal, in the manner of rustc.

mod changes;
mod closing;
mod finding;
mod fix;

use super::escape;
use crate::report::FileReport;

pub use changes::changes;
pub use closing::{closing, count, fixes, review_closing};

/// All files' findings, with colours; the stream takes them out where they are not wanted. Lines
/// of cards are cut to `width` columns.
#[must_use]
pub fn findings(files: &[FileReport], width: usize) -> String {
    let mut out = String::new();
    for file in files {
        if let Some(error) = &file.error {
            let (path, error) = (escape::path(&file.path), escape::one_line(error));
            out.push_str(&format!("{path}: {error}\n\n"));
        }
        for located in &file.findings {
            out.push_str(&finding::drawn(&file.path, located, width));
            out.push_str("\n\n");
        }
    }
    out
}
