//! Edits: byte ranges and the text to put there.

use crate::text::Span;

/// Replaces the bytes of `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What comes there; empty to delete.
    pub text: String,
}

impl Edit {
    /// Replaces a span.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Inserts at an offset.
    #[must_use]
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { span: Span::empty(at), text: text.into() }
    }

    /// Deletes a span.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// Whether the edits are in order and no two touch the same byte.
///
/// Two insertions at one place, or an insertion at the edge of a replacement, count as a clash:
/// their order would be a matter of luck.
#[must_use]
pub fn are_disjoint(edits: &[Edit]) -> bool {
    edits.windows(2).all(|pair| match pair {
        [a, b] => a.span.end <= b.span.start && !a.span.touches(b.span),
        _ => true,
    })
}

/// Edits as they are for the text from `start` on; `None` when one begins before it.
#[must_use]
pub fn shifted(edits: &[Edit], start: usize) -> Option<Vec<Edit>> {
    let moved = edits.iter().map(|edit| {
        let at = |offset: usize| offset.checked_sub(start);
        let span = Span::new(at(edit.span.start)?, at(edit.span.end)?);
        Some(Edit { span, text: edit.text.clone() })
    });
    moved.collect()
}

/// Applies edits that are sorted and disjoint. `None` when they are not, or when one does not lie
/// on character boundaries of the text.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    if !are_disjoint(edits) {
        return None;
    }
    let grown: usize = edits.iter().map(|e| e.text.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start)?);
        text.get(edit.span.range())?;
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_to_the_original_offsets() {
        let edits = [Edit::replace(Span::new(0, 1), "xx"), Edit::delete(Span::new(2, 3))];
        assert_eq!(apply("abcd", &edits).as_deref(), Some("xxbd"));
        assert_eq!(apply("abcd", &[Edit::insert(9, "x")]), None);
        assert_eq!(apply("é", &[Edit::delete(Span::new(0, 1))]), None);
        let clash = [Edit::insert(1, "x"), Edit::insert(1, "y")];
        assert_eq!(apply("abcd", &clash), None);
    }
}
