//! What is wrong with a glob.

use super::brief;
use crate::config::globs::normal;

/// Longer globs are refused.
const MOST_BYTES: usize = 400;

/// A glob with braces stands for so many plain ones at most; each costs a comparison.
const MOST_BRANCHES: usize = 1_000;

/// What is wrong with a glob.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: String,
    /// The glob that is certainly meant.
    pub(super) meant: Option<String>,
    /// The glob can be used all the same, but does something else than it seems to.
    pub(super) usable: bool,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), meant: None, usable: false }
    }
}

/// Finds what is wrong with a glob, as far as it can be told without the files.
pub(super) fn fault(glob: &str) -> Option<Fault> {
    if glob.trim().is_empty() {
        return Some(Fault::new("an empty glob matches nothing", "Write a path or a pattern."));
    }
    if glob.len() > MOST_BYTES {
        let message = format!("this glob is longer than {MOST_BYTES} bytes");
        return Some(Fault::new(message, "Write several shorter ones."));
    }
    if glob.starts_with('!') {
        let help = "Put what is left out under `exclude` of `cards`, without the `!`.";
        return Some(Fault::new("a glob can't begin with `!`", help));
    }
    if let Some(rest) = glob.strip_prefix('/') {
        let meant = rest.trim_start_matches('/');
        let mut fault = Fault::new(
            "a path begins at the repository's root, without a `/`",
            "With the `/` it matches nothing.",
        );
        fault.meant = (!meant.is_empty() && self::fault(meant).is_none()).then(|| meant.to_owned());
        return Some(fault);
    }
    if let Some(fault) = backslash(glob).or_else(|| segments(glob)).or_else(|| syntax(glob)) {
        return Some(fault);
    }
    half_globstar(glob)
}

/// A backslash makes the next sign an ordinary one. Before a letter or digit it was meant to part
/// folders, as on Windows.
fn backslash(glob: &str) -> Option<Fault> {
    let mut chars = glob.chars();
    let (mut parts_folders, mut escapes) = (false, false);
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some(next) if next.is_alphanumeric() || "._-".contains(next) => {
                    parts_folders = true;
                }
                _ => escapes = true,
            }
        }
    }
    if !parts_folders {
        return None;
    }
    let mut fault = Fault::new("folders are parted by `/`, not by `\\`", "`/` works everywhere.");
    fault.meant = (!escapes).then(|| glob.replace('\\', "/"));
    Some(fault)
}

/// Segments that no path of a repository has.
fn segments(glob: &str) -> Option<Fault> {
    let inner = normal(glob).trim_end_matches('/');
    let never = inner.split('/').find(|part| matches!(*part, "" | "." | ".."))?;
    let message = match never {
        "" => "two slashes in a row match nothing".to_owned(),
        part => format!("`{part}` inside a glob matches nothing"),
    };
    Some(Fault::new(message, "Paths are written from the repository's root, such as `a/b/*.md`."))
}

fn syntax(glob: &str) -> Option<Fault> {
    use fast_glob::ErrorKind;
    let fault = match fast_glob::validate(glob) {
        Ok(()) if branches(glob) > MOST_BRANCHES => {
            Fault::new("this glob has too many alternatives in braces", "Write several globs.")
        }
        Ok(()) => return None,
        Err(error) => match error.kind {
            ErrorKind::UnclosedBrace => Fault::new(
                "a `{` in this glob is never closed",
                "Alternatives look like `{a,b}`; a plain brace is written `[{]`.",
            ),
            ErrorKind::UnclosedBracket => Fault::new(
                "a `[` in this glob is never closed",
                "A choice of characters looks like `[ab]`; a plain bracket is written `[[]`.",
            ),
            ErrorKind::TrailingBackslash => Fault::new(
                "a glob can't end with `\\`",
                "Folders are parted by `/`, and a folder needs no sign at its end.",
            ),
            _ => Fault::new("this glob has too many braces", "Write several globs."),
        },
    };
    Some(fault)
}

/// How many plain globs the braces of a glob stand for.
fn branches(glob: &str) -> usize {
    // For each open group: the alternatives that are complete, and those of the one at hand.
    let mut open: Vec<(usize, usize)> = vec![];
    let mut here: usize = 1;
    for c in glob.chars() {
        match c {
            '{' => {
                open.push((0, here));
                here = 1;
            }
            ',' => {
                if let Some((complete, _)) = open.last_mut() {
                    *complete = complete.saturating_add(here);
                    here = 1;
                }
            }
            '}' => {
                if let Some((complete, before)) = open.pop() {
                    here = complete.saturating_add(here).saturating_mul(before);
                }
            }
            _ => {}
        }
    }
    here
}

/// `**` that is only part of a segment does not cross folders.
fn half_globstar(glob: &str) -> Option<Fault> {
    // Braces and classes may complete a segment; there the eye has to do.
    if glob.contains(['{', '[', '\\']) {
        return None;
    }
    let part = glob.split('/').find(|part| part.contains("**") && *part != "**")?;
    let meant = match part.split_once("**") {
        Some(("", after)) => format!("**/*{}", after.trim_start_matches('*')),
        Some((before, "")) => format!("{before}/**"),
        _ => "**/*".to_owned(),
    };
    let mut fault = Fault::new(
        format!("`**` crosses folders only when it stands alone, not in `{}`", brief(part)),
        format!("For all folders below, write `{}`.", brief(&meant)),
    );
    fault.usable = true;
    Some(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_globs_have_no_fault() {
        for glob in [
            "README.md",
            "./README.md",
            "**/README.md",
            "models/**",
            "{a,b}/*.md",
            "card[0-9].md",
            "card?.md",
            "a/\\[x\\].md",
            "modèles/*.md",
        ] {
            assert_eq!(fault(glob), None, "{glob}");
        }
    }

    #[test]
    fn faults_are_found_and_told_with_what_was_meant() {
        let meant = |glob: &str| fault(glob).expect(glob).meant;
        assert_eq!(meant("/models/*.md").as_deref(), Some("models/*.md"));
        assert_eq!(meant("models\\a\\README.md").as_deref(), Some("models/a/README.md"));
        for glob in [
            "", "  ", "!docs", "/", "a//b", "../x", "a/../b", "a/./b", "{a,b", "[ab", "a\\", "{{{{",
        ] {
            let fault = fault(glob).expect(glob);
            assert_eq!(fault.meant, None, "{glob}");
            assert!(!fault.usable, "{glob}");
        }
        assert!(fault(&"a".repeat(500)).is_some());
        assert!(fault("**.md").expect("a warning").usable);
        assert!(fault("models**").expect("a warning").usable);
    }

    #[test]
    fn a_glob_that_would_take_ages_is_refused() {
        let group = "{a,b,c,d,e,f,g,h}";
        assert!(fault(&group.repeat(3)).is_none());
        assert!(fault(&group.repeat(9)).is_some());
        assert!(fault(&format!("{{{},x}}", group.repeat(8))).is_some());
        assert_eq!(branches("{a,b{c,d}{e,f}},{g,h}"), 10);
        assert_eq!(branches("a,b}"), 1);
    }
}
