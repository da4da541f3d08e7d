//! Unified diffs, for `git apply`, `patch` and people.

use std::fmt::Write as _;

use annotate_snippets::renderer::{AnsiColor, DEFAULT_EMPHASIS_STYLE, Style};
use similar::TextDiff;

use crate::output::plain;

/// Context lines around a change.
const CONTEXT: usize = 3;

/// The diff of a file that is UTF-8, as any file with a fix is.
pub(super) fn unified(path: &str, before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    // Lines end at LF alone: a CR within a line must not end a line of the diff.
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    TextDiff::configure()
        .newline_terminated(true)
        .diff_slices(&old, &new)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&header("a", path), &header("b", path))
        .to_string()
}

/// The name of a side, in the manner of git: quoted where it holds special characters, with a tab
/// behind a name with blanks. An absolute path stays one.
fn header(side: &str, path: &str) -> String {
    let name = if path.starts_with('/') { path.to_owned() } else { format!("{side}/{path}") };
    if !name.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        let end = if name.contains(' ') { "\t" } else { "" };
        return name + end;
    }
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A diff as it is shown on a terminal.
pub(super) fn coloured(diff: &str) -> String {
    let mut out = String::with_capacity(diff.len() * 2);
    for line in diff.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        let style = match text.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => DEFAULT_EMPHASIS_STYLE,
            [b'-', ..] => AnsiColor::Red.on_default(),
            [b'+', ..] => AnsiColor::Green.on_default(),
            [b'@', ..] => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let _ = writeln!(out, "{style}{}{style:#}", plain(text));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_git_does() {
        assert_eq!(header("a", "README.md"), "a/README.md");
        assert_eq!(header("a", "my model/README.md"), "a/my model/README.md\t");
        assert_eq!(header("b", "a\"\nb.md"), "\"b/a\\\"\\nb.md\"");
        assert_eq!(header("b", "/tmp/README.md"), "/tmp/README.md");
    }

    #[test]
    fn a_carriage_return_ends_no_line() {
        let diff = unified("x.md", b"a\rb\nc\r\n", b"a\rB\nc\r\n");
        assert!(diff.ends_with("@@ -1,2 +1,2 @@\n-a\rb\n+a\rB\n c\r\n"), "{diff:?}");
    }
}
