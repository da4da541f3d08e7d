//! What a fix does, as a few lines of a diff.

use std::ops::Range;

use cardbot_core::edit::{self, Edit};
use cardbot_core::text::{Source, Span};

/// The lines that a fix takes out and puts in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixDiff {
    /// The lines, in blocks that stand apart in the file.
    pub blocks: Vec<Vec<DiffLine>>,
    /// How many further lines are not shown.
    pub left_out: usize,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Its number, before the fix; of a new line, after the fix.
    pub number: usize,
    /// What happens to it.
    pub sign: Sign,
    /// The line, perhaps cut; `…` stands for what was left out.
    pub text: String,
    /// The part of the text that changes.
    pub changed: Range<usize>,
}

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing; it shows where the others stand.
    Context,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

/// At most this many lines are shown.
const MOST_LINES: usize = 16;
/// Beyond this many bytes around its edits a fix is named, not shown.
const MOST_BYTES: usize = 200_000;
/// Longer lines are cut around what changes.
const MOST_CHARS: usize = 400;

impl FixDiff {
    /// The diff of some edits; `None` when they are too large to show.
    pub(super) fn new(edits: &[Edit], source: &Source<'_>) -> Option<Self> {
        let mut diff = Self { blocks: vec![], left_out: 0 };
        let mut shown = 0;
        let mut bytes = 0;
        let mut grown = 0;
        for group in groups(edits, source) {
            bytes += group.whole(source).len();
            if bytes > MOST_BYTES {
                return None;
            }
            let mut block = group.lines(source, &mut grown)?;
            let room = MOST_LINES.saturating_sub(shown);
            diff.left_out += block.len().saturating_sub(room);
            block.truncate(room);
            shown += block.len();
            if !block.is_empty() {
                diff.blocks.push(block);
            }
        }
        (!diff.blocks.is_empty()).then_some(diff)
    }
}

/// Edits on the same or on neighbouring lines.
struct Group<'e> {
    first: usize,
    last: usize,
    edits: &'e [Edit],
}

fn groups<'e>(edits: &'e [Edit], source: &Source<'_>) -> Vec<Group<'e>> {
    let mut groups: Vec<(usize, usize, Range<usize>)> = vec![];
    for (i, edit) in edits.iter().enumerate() {
        let (first, last) = (source.line_of(edit.span.start), source.line_of(edit.span.end));
        match groups.last_mut() {
            Some((_, open, range)) if first <= *open + 1 => {
                *open = last.max(*open);
                range.end = i + 1;
            }
            _ => groups.push((first, last, i..i + 1)),
        }
    }
    groups
        .into_iter()
        .filter_map(|(first, last, range)| Some(Group { first, last, edits: edits.get(range)? }))
        .collect()
}

impl Group<'_> {
    /// The whole lines, with their line ends.
    fn whole(&self, source: &Source<'_>) -> Span {
        let start = source.line_span(self.first).start;
        let end = if self.last < source.line_count() {
            source.line_span(self.last + 1).start
        } else {
            source.text().len()
        };
        Span::new(start, end)
    }

    fn lines(&self, source: &Source<'_>, grown: &mut isize) -> Option<Vec<DiffLine>> {
        let whole = self.whole(source);
        let before = source.slice(whole);
        let shifted: Vec<Edit> = self
            .edits
            .iter()
            .map(|edit| {
                let at = |offset: usize| offset.saturating_sub(whole.start);
                Edit::replace(Span::new(at(edit.span.start), at(edit.span.end)), edit.text.clone())
            })
            .collect();
        let after = edit::apply(before, &shifted)?;
        let (old, new) = (lines_of(before), lines_of(&after));
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - head;
        let rest = old.iter().rev().zip(new.iter().rev());
        let tail = rest.take(most).take_while(|(a, b)| a == b).count();
        let removed = old.get(head..old.len() - tail).unwrap_or(&[]);
        let added = new.get(head..new.len() - tail).unwrap_or(&[]);
        let mut lines = vec![];
        let first = self.first + head;
        let first_new = first.saturating_add_signed(*grown);
        if removed.is_empty() && first > 1 {
            // New lines alone would float in the air.
            let above = source.line_text(first - 1);
            lines.push(DiffLine::new(first - 1, Sign::Context, above, 0..0));
        }
        let paired = removed.len() == added.len();
        // Where one of several like words goes, only the edit itself tells which.
        let known = match (shifted.as_slice(), old.len(), new.len()) {
            ([edit], 1, 1) if edit.span.is_empty() || edit.text.is_empty() => Some(edit),
            _ => None,
        };
        for (i, line) in removed.iter().enumerate() {
            let other = added.get(i).filter(|_| paired);
            let changed = known.map_or_else(|| changed(line, other), |edit| edit.span.range());
            lines.push(DiffLine::new(first + i, Sign::Removed, line, changed));
        }
        for (i, line) in added.iter().enumerate() {
            let other = removed.get(i).filter(|_| paired);
            let changed = known.map_or_else(
                || changed(line, other),
                |edit| edit.span.start..edit.span.start + edit.text.len(),
            );
            lines.push(DiffLine::new(first_new + i, Sign::Added, line, changed));
        }
        *grown += new.len().cast_signed() - old.len().cast_signed();
        Some(lines)
    }
}

/// Lines without their line ends; what follows the last line end is a line only if there is text.
fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').map(|line| line.trim_end_matches(['\n', '\r'])).collect()
}

