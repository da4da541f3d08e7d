//! Bytes, spans and positions.
//!
//! Every position in cardbot is a byte offset into the file as it lies on disk. [`Source`] is the
//! one place that turns bytes into text and offsets into lines and columns.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use memchr::memmem;

/// A half-open range of byte offsets into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an inverted pair becomes empty at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// An empty span at `at`.
    #[must_use]
    pub fn empty(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a standard range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether both share at least one byte, or one is an empty span inside or at the edge of
    /// the other.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
            || (self.is_empty() && other.start <= self.start && self.start <= other.end)
            || (other.is_empty() && self.start <= other.start && other.start <= self.end)
    }

    /// Whether `at` lies in the span (its end excluded).
    #[must_use]
    pub fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }
}

/// A position for people and for JSON: lines and columns count from 1, columns count Unicode
/// scalar values (an invalid byte counts as one) or bytes, `byte` is the 0-based offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1. Lines end at LF.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
    /// Byte offset, from 0.
    pub byte: usize,
}

/// A file's text with its line index.
///
/// Bytes that are not UTF-8 are stood in for by `_`, one for each byte, so that every offset into
/// the text is also an offset into the file. No fix is ever offered for such a file.
#[derive(Debug)]
pub struct Source<'a> {
    text: Cow<'a, str>,
    invalid: Vec<usize>,
    lines: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    /// Takes the bytes of a file.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self { text: Cow::Borrowed(text), invalid: vec![], lines: OnceCell::new() },
            Err(_) => {
                let (text, invalid) = stand_in(bytes);
                Self { text: Cow::Owned(text), invalid, lines: OnceCell::new() }
            }
        }
    }

    /// The text; as long in bytes as the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Offsets of the bytes that are not UTF-8, ascending.
    #[must_use]
    pub fn invalid_bytes(&self) -> &[usize] {
        &self.invalid
    }

    /// The text of a span; empty when the span does not lie on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|at| at + 1)).collect()
        })
    }

    /// How many lines the file has; a final line end does not open a further line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let starts = self.line_starts();
        if starts.last() == Some(&self.text.len()) { starts.len() - 1 } else { starts.len() }
    }

    /// The line (from 1) in which a byte offset lies.
    #[must_use]
    pub fn line_of(&self, at: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= at)
    }

    /// The span of a line (from 1) without its line end; empty at the end for a line that is not
    /// there.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|i| starts.get(i)) else {
            return Span::empty(self.text.len());
        };
        let end = starts.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if end > start && self.text.as_bytes().get(end - 1) == Some(&b'\r') {
            end - 1
        } else {
            end
        };
        Span::new(start, end)
    }

    /// The text of a line (from 1) without its line end.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &str {
        self.slice(self.line_span(line))
    }

    /// Line, column and offset of a byte offset.
    #[must_use]
    pub fn position(&self, at: usize) -> Position {
        let at = at.min(self.text.len());
        let line = self.line_of(at);
        let start = self.line_starts().get(line - 1).copied().unwrap_or(0);
        // An offset inside a character counts as the character's own column.
        let column = self
            .text
            .as_bytes()
            .get(start..at)
            .map_or(0, |bytes| bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count());
        Position { line, column: column + 1, byte_column: at.saturating_sub(start) + 1, byte: at }
    }

    /// The line end this file uses: CR LF when its first line ends so, else LF.
    #[must_use]
    pub fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if at > 0 && self.text.as_bytes().get(at - 1) == Some(&b'\r') => "\r\n",
            _ => "\n",
        }
    }
}

/// Replaces each byte that is not UTF-8 by `_` and tells where they are.
fn stand_in(bytes: &[u8]) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = vec![];
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            invalid.push(text.len());
            text.push('_');
        }
    }
    (text, invalid)
}

/// Where a part stands in a text first.
///
/// This and the next two are for texts as long as a card: on them, `str::find` and its kin would take
/// a tenth of all time.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), part.as_bytes())
}

/// Whether a text holds a part.
pub(crate) fn holds(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// So many bytes are looked at in one go, without a way out in between: the compiler turns that into a
/// few instructions.
const AT_ONCE: usize = 64;

fn any_of<const N: usize>(bytes: &[u8; N], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |found, b| found | u8::from(is(*b))) != 0
}

/// Whether a text is of printable ASCII characters and line ends alone, as most YAML is: nothing in it
/// needs a closer look.
pub(crate) fn is_plain_ascii(text: &str) -> bool {
    let odd = |b: u8| (b.wrapping_sub(b' ') > b'~' - b' ') & (b != b'\n') & (b != b'\r');
    let (chunks, rest) = text.as_bytes().as_chunks::<AT_ONCE>();
    !chunks.iter().any(|chunk| any_of(chunk, odd)) && !rest.iter().any(|b| odd(*b))
}

/// All places of the bytes that `is` names, which are rare.
pub(crate) fn places_of<F: Fn(u8) -> bool + Copy>(
    text: &str,
    is: F,
) -> impl Iterator<Item = usize> + use<'_, F> {
    let (chunks, rest) = text.as_bytes().as_chunks::<AT_ONCE>();
    let in_chunks = chunks.iter().enumerate().filter(move |(_, chunk)| any_of(chunk, is));
    let hits = in_chunks.map(|(i, chunk)| (i, chunk.as_slice()));
    hits.chain([(chunks.len(), rest)]).flat_map(move |(i, chunk)| {
        let bytes = chunk.iter().enumerate().filter(move |(_, b)| is(**b));
        bytes.map(move |(at, _)| i * AT_ONCE + at)
    })
}

/// All places of a part in a text; they do not overlap.
pub(crate) fn places<'t>(text: &'t str, part: &'t str) -> impl Iterator<Item = usize> + use<'t> {
    memmem::find_iter(text.as_bytes(), part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_lines_end_at_lf() {
        let source = Source::new("aé\r\nb\rc\n".as_bytes());
        assert_eq!(source.line_count(), 2);
        assert_eq!(source.line_text(1), "aé");
        assert_eq!(source.line_text(2), "b\rc");
        let p = source.position(3);
        assert_eq!((p.line, p.column, p.byte_column), (1, 3, 4));
        assert_eq!(source.line_end(), "\r\n");
        assert_eq!(source.position(999).byte, source.text().len());
    }

    #[test]
    fn invalid_bytes_keep_every_offset() {
        let source = Source::new(b"a\xff\xfeb\xe2\x82");
        assert_eq!(source.text(), "a__b__");
        assert_eq!(source.invalid_bytes(), [1, 2, 4, 5]);
    }

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        for len in [0, 1, 63, 64, 65, 128, 200] {
            let plain = "a \r\n~".repeat(len / 5) + &"x".repeat(len % 5);
            assert!(is_plain_ascii(&plain), "{len}");
            assert_eq!(places_of(&plain, |b| b == b'\t').count(), 0);
            for at in 0..plain.len() {
                for odd in ["\t", "\0", "\u{7f}"] {
                    let mut text = plain.clone();
                    text.replace_range(at..=at, odd);
                    assert!(!is_plain_ascii(&text), "{at} of {len}");
                    assert_eq!(places_of(&text, |b| b == b'\t').next().is_some(), odd == "\t");
                }
            }
        }
        assert!(!is_plain_ascii("\u{e9}"));
        let text = "\t".repeat(130);
        assert!(places_of(&text, |b| b == b'\t').eq(0..130));
    }
}
