//! Reads `git diff --raw -z --patch`: the files, their patches, and the hunks in them.

use std::ops::Range;

use crate::caps::Caps;

/// One file of a difference.
#[derive(Clone, Debug)]
pub(crate) struct FileDiff {
    /// As GitHub names it: added, removed, modified, renamed, copied, changed.
    pub(crate) status: &'static str,
    pub(crate) path: String,
    pub(crate) previous: Option<String>,
    /// The blob before; zeros where there was none.
    pub(crate) old_oid: String,
    /// The blob after; zeros where there is none.
    pub(crate) new_oid: String,
    pub(crate) additions: usize,
    pub(crate) deletions: usize,
    /// From the first `@@` on, without the last line end. None for binary files and pure renames.
    pub(crate) patch: Option<String>,
    pub(crate) hunks: Vec<Hunk>,
}

/// One hunk: which lines of both sides it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
    /// The lines before which something was deleted, in the new numbering.
    pub(crate) deleted_before: Vec<usize>,
    /// The text of the hunk, heading first.
    pub(crate) text: String,
}

/// Reads what git printed. Of long patches nothing is kept: GitHub shows none.
pub(crate) fn read(told: &[u8], caps: Caps) -> Vec<FileDiff> {
    let mut files = Vec::new();
    let mut rest = told;
    while rest.first() == Some(&b':') {
        let Some((about, after)) = field(rest) else { break };
        let Some((path, after)) = field(after) else { break };
        let words: Vec<String> = about.split(' ').map(ToOwned::to_owned).collect();
        let letter = words.get(4).and_then(|word| word.chars().next()).unwrap_or('M');
        let moved = matches!(letter, 'R' | 'C');
        let (path, previous, after) = match field(after) {
            Some((new, after)) if moved => (new, Some(path), after),
            _ => (path, None, after),
        };
        rest = after;
        files.push(FileDiff {
            status: match letter {
                'A' => "added",
                'D' => "removed",
                'R' => "renamed",
                'C' => "copied",
                'T' => "changed",
                _ => "modified",
            },
            path,
            previous,
            old_oid: words.get(2).cloned().unwrap_or_default(),
            new_oid: words.get(3).cloned().unwrap_or_default(),
            additions: 0,
            deletions: 0,
            patch: None,
            hunks: Vec::new(),
        });
    }
    let text = String::from_utf8_lossy(rest.strip_prefix(b"\0").unwrap_or(rest)).into_owned();
    let patches = split_at_lines(&text, "diff --git ");
    // A change of type is told as two patches; all others have one each.
    let mut patches = patches.into_iter();
    for file in &mut files {
        let Some(patch) = patches.next() else { break };
        fill(file, patch, caps);
        if file.status == "changed" {
            patches.next();
        }
    }
    files
}

fn field(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = bytes.iter().position(|&byte| byte == 0)?;
    let (text, rest) = bytes.split_at(end);
    Some((String::from_utf8_lossy(text).into_owned(), &rest[1..]))
}

/// Parts of a text, each of which begins with a line that begins with `mark`.
fn split_at_lines<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(mark) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect()
}

fn fill(file: &mut FileDiff, patch: &str, caps: Caps) {
    let hunks = split_at_lines(patch, "@@ ");
    let Some(first) = hunks.first() else { return };
    let start = first.as_ptr() as usize - patch.as_ptr() as usize;
    let body = patch[start..].strip_suffix('\n').unwrap_or(&patch[start..]);
    file.hunks = hunks.iter().filter_map(|text| hunk(text)).collect();
    for line in hunks.iter().flat_map(|text| text.split('\n').skip(1)) {
        match line.as_bytes().first() {
            Some(b'+') => file.additions += 1,
            Some(b'-') => file.deletions += 1,
            _ => {}
        }
    }
    if body.len() <= caps.patch_bytes && body.split('\n').count() <= caps.patch_lines {
        file.patch = Some(body.to_owned());
    } else {
        // What isn't shown can't be commented on.
        file.hunks.clear();
    }
}

fn hunk(text: &str) -> Option<Hunk> {
    let heading = text.split('\n').next()?;
    let mut words = heading.split(' ').skip(1);
    let old = side(words.next()?.strip_prefix('-')?)?;
    let new = side(words.next()?.strip_prefix('+')?)?;
    let mut deleted_before = Vec::new();
    let mut line = new.start;
    for row in text.split('\n').skip(1) {
        match row.as_bytes().first() {
            Some(b'-') => deleted_before.push(line),
            Some(b'+' | b' ') => line += 1,
            _ => {}
        }
    }
    deleted_before.dedup();
    Some(Hunk { old, new, deleted_before, text: text.trim_end_matches('\n').to_owned() })
}

/// `3,4` or `3`, as the lines it covers.
fn side(text: &str) -> Option<Range<usize>> {
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    let (start, count): (usize, usize) = (start.parse().ok()?, count.parse().ok()?);
    // Of an empty side git tells the line before it.
    let start = if count == 0 { start + 1 } else { start };
    Some(start..start + count)
}
