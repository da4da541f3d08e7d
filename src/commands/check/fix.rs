//! Writes a file that was fixed.

use std::fs;
use std::io;
use std::path::Path;

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
