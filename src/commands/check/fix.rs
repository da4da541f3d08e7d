//! Applies the safe fixes.

use std::fs;
use std::io;
use std::path::Path;

use cardbot_core::edit::{self, Edit};
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::text::Source;

/// Fixes can make room for further fixes; a file is gone over at most this often.
const MOST_PASSES: usize = 10;

/// Applies all safe fixes, again and again until there are none. `None` when nothing changed.
pub(super) fn apply_all(
    bytes: &[u8],
    judge: impl Fn(&Source<'_>) -> Vec<Finding>,
) -> (Option<Vec<u8>>, usize) {
    let mut after: Option<Vec<u8>> = None;
    let mut fixed = 0;
    for _ in 0..MOST_PASSES {
        let source = Source::new(after.as_deref().unwrap_or(bytes));
        let (edits, n) = safe_edits(&judge(&source));
        let Some(text) = edit::apply(source.text(), &edits).filter(|_| n > 0) else { break };
        after = Some(text.into_bytes());
        fixed += n;
    }
    (after, fixed)
}

/// The edits of the safe fixes that do not get in each other's way, and how many fixes they are.
fn safe_edits(findings: &[Finding]) -> (Vec<Edit>, usize) {
    let mut edits: Vec<Edit> = vec![];
    let mut n = 0;
    for fix in findings.iter().filter_map(|f| f.fix.as_ref()).filter(|f| f.safety == Safety::Safe) {
        let clash = fix.edits.iter().any(|new| edits.iter().any(|old| old.span.touches(new.span)));
        if !clash {
            edits.extend(fix.edits.iter().cloned());
            n += 1;
        }
    }
    edits.sort();
    (edits, n)
}

/// Writes beside the file and renames, so that a crash leaves the old or the new one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    // A rename would get around a file that may not be written.
    let file = fs::OpenOptions::new().write(true).open(&target)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = target.with_file_name(format!(".{name}.cardbot-{}", std::process::id()));
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, meta.permissions()))
        .and_then(|()| fs::rename(&beside, &target));
    match written {
        Err(error) => {
            // Best effort: the error that matters is the one above.
            let _ = fs::remove_file(&beside);
            // The file may be written, its folder may not.
            if error.kind() == io::ErrorKind::PermissionDenied {
                return fs::write(&target, bytes);
            }
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}
