//! Generated files: written, or with `--check` compared.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Writes a generated file, or checks that it is as it should be.
pub(crate) fn put(path: &Path, content: &str, check: bool) -> Result<(), String> {
    let shown = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    let before = fs::read_to_string(path).unwrap_or_default();
    if before == content {
        return Ok(());
    }
    if check {
        return Err(format!("{shown} is stale: run the chore without --check"));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{shown}: {e}"))?;
    }
    fs::write(path, content).map_err(|e| format!("{shown}: {e}"))?;
    println!("wrote {shown}");
    Ok(())
}
