//! The hunks of a diff: which lines of the head can carry a review comment.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, group_diff_ops};

/// One line of a hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HunkLine {
    /// On both sides.
    Context,
    /// Only in the head.
    Added,
    /// Only in the base.
    Removed,
}

/// A hunk. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// First line on the base side.
    pub old_start: usize,
    /// First line on the head side.
    pub new_start: usize,
    /// Its lines, in order.
    pub lines: Vec<HunkLine>,
}

impl Hunk {
    /// How many lines of the head it shows.
    #[must_use]
    pub fn new_len(&self) -> usize {
        self.lines.iter().filter(|line| **line != HunkLine::Removed).count()
    }

    /// Whether it shows all head lines from `first` to `last`.
    #[must_use]
    pub fn shows(&self, first: usize, last: usize) -> bool {
        self.new_start <= first && first <= last && last < self.new_start + self.new_len()
    }
}

/// GitHub shows this many unchanged lines around a change.
const CONTEXT: usize = 3;
/// Beyond this many changed lines, the middle of a file counts as replaced as a whole: a finer
/// diff would cost more than linear time and could not be shown anyway.
const MOST_LINES: usize = 20_000;

/// Computes the hunks between two texts, as GitHub would show them.
#[must_use]
pub fn compute(base: &str, head: &str) -> Vec<Hunk> {
    let old: Vec<&str> = base.split_inclusive('\n').collect();
    let new: Vec<&str> = head.split_inclusive('\n').collect();
    let ops = line_ops(&old, &new);
    group_diff_ops(ops, CONTEXT).iter().map(|group| hunk_of(group)).collect()
}

fn line_ops(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - prefix;
    let suffix =
        old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let middle = |lines: usize| lines - prefix - suffix;
    let (old_middle, new_middle) = (middle(old.len()), middle(new.len()));
    if old_middle == 0 && new_middle == 0 {
        return vec![];
    }
    if old_middle + new_middle <= MOST_LINES {
        let old = old.get(prefix..prefix + old_middle).unwrap_or(&[]);
        let new = new.get(prefix..prefix + new_middle).unwrap_or(&[]);
        let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_slices(old, new);
        let mut ops = vec![];
        if prefix > 0 {
            ops.push(DiffOp::Equal { old_index: 0, new_index: 0, len: prefix });
        }
        let (mut old_index, mut new_index) = (prefix, prefix);
        for op in diff.ops() {
            ops.push(placed(*op, old_index, new_index));
            old_index += op.old_range().len();
            new_index += op.new_range().len();
        }
        if suffix > 0 {
            ops.push(equal(prefix + old_middle, prefix + new_middle, suffix));
        }
        return ops;
    }
    let mut ops = vec![];
    if prefix > 0 {
        ops.push(equal(0, 0, prefix));
    }
    ops.push(DiffOp::Replace {
        old_index: prefix,
        old_len: old_middle,
        new_index: prefix,
        new_len: new_middle,
    });
    if suffix > 0 {
        ops.push(equal(prefix + old_middle, prefix + new_middle, suffix));
    }
    ops
}

fn equal(old_index: usize, new_index: usize, len: usize) -> DiffOp {
    DiffOp::Equal { old_index, new_index, len }
}

/// An operation at the place that follows from those before it: the side that it leaves alone is
/// sometimes told wrongly.
fn placed(op: DiffOp, old_index: usize, new_index: usize) -> DiffOp {
    match op {
        DiffOp::Equal { len, .. } => equal(old_index, new_index, len),
        DiffOp::Delete { old_len, .. } => DiffOp::Delete { old_index, old_len, new_index },
        DiffOp::Insert { new_len, .. } => DiffOp::Insert { old_index, new_index, new_len },
        DiffOp::Replace { old_len, new_len, .. } => {
            DiffOp::Replace { old_index, old_len, new_index, new_len }
        }
    }
}

fn hunk_of(group: &[DiffOp]) -> Hunk {
    let mut lines = vec![];
    for op in group {
        match op.tag() {
            similar::DiffTag::Equal => lines.extend(repeat(ChangeTag::Equal, op.new_range().len())),
            _ => {
                lines.extend(repeat(ChangeTag::Delete, op.old_range().len()));
                lines.extend(repeat(ChangeTag::Insert, op.new_range().len()));
            }
        }
    }
    Hunk {
        old_start: group.first().map_or(0, |op| op.old_range().start) + 1,
        new_start: group.first().map_or(0, |op| op.new_range().start) + 1,
        lines,
    }
}

