//! Globs: which paths they match.

/// Whether a path from the repository's root matches a glob; `**` crosses folders.
pub(super) fn matches(glob: &str, path: &str) -> bool {
    fast_glob::glob_match(normal(glob), normal(path))
}

/// Whether a glob matches a path or a folder that the path lies in.
pub(super) fn covers(glob: &str, path: &str) -> bool {
    let glob = normal(glob).trim_end_matches('/');
    let path = normal(path);
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    std::iter::once(path).chain(folders).any(|path| fast_glob::glob_match(glob, path))
}

/// A path or glob without the `./` that people put before it.
pub(crate) fn normal(path: &str) -> &str {
    path.trim_start_matches("./")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_people_expect() {
        let yes = [
            ("README.md", "README.md"),
            ("./README.md", "README.md"),
            ("README.md", "./README.md"),
            ("**/README.md", "README.md"),
            ("**/README.md", "a/b/README.md"),
            ("models/**/README.md", "models/README.md"),
            ("models/**/README.md", "models/a/b/README.md"),
            ("models/*/README.md", "models/a/README.md"),
            ("models/**", "models/a/b.md"),
            ("*.md", "card.md"),
            ("**/*.md", ".github/card.md"),
            ("{a,b}/*.md", "b/x.md"),
            ("card[0-9].md", "card7.md"),
            ("card?.md", "card7.md"),
            ("a/\\[x\\].md", "a/[x].md"),
            ("modèles/*.md", "modèles/é.md"),
        ];
        for (glob, path) in yes {
            assert!(matches(glob, path), "{glob} should match {path}");
        }
        let no = [
            ("README.md", "a/README.md"),
            ("*.md", "a/card.md"),
            ("models/*/README.md", "models/a/b/README.md"),
            ("models", "models/README.md"),
            ("readme.md", "README.md"),
            ("card?.md", "card.md"),
        ];
        for (glob, path) in no {
            assert!(!matches(glob, path), "{glob} should not match {path}");
        }
    }

    #[test]
    fn a_folder_covers_what_is_in_it() {
        for glob in ["docs", "docs/", "./docs", "docs/**", "do*", "**/api", "docs/api/x.md"] {
            assert!(covers(glob, "docs/api/x.md"), "{glob}");
        }
        for glob in ["doc", "api", "docs/x.md", "docs/*/y.md"] {
            assert!(!covers(glob, "docs/api/x.md"), "{glob}");
        }
    }
}
