//! Where comments stand after a push, and which of them are outdated.

use crate::diff::FileDiff;
use crate::git::Git;
use crate::state::{Pull, ReviewComment, Side, State};
use crate::tell;

/// Works out anew where the comments of a pull request stand.
pub(crate) fn refresh(state: &mut State, repo: u64, number: u64) {
    let repository = state.repository(repo);
    let Some(pull) = repository.pull(number) else { return };
    let git = std::sync::Arc::clone(&repository.git);
    let base = tell::pull_base(repository, pull);
    let from = git.merge_base(&base, &pull.head_oid).unwrap_or_default();
    let head = pull.head_oid.clone();
    let shown = git.diff(&from, &head);
    let places: Vec<Option<Place>> =
        pull.comments.iter().map(|comment| place(&git, pull, comment, &shown)).collect();
    let Some(pull) = state.repository_mut(repo).pull_mut(number) else { return };
    for (comment, place) in pull.comments.iter_mut().zip(places) {
        comment.line = place.as_ref().map(|place| place.line);
        comment.start = place.as_ref().and_then(|place| place.start);
        if place.is_some() {
            comment.commit.clone_from(&head);
        }
    }
}

struct Place {
    start: Option<usize>,
    line: usize,
}

/// Where a comment stands in the difference that is shown now; nothing when it is outdated.
fn place(git: &Git, pull: &Pull, comment: &ReviewComment, shown: &[FileDiff]) -> Option<Place> {
    let file = shown.iter().find(|file| file.path == comment.path)?;
    let first = comment.original_start.unwrap_or(comment.original_line);
    let lines = first..=comment.original_line;
    // The side of deleted lines only moves with the base, and then the comment is outdated.
    let moved: Vec<usize> =
        if comment.side == Side::Left || comment.original_commit == pull.head_oid {
            lines.collect()
        } else {
            let since = git.diff(&comment.original_commit, &pull.head_oid);
            lines.map(|line| moved(&since, &comment.path, line)).collect::<Option<_>>()?
        };
    let in_one_hunk = file.hunks.iter().any(|hunk| {
        let range = if comment.side == Side::Left { &hunk.old } else { &hunk.new };
        moved.iter().all(|line| range.contains(line))
    });
    let together = moved.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let line = *moved.last()?;
    let start = comment.original_start.and(moved.first().copied());
    (in_one_hunk && together).then_some(Place { start, line })
}

/// Where a line of a file is after a change; nothing when the line itself changed.
fn moved(since: &[FileDiff], path: &str, line: usize) -> Option<usize> {
    let Some(file) = since.iter().find(|file| file.path == path) else {
        // Renamed away is gone; not named is unchanged.
        let gone = since.iter().any(|file| file.previous.as_deref() == Some(path));
        return (!gone).then_some(line);
    };
    if file.previous.is_some() || file.patch.is_none() {
        return None;
    }
    let (mut before, mut after) = (1, 1);
    for hunk in &file.hunks {
        if line < hunk.old.start {
            break;
        }
        (before, after) = (hunk.old.start, hunk.new.start);
        for row in hunk.text.split('\n').skip(1) {
            match row.as_bytes().first() {
                Some(b'+') => after += 1,
                Some(b'-') => {
                    if before == line {
                        return None;
                    }
                    before += 1;
                }
                Some(b'\\') => {}
                _ => {
                    if before == line {
                        return Some(after);
                    }
                    before += 1;
                    after += 1;
                }
            }
        }
    }
    Some(line - before + after)
}
