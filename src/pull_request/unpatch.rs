//! The text before a change, from the text after it and the patch: one file less to be read.

/// Takes a patch back. `None` where the patch and the text do not belong together, or the patch
/// can't be trusted to the byte.
pub(super) fn unpatch(head: &str, patch: &str) -> Option<String> {
    // GitHub stands this in for bytes that are not UTF-8.
    if patch.contains('\u{fffd}') {
        return None;
    }
    let mut rest: Vec<&str> = head.split_inclusive('\n').collect();
    rest.reverse();
    let mut base = String::with_capacity(head.len());
    let mut line_number = 1;
    // The last line taken from the patch and whether it is in the base, for the remark about a
    // missing line end.
    let mut last_in_base = false;
    let (mut old_left, mut new_left) = (0, 0);
    let mut lines = patch.split('\n').peekable();
    while let Some(line) = lines.next() {
        if old_left == 0 && new_left == 0 && !line.starts_with('\\') {
            if line.is_empty() && lines.peek().is_none() {
                break;
            }
            let ([_, old], [start, new]) = header(line)?;
            (old_left, new_left) = (old, new);
            // A hunk without lines of the head stands behind the line that it names.
            let start = if new == 0 { start + 1 } else { start };
            while line_number < start {
                base.push_str(rest.pop()?);
                line_number += 1;
            }
            continue;
        }
        let ends = lines.peek().is_some_and(|next| next.starts_with('\\'));
        let is = |text: &str, head_line: &str| {
            head_line.strip_suffix('\n').unwrap_or(head_line) == text
                && head_line.ends_with('\n') != ends
        };
        let mut chars = line.chars();
        match chars.next() {
            Some('\\') => {
                if last_in_base && base.ends_with('\n') {
                    base.pop();
                }
            }
            Some('-') => {
                base.push_str(chars.as_str());
                base.push('\n');
                old_left = usize::checked_sub(old_left, 1)?;
                last_in_base = true;
            }
            Some('+') => {
                if !is(chars.as_str(), rest.pop()?) {
                    return None;
                }
                line_number += 1;
                new_left = usize::checked_sub(new_left, 1)?;
                last_in_base = false;
            }
            Some(' ') => {
                if !is(chars.as_str(), rest.pop()?) {
                    return None;
                }
                base.push_str(chars.as_str());
                base.push('\n');
                line_number += 1;
                old_left = usize::checked_sub(old_left, 1)?;
                new_left = usize::checked_sub(new_left, 1)?;
                last_in_base = true;
            }
            _ => return None,
        }
    }
    if old_left != 0 || new_left != 0 {
        return None;
    }
    while let Some(line) = rest.pop() {
        base.push_str(line);
    }
    Some(base)
}

/// Start and length of both sides, of `@@ -1,2 +3,4 @@ …`.
fn header(line: &str) -> Option<([usize; 2], [usize; 2])> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |text: &str| -> Option<[usize; 2]> {
        match text.split_once(',') {
            Some((start, len)) => Some([start.parse().ok()?, len.parse().ok()?]),
            None => Some([text.parse().ok()?, 1]),
        }
    };
    Some((range(old)?, range(new)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arbtest::arbtest;
    use cardbot_core::hunks::{self, HunkLine};

    /// The patch as git writes it and GitHub tells it.
    fn patch(base: &str, head: &str) -> String {
        let (old, new): (Vec<_>, Vec<_>) =
            (base.split_inclusive('\n').collect(), head.split_inclusive('\n').collect());
        let mut out: Vec<String> = vec![];
        for hunk in hunks::compute(base, head) {
            let (mut at_old, mut at_new) = (hunk.old_start - 1, hunk.new_start - 1);
            let old_len = hunk.lines.iter().filter(|line| **line != HunkLine::Added).count();
            let start = |start: usize, len: usize| if len == 0 { start - 1 } else { start };
            out.push(
                format!(
                    "@@ -{},{old_len} +{},{} @@ of {base:.3}",
                    start(hunk.old_start, old_len),
                    start(hunk.new_start, hunk.new_len()),
                    hunk.new_len()
                )
                .replace('\n', " "),
            );
            for line in hunk.lines {
                let (sign, text) = match line {
                    HunkLine::Removed => ('-', old[at_old]),
                    HunkLine::Added => ('+', new[at_new]),
                    HunkLine::Context => (' ', new[at_new]),
                };
                at_old += usize::from(line != HunkLine::Added);
                at_new += usize::from(line != HunkLine::Removed);
                out.push(format!("{sign}{}", text.strip_suffix('\n').unwrap_or(text)));
                if !text.ends_with('\n') {
                    out.push("\\ No newline at end of file".to_owned());
                }
            }
        }
        out.join("\n")
    }

    #[test]
    fn a_patch_is_taken_back() {
        let long: String = (0..30).map(|i| format!("line {i}\n")).collect();
        for (base, head) in [
            ("a\nb\nc\n", "a\nx\nc\n"),
            ("a\nb", "a\nb\n"),
            ("a\nb\n", "a\nb"),
            ("a", "b"),
            ("", "a\nb\n"),
            ("a\nb\n", ""),
            ("a\r\nb\r\n", "a\r\nc\r\n"),
            ("@@ -1 +1 @@\n", "-a\n+b\n"),
            (&long, &long.replace("line 3\n", "").replace("line 25\n", "x\ny\n")),
            (&long, &long.replace("line 29\n", "")),
        ] {
            assert_eq!(unpatch(head, &patch(base, head)).as_deref(), Some(base), "{head:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let good = patch("a\nb\nc\n", "a\nx\nc\n");
        assert_eq!(unpatch("a\nz\nc\n", &good), None);
        assert_eq!(unpatch("a\nx\n", &good), None);
        assert_eq!(unpatch("a\nx\nc", &good), None);
        assert_eq!(unpatch("a\n", "@@ -1 +1 @@\n-\u{fffd}\n+a"), None);
        assert_eq!(unpatch("a\n", "no patch"), None);
        assert_eq!(unpatch("a\n", "@@ -1,9 +1 @@\n-b\n+a"), None);
    }

    #[test]
    fn any_change_is_taken_back() {
        arbtest(|u| {
            let words = ["a\n", "b\n", "\n", "c", "a\r\n", "- x\n", "\\ y\n"];
            let mut text = || -> arbtest::arbitrary::Result<String> {
                let len = u.int_in_range(0..=20)?;
                (0..len).map(|_| u.choose(&words).copied()).collect()
            };
            let (base, head) = (text()?, text()?);
            if base != head {
                let patch = patch(&base, &head);
                assert_eq!(unpatch(&head, &patch), Some(base), "{head:?} {patch:?}");
            }
            Ok(())
        });
    }
}
