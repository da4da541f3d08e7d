//! Two runs on one machine that review the same pull request at once: the second waits until the
//! first has posted, and then finds it there.

use std::fs::{File, OpenOptions};
use std::path::PathBuf;

/// Held as long as this lives.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "unlocked when it is closed")] File);

/// Waits for the lock of a pull request. Where there is no place for one, the run goes on without.
pub(super) fn lock(url: &str) -> Option<Lock> {
    let name: String =
        url.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(150).collect();
    let folder = std::env::var_os("XDG_RUNTIME_DIR").filter(|path| !path.is_empty());
    let folder = folder.map_or_else(std::env::temp_dir, PathBuf::from);
    let path = folder.join(format!("cardbot-{name}.lock"));
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()?;
    file.lock().ok()?;
    Some(Lock(file))
}
