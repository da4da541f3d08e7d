//! The keys of the configuration and the words they take: read by the checks, the JSON Schema and
//! the documentation's tests alike.

/// A key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

/// The keys of the file itself.
pub const KEYS: &[Key] = &[
    Key { name: "cards", about: "Which paths are model cards." },
    Key { name: "rules", about: "Rules that are off, or have another severity." },
    Key { name: "fail-on", about: "The least severity that fails a run." },
    Key { name: "require", about: "Keys that every card must have." },
    Key { name: "ignore", about: "Rules that stay silent, everywhere or in some paths." },
    Key { name: "hub", about: "The repository on the Hub that a card belongs to." },
];

/// The keys of `cards`.
pub const CARDS_KEYS: &[Key] = &[
    Key { name: "include", about: "Globs of files that are model cards, front matter or not." },
    Key { name: "exclude", about: "Globs of files and folders that are never reviewed." },
];

/// The keys of an item of `ignore`.
pub const IGNORE_KEYS: &[Key] = &[
    Key { name: "path", about: "A glob of files or folders." },
    Key { name: "rules", about: "The rules that stay silent there." },
];

/// The keys of an entry of `hub`.
pub const HUB_KEYS: &[Key] = &[
    Key { name: "id", about: "The model's id on the Hub, ORG/MODEL." },
    Key { name: "mirror", about: "Whether the folder holds the same files as the Hub repository." },
];

/// What a rule can be set to.
pub const SETTINGS: &[&str] = &["off", "note", "warning", "error"];

/// What `fail-on` can be.
pub const FAIL_ON: &[&str] = &["error", "warning", "note", "never"];

/// What people write for one of the words above, in lower case. The first word of the pair's
/// second part that is allowed in the place is meant.
const MEANT: &[(&str, &[&str])] = &[
    ("disable", &["off", "never"]),
    ("disabled", &["off", "never"]),
    ("err", &["error"]),
    ("errors", &["error"]),
    ("false", &["off", "never"]),
    ("fatal", &["error"]),
    ("hint", &["note"]),
    ("ignore", &["off"]),
    ("info", &["note"]),
    ("never", &["off"]),
    ("no", &["off", "never"]),
    ("none", &["off", "never"]),
    ("notes", &["note"]),
    ("notice", &["note"]),
    ("off", &["never"]),
    ("warn", &["warning"]),
    ("warnings", &["warning"]),
];

/// The allowed word that a wrong one certainly means.
pub(crate) fn meant(word: &str, allowed: &[&'static str]) -> Option<&'static str> {
    let folded = word.trim().to_lowercase();
    let same = allowed.iter().copied().find(|allowed| *allowed == folded);
    let known = || {
        let (_, words) = MEANT.iter().find(|(wrong, _)| *wrong == folded)?;
        words.iter().find_map(|word| allowed.iter().copied().find(|allowed| allowed == word))
    };
    same.or_else(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_means_what_is_allowed_in_its_place() {
        assert_eq!(meant("warn", SETTINGS), Some("warning"));
        assert_eq!(meant("Error", SETTINGS), Some("error"));
        assert_eq!(meant("none", SETTINGS), Some("off"));
        assert_eq!(meant("none", FAIL_ON), Some("never"));
        assert_eq!(meant("critical", FAIL_ON), None);
    }
}
