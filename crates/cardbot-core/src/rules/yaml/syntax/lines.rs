//! The text line by line, read with a forgiving eye: what looks like a key, what like its value.

use crate::text::Span;

/// A line of the YAML text, without its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Where it begins.
    pub(super) start: usize,
    /// What stands on it.
    pub(super) text: &'t str,
}

impl<'t> Line<'t> {
    /// The line around a place.
    pub(super) fn at(text: &'t str, at: usize) -> Self {
        let at = at.min(text.len());
        let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |eol| eol + 1);
        let rest = text.get(start..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        Self { start, text: line.strip_suffix('\r').unwrap_or(line) }
    }

    /// Where it ends, before its line end.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its text without blanks at either side.
    pub(super) fn content(&self) -> &'t str {
        self.text.trim()
    }

    /// How many bytes of blanks it begins with.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '\t']).len()
    }

    /// Where its text begins and ends, blanks left out.
    pub(super) fn place(&self) -> Span {
        let start = self.start + self.indent();
        Span::new(start, start + self.content().len())
    }

    /// Nothing stands on it, or a comment only.
    pub(super) fn is_idle(&self) -> bool {
        self.content().is_empty() || self.content().starts_with('#')
    }

    /// The line before.
    pub(super) fn previous(&self, text: &'t str) -> Option<Self> {
        (self.start > 0).then(|| Self::at(text, self.start - 1))
    }

    /// The line after.
    pub(super) fn next(&self, text: &'t str) -> Option<Self> {
        let eol = text.get(self.end()..)?.find('\n')?;
        Some(Self::at(text, self.end() + eol + 1))
    }

    /// The nearest line before on which something stands. Looks back a few hundred lines at most.
    pub(super) fn said_before(&self, text: &'t str) -> Option<Self> {
        self.all_before(text).next()
    }

    /// The lines before on which something stands, the nearest first.
    pub(super) fn all_before(&self, text: &'t str) -> impl Iterator<Item = Self> + use<'t> {
        let first = self.previous(text);
        std::iter::successors(first, move |line| line.previous(text))
            .take(MOST_LINES)
            .filter(|line| !line.is_idle())
    }

    /// The lines after, idle ones too.
    pub(super) fn all_after(&self, text: &'t str) -> impl Iterator<Item = Self> + use<'t> {
        let first = self.next(text);
        std::iter::successors(first, move |line| line.next(text)).take(MOST_LINES)
    }

    /// The nearest line after on which something stands.
    pub(super) fn said_after(&self, text: &'t str) -> Option<Self> {
        self.all_after(text).find(|line| !line.is_idle())
    }

    /// The dashes at its beginning: where its text begins behind them.
    pub(super) fn behind_dashes(&self) -> usize {
        let mut at = self.indent();
        while let Some(rest) = self.text.get(at..) {
            let Some(after) = rest.strip_prefix('-') else { break };
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            if blanks == 0 && !after.is_empty() {
                break;
            }
            at += 1 + blanks;
        }
        at
    }

    /// Whether it begins with the dash of a list item.
    pub(super) fn is_item(&self) -> bool {
        self.behind_dashes() > self.indent()
    }

    /// Its key, as far as it looks like one, and the value behind it.
    pub(super) fn field(&self) -> Field<'t> {
        let start = self.behind_dashes();
        let rest = self.text.get(start..).unwrap_or("");
        let key_len = key_len(rest);
        let key = rest.get(..key_len.unwrap_or(0)).unwrap_or("");
        let value_from = start + key_len.map_or(0, |len| len + 1);
        let value = self.text.get(value_from..).unwrap_or("");
        let blanks = value.len() - value.trim_start_matches([' ', '\t']).len();
        Field {
            key: key_len.map(|_| key.trim_end().trim_matches(['"', '\''])),
            value: value.trim(),
            value_start: self.start + value_from + blanks,
        }
    }
}

/// No guess looks further than this.
const MOST_LINES: usize = 400;

/// A line's key and value; without a key the value is all that stands behind the dashes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'t> {
    pub(super) key: Option<&'t str>,
    pub(super) value: &'t str,
    pub(super) value_start: usize,
}

impl<'t> Field<'t> {
    /// Where the value stands.
    pub(super) fn place(&self) -> Span {
        Span::new(self.value_start, self.value_start + self.value.len())
    }

    /// The value without a comment behind it.
    pub(super) fn value_alone(&self) -> &'t str {
        let end = self.value.find(" #").unwrap_or(self.value.len());
        self.value.get(..end).unwrap_or("").trim_end()
    }

    /// Where that stands.
    pub(super) fn place_alone(&self) -> Span {
        Span::new(self.value_start, self.value_start + self.value_alone().len())
    }
}

/// How long the key at the beginning of a text is; `None` when nothing looks like one.
fn key_len(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let close = text.get(1..)?.find(quote)? + 2;
        let after = text.get(close..)?;
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        return after.get(blanks..)?.starts_with(':').then_some(close + blanks);
    }
    let colon = text.find(": ").or_else(|| text.find(":\t"));
    let colon =
        colon.or_else(|| text.trim_end().ends_with(':').then(|| text.trim_end().len() - 1))?;
    // A text with a colon in it is no key.
    let key = text.get(..colon)?;
    (!key.is_empty() && !key.starts_with(['[', '{', '#', '|', '>'])).then_some(colon)
}

/// Whether a word could be a key that someone made up: letters, digits, `_` and `-`.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        && text.len() <= 40
}