/// The part of a line that its counterpart does not have; without one, the whole line.
fn changed(line: &str, other: Option<&&str>) -> Range<usize> {
    let Some(other) = other else { return 0..line.len() };
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let head: usize =
        line.chars().zip(other.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let rest = line.get(head..).unwrap_or("").chars().rev();
    let others = other.get(head..).unwrap_or("").chars().rev();
    let tail: usize = rest.zip(others).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    head..line.len() - tail
}

impl DiffLine {
    fn new(number: usize, sign: Sign, line: &str, changed: Range<usize>) -> Self {
        let (text, changed) = window(line, changed, MOST_CHARS, |_| 1);
        Self { number, sign, text, changed }
    }
}

/// A line cut to `most` columns around a part of it, and that part in the cut line. `width` tells
/// how many columns a character takes.
#[must_use]
pub(crate) fn window(
    line: &str,
    part: Range<usize>,
    most: usize,
    width: impl Fn(char) -> usize,
) -> (String, Range<usize>) {
    let columns = |text: &str| text.chars().map(&width).sum::<usize>();
    if line.len() <= most || columns(line) <= most {
        return (line.to_owned(), part);
    }
    let (before, from) =
        (line.get(..part.start).unwrap_or(""), line.get(part.start..).unwrap_or(""));
    let (columns_before, columns_from) = (columns(before), columns(from));
    // At least a third of the room goes to what stands before the part, if there is as much.
    let kept = columns_before.min((most / 3).max(most.saturating_sub(columns_from)));
    let mut out = String::new();
    let mut skip = columns_before - kept;
    if skip > 0 {
        out.push('…');
        skip += 1;
    }
    let behind = before.chars().skip_while(|c| {
        let skipped = skip > 0;
        skip = skip.saturating_sub(width(*c));
        skipped
    });
    out.extend(behind);
    let start = out.len();
    let mut room = most.saturating_sub(columns(&out));
    let cut_right = columns_from > room;
    room -= usize::from(cut_right && room > 0);
    let mut end = start;
    for (at, c) in from.char_indices() {
        if width(c) > room {
            break;
        }
        room -= width(c);
        out.push(c);
        if part.start + at < part.end {
            end = out.len();
        }
    }
    if cut_right {
        out.push('…');
    }
    (out, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, edits: &[Edit]) -> String {
        let source = Source::new(text.as_bytes());
        let diff = FixDiff::new(edits, &source).expect("small enough");
        let line = |line: &DiffLine| {
            let sign = match line.sign {
                Sign::Context => ' ',
                Sign::Removed => '-',
                Sign::Added => '+',
            };
            let changed = line.text.get(line.changed.clone()).unwrap_or("?");
            format!("{}{sign}{}|{changed}\n", line.number, line.text)
        };
        let blocks: Vec<String> =
            diff.blocks.iter().map(|block| block.iter().map(line).collect()).collect();
        blocks.join("…\n")
    }

    #[test]
    fn a_replaced_word_is_a_pair_of_lines() {
        let edits = [Edit::replace(Span::new(5, 8), "mit")];
        assert_eq!(drawn("x\na: MIT\n", &edits), "2-a: MIT|MIT\n2+a: mit|mit\n");
    }

    #[test]
    fn of_like_words_the_right_one_is_marked() {
        let edits = [Edit::delete(Span::new(1, 4))];
        assert_eq!(drawn("[a, a, a, a]\n", &edits), "1-[a, a, a, a]|a, \n1+[a, a, a]|\n");
    }

    #[test]
    fn whole_lines_come_and_go() {
        let text = "a\nb\nc\n";
        assert_eq!(drawn(text, &[Edit::insert(2, "x\ny\n")]), "1 a|\n2+x|x\n3+y|y\n");
        assert_eq!(drawn(text, &[Edit::delete(Span::new(2, 4))]), "2-b|b\n");
        assert_eq!(drawn(text, &[Edit::insert(0, "x\n")]), "1+x|x\n");
        assert_eq!(drawn(text, &[Edit::insert(6, "x\n")]), "3 c|\n4+x|x\n");
        assert_eq!(drawn("a\r\nb\r\n", &[Edit::delete(Span::new(3, 6))]), "2-b|b\n");
    }

    #[test]
    fn edits_far_apart_are_blocks_and_lines_are_numbered_as_they_will_be() {
        let edits = [Edit::insert(0, "new\n"), Edit::replace(Span::new(6, 7), "D")];
        assert_eq!(drawn("a\nb\nc\nd\n", &edits), "1+new|new\n…\n4-d|d\n5+D|D\n");
    }

    #[test]
    fn long_lines_are_cut_around_the_change() {
        let wide = |_: char| 1;
        let line = format!("{}HERE{}", "a".repeat(100), "b".repeat(100));
        let (cut, part) = window(&line, 100..104, 30, wide);
        assert_eq!(cut.chars().count(), 30);
        assert_eq!(cut.get(part), Some("HERE"));
        assert!(cut.starts_with('…') && cut.ends_with('…'), "{cut}");
        let (cut, part) = window(&line, 0..204, 30, wide);
        assert_eq!((cut.chars().count(), part.start), (30, 0));
        let (cut, part) = window("日本語日本語", 9..12, 7, |_| 2);
        assert_eq!(cut.get(part), Some("日"), "{cut}");
        assert_eq!(window("short", 1..2, 30, wide), ("short".to_owned(), 1..2));
    }
}
