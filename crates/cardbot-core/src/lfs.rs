//! Git LFS pointers: what lies in a repository in the place of a file that LFS keeps elsewhere.

/// The first line of every pointer.
const FIRST: &str = "version https://git-lfs.github.com/spec/v1";
/// Pointers are shorter than this.
const MOST_BYTES: usize = 1024;

/// Whether a file is a pointer as a whole.
#[must_use]
pub fn is_pointer(text: &str) -> bool {
    text.len() < MOST_BYTES
        && text.strip_prefix(FIRST).is_some_and(|rest| rest.starts_with(['\n', '\r']))
        && text.lines().any(|line| line.starts_with("oid sha256:"))
}

#[cfg(test)]
mod tests {
    use super::is_pointer;

    #[test]
    fn only_whole_pointers_count() {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4\n";
        assert!(is_pointer(pointer) && is_pointer(&pointer.replace('\n', "\r\n")));
        assert!(!is_pointer(&format!("A pointer:\n\n{pointer}")));
        assert!(!is_pointer("version https://git-lfs.github.com/spec/v1\n"));
    }
}
