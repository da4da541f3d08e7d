//! A table of many thousand rows as one text.
//!
//! As an array, every row has two addresses. The program must put each of them right when it starts,
//! and they make it larger than the words themselves do.

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
        // Both are where a line begins, or the end.
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = low.midpoint(high);
            let before = self.0.as_bytes().get(low..middle)?;
            let start =
                before.iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
            let line = self.0.get(start..high)?.split('\n').next()?;
            let row = line.split_once('\t')?;
            match row.0.cmp(key) {
                std::cmp::Ordering::Equal => return Some(row),
                std::cmp::Ordering::Less => low = start + line.len() + 1,
                std::cmp::Ordering::Greater => high = start,
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
        for key in ["", "0", "aa", "abc", "b", "b c\t3", "a\t1\nab", "c", "ê", "\n", "\u{10ffff}"]
        {
            assert_eq!(ROWS.value(key), None, "{key:?}");
        }
        assert_eq!(ROWS.iter().count(), 4);
        assert_eq!(Rows("").row("a"), None);
    }
}
