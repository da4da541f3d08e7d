//! Several edits as one.

use cardbot_core::edit::{self, Edit};
use cardbot_core::text::{Source, Span};

/// Edits that are further apart than this many lines are not joined: what lies between would be
/// rewritten for nothing.
const MOST_LINES: usize = 40;
/// Nor are edits with more bytes between them.
const MOST_BYTES: usize = 16 << 10;

/// One edit that does the same as several. It never ends behind the last line of the file, where
/// readers of diffs find nothing to change.
pub(super) fn edit(edits: &[Edit], source: &Source<'_>) -> Option<Edit> {
    let mut whole = Span::new(edits.first()?.span.start, edits.last()?.span.end);
    let lines = source.line_of(whole.end).saturating_sub(source.line_of(whole.start)) + 1;
    if lines > MOST_LINES || whole.len() > MOST_BYTES {
        return None;
    }
    let shifted: Vec<Edit> = edits
        .iter()
        .map(|edit| {
            let at = |offset: usize| offset.saturating_sub(whole.start);
            Edit::replace(Span::new(at(edit.span.start), at(edit.span.end)), edit.text.clone())
        })
        .collect();
    let mut text = edit::apply(source.slice(whole), &shifted)?;
    if source.line_of(whole.end) > source.line_count() {
        (whole, text) = before_line_end(whole, text, source)?;
    }
    Some(Edit { span: whole, text })
}

/// The same change, said one line end earlier: instead of taking out `last\n` behind `\n`, it
/// takes out `\nlast` before `\n`.
fn before_line_end(whole: Span, text: String, source: &Source<'_>) -> Option<(Span, String)> {
    let all = source.text();
    let line_end = if all.ends_with("\r\n") { "\r\n" } else { "\n" };
    let end = whole.end.checked_sub(line_end.len())?;
    if let Some(cut) = text.strip_suffix(line_end)
        && whole.start <= end
    {
        return Some((Span::new(whole.start, end), cut.to_owned()));
    }
    let start = whole.start.checked_sub(line_end.len())?;
    if source.slice(Span::new(start, whole.start)) != line_end {
        return None;
    }
    let text = match text.strip_suffix(line_end) {
        // New lines at the end of the file.
        Some(cut) => format!("{line_end}{cut}"),
        None if text.is_empty() => text,
        None => return None,
    };
    Some((Span::new(start, end.max(start)), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str, edits: &[Edit]) -> Edit {
        let source = Source::new(text.as_bytes());
        let joint = edit(edits, &source).expect("they are near");
        assert_eq!(
            edit::apply(text, std::slice::from_ref(&joint)),
            edit::apply(text, edits),
            "the joint edit does the same"
        );
        joint
    }

    #[test]
    fn edits_are_joined_with_what_lies_between() {
        let edits = [Edit::replace(Span::new(0, 1), "xx"), Edit::delete(Span::new(2, 3))];
        assert_eq!(joined("abcd\n", &edits), Edit::replace(Span::new(0, 3), "xxb"));
    }

    #[test]
    fn a_joint_edit_stays_within_the_lines() {
        let last_line = [Edit::delete(Span::new(4, 7))];
        assert_eq!(joined("---\nab\n", &last_line), Edit::delete(Span::new(3, 6)));
        assert_eq!(
            joined("---\nab\n", &[Edit::insert(7, "c\n")]),
            Edit::insert(6, "\nc"),
            "a line after the last"
        );
        let rewritten = [Edit::replace(Span::new(4, 7), "x\n")];
        assert_eq!(joined("---\nab\n", &rewritten), Edit::replace(Span::new(4, 6), "x"));
        assert_eq!(joined("a\r\nb\r\n", &[Edit::delete(Span::new(3, 6))]).span, Span::new(1, 4));
        // Without a line end there is nothing to move.
        assert_eq!(joined("a\nb", &[Edit::delete(Span::new(2, 3))]).span, Span::new(2, 3));
    }

    #[test]
    fn edits_far_apart_are_not_joined() {
        let text = "a\n".repeat(100);
        let source = Source::new(text.as_bytes());
        let edits = [Edit::insert(0, "x"), Edit::insert(150, "y")];
        assert_eq!(edit(&edits, &source), None);
    }
}