fn repeat(tag: ChangeTag, n: usize) -> impl Iterator<Item = HunkLine> {
    let line = match tag {
        ChangeTag::Equal => HunkLine::Context,
        ChangeTag::Delete => HunkLine::Removed,
        ChangeTag::Insert => HunkLine::Added,
    };
    std::iter::repeat_n(line, n)
}

/// Reads the hunks of a patch as GitHub's API gives it. Lines that belong to no hunk, and the
/// remark about a missing line end, are passed over.
#[must_use]
pub fn parse(patch: &str) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = vec![];
    // How many lines of each side the open hunk still expects; a line beyond them belongs to no
    // hunk, whatever it looks like.
    let (mut old_left, mut new_left) = (0, 0);
    for line in patch.split('\n') {
        if old_left == 0 && new_left == 0 {
            if let Some(header) = header(line) {
                (old_left, new_left) = (header.old_len, header.new_len);
                hunks.push(Hunk {
                    old_start: header.old_start,
                    new_start: header.new_start,
                    lines: vec![],
                });
            }
            continue;
        }
        let Some(hunk) = hunks.last_mut() else { continue };
        match line.as_bytes().first() {
            Some(b'+') => {
                hunk.lines.push(HunkLine::Added);
                new_left = new_left.saturating_sub(1);
            }
            Some(b'-') => {
                hunk.lines.push(HunkLine::Removed);
                old_left = old_left.saturating_sub(1);
            }
            Some(b'\\') => {}
            // Some tools drop the blank of an empty context line.
            _ => {
                hunk.lines.push(HunkLine::Context);
                old_left = old_left.saturating_sub(1);
                new_left = new_left.saturating_sub(1);
            }
        }
    }
    hunks
}

struct Header {
    old_start: usize,
    old_len: usize,
    new_start: usize,
    new_len: usize,
}

/// `@@ -OLD[,LEN] +NEW[,LEN] @@ …`
fn header(line: &str) -> Option<Header> {
    let rest = line.strip_prefix("@@ -")?;
    let (old, rest) = rest.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |text: &str| -> Option<(usize, usize)> {
        match text.split_once(',') {
            Some((start, len)) => Some((start.parse().ok()?, len.parse().ok()?)),
            None => Some((text.parse().ok()?, 1)),
        }
    };
    let (old_start, old_len) = range(old)?;
    let (new_start, new_len) = range(new)?;
    Some(Header { old_start, old_len, new_start, new_len })
}

/// One hunk that shows a whole new file.
#[must_use]
pub fn whole_file(lines: usize) -> Vec<Hunk> {
    if lines == 0 {
        return vec![];
    }
    vec![Hunk { old_start: 0, new_start: 1, lines: vec![HunkLine::Added; lines] }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_and_parsed_hunks_agree() {
        let base: String = (1..30).map(|i| format!("line {i}\n")).collect();
        let head = base.replace("line 10\n", "line ten\nand more\n").replace("line 25\n", "");
        let hunks = compute(&base, &head);
        let patch = TextDiff::from_lines(&base, &head).unified_diff().context_radius(3).to_string();
        assert_eq!(hunks, parse(&patch));
        assert_eq!(hunks.len(), 2);
        assert!(hunks[0].shows(7, 14) && !hunks[0].shows(6, 14) && !hunks[0].shows(7, 15));
    }

    #[test]
    fn hunks_stand_where_their_lines_are() {
        arbtest::arbtest(|u| {
            let mut text = || -> arbtest::arbitrary::Result<Vec<&str>> {
                let len = u.int_in_range(0..=20)?;
                (0..len).map(|_| u.choose(&["a\n", "b\n", "c\n"]).copied()).collect()
            };
            let (base, head) = (text()?, text()?);
            for hunk in compute(&base.concat(), &head.concat()) {
                let (mut old, mut new) = (hunk.old_start - 1, hunk.new_start - 1);
                for line in &hunk.lines {
                    let same = base.get(old) == head.get(new);
                    assert!(*line != HunkLine::Context || same, "{base:?} {head:?} {hunk:?}");
                    old += usize::from(*line != HunkLine::Added);
                    new += usize::from(*line != HunkLine::Removed);
                }
                assert!(old <= base.len() && new <= head.len(), "{base:?} {head:?} {hunk:?}");
            }
            Ok(())
        });
    }

    #[test]
    fn a_patch_line_that_looks_like_a_header_is_text() {
        let hunks = parse("@@ -1,2 +1,2 @@\n-a\n+@@ -9 +9 @@\n b\n\\ No newline at end of file");
        assert_eq!(hunks.len(), 1);
        assert_eq!(hunks[0].lines, [HunkLine::Removed, HunkLine::Added, HunkLine::Context]);
        assert!(parse("no patch").is_empty());
        assert!(compute("a\n", "a\n").is_empty());
    }
}
