//! A table of many thousand rows as one text.
//!
//! As an array, every row has two addresses. The program must put each of them right when it starts,
//! and they make it larger than the words themselves do.

use std::cmp::Ordering;

/// Lines `KEY`, tab, `VALUE`, sorted by the key's bytes; each ends with a line feed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows(pub(crate) &'static str);

impl Rows {
    /// The value of a key.
    pub(crate) fn value(self, key: &str) -> Option<&'static str> {
        self.row(key).map(|row| row.1)
    }

    /// The row of a key.
    pub(crate) fn row(self, key: &str) -> Option<(&'static str, &'static str)> {
        // Where a key ends, the row has a tab, which is less than all that a key holds.
        if key.bytes().any(|byte| byte < b' ') {
            return None;
        }
        let (table, key) = (self.0.as_bytes(), key.as_bytes());
        // Both are where a line begins, or the end.
        let (mut low, mut high) = (0, table.len());
        while low < high {
            let middle = low.midpoint(high);
            let start =
                memchr::memrchr(b'\n', table.get(low..middle)?).map_or(low, |at| low + at + 1);
            let rest = table.get(start..high)?;
            let (begin, after) = rest.split_at_checked(key.len()).unwrap_or((rest, &[]));
            match begin.cmp(key) {
                Ordering::Less => low = start + memchr::memchr(b'\n', rest)? + 1,
                Ordering::Equal if after.first() == Some(&b'\t') => {
                    let end = start + memchr::memchr(b'\n', rest)?;
                    return self.0.get(start..end)?.split_once('\t');
                }
                // A longer key with this beginning comes after it.
                Ordering::Equal | Ordering::Greater => high = start,
            }
        }
        None
    }

    /// All rows.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.lines().filter_map(|line| line.split_once('\t'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: Rows = Rows("a\t1\nab\t2\nb c\t3\né\t\n");

    #[test]
    fn each_row_is_found_and_nothing_else() {
        for (key, value) in [("a", "1"), ("ab", "2"), ("b c", "3"), ("é", "")] {
            assert_eq!(ROWS.row(key), Some((key, value)));
        }
        for key in [
            "",
            "0",
            "aa",
            "abc",
            "b",
            "b c\t3",
            "a\t1\nab",
            "c",
            "ê",
            "\n",
            "\u{10ffff}",
            "a\t1",
            "ab\t",
        ] {
            assert_eq!(ROWS.value(key), None, "{key:?}");
        }
        assert_eq!(ROWS.iter().count(), 4);
        assert_eq!(Rows("").row("a"), None);
    }
}
