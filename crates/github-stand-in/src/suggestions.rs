//! Suggestions: the blocks in comments, and the button that applies them.

use std::ops::RangeInclusive;

use crate::git::FileChange;
use crate::pushes;
use crate::state::{Event, Pull, ReviewComment, Role, Side, State};
use crate::tell;

/// What the button did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The new head; nothing when no suggestion could be applied.
    pub commit: Option<String>,
    /// The comments whose suggestions are in it.
    pub applied: Vec<u64>,
    /// The comments whose suggestions GitHub would not apply, and what its page would say.
    pub refused: Vec<(u64, String)>,
}

/// The contents of the suggestion blocks in a comment, each line with its `\n`.
pub(crate) fn blocks(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fence: Option<(char, usize, usize, Option<String>)> = None;
    let mut in_comment = false;
    for line in body.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some((mark, length, indent, content)) = &mut fence {
            let bare = line.trim();
            let closes = line.len() - line.trim_start_matches(' ').len() <= 3
                && bare.len() >= *length
                && bare.chars().all(|c| c == *mark);
            if closes {
                found.extend(content.take());
                fence = None;
            } else if let Some(content) = content {
                let spaces = line.len() - line.trim_start_matches(' ').len();
                content.push_str(line.get(spaces.min(*indent)..).unwrap_or_default());
                content.push('\n');
            }
            continue;
        }
        if in_comment {
            in_comment = !line.contains("-->");
            continue;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let rest = line.trim_start_matches(' ');
        if indent <= 3 && rest.starts_with("<!--") {
            in_comment = !rest.contains("-->");
            continue;
        }
        for mark in ['`', '~'] {
            let length = rest.len() - rest.trim_start_matches(mark).len();
            let info = rest.trim_start_matches(mark).trim();
            if indent <= 3 && length >= 3 && !(mark == '`' && info.contains('`')) {
                let suggestion = info.split_whitespace().next() == Some("suggestion");
                fence = Some((mark, length, indent, suggestion.then(String::new)));
            }
        }
    }
    // A fence that isn't closed reaches to the end.
    if let Some((_, _, _, Some(content))) = fence {
        found.push(content);
    }
    found
}

struct Edit {
    comment: u64,
    path: String,
    lines: RangeInclusive<usize>,
    content: String,
}

/// Applies all suggestions of a pull request in one commit, as the button for a batch does.
pub(crate) fn apply(
    state: &mut State,
    repo: u64,
    number: u64,
    by: &str,
    wanted: impl Fn(&ReviewComment) -> bool,
) -> Applied {
    let repository = state.repository(repo);
    let Some(pull) = repository.pull(number) else { return Applied::default() };
    let mut told = Applied::default();
    let mut edits: Vec<Edit> = Vec::new();
    for comment in pull.comments.iter().filter(|comment| wanted(comment)) {
        for content in blocks(&comment.body) {
            match edit(state, pull, repo, comment, content, by, &edits) {
                Ok(edit) => edits.push(edit),
                Err(why) => told.refused.push((comment.id, why.to_owned())),
            }
        }
    }
    if edits.is_empty() {
        return told;
    }
    let head = pull.head_oid.clone();
    let (head_repository, branch) = (pull.head_repository, pull.head_branch.clone());
    let mut paths: Vec<String> = edits.iter().map(|edit| edit.path.clone()).collect();
    paths.sort_unstable();
    paths.dedup();
    let git = std::sync::Arc::clone(&repository.git);
    let changes: Vec<FileChange> = paths
        .into_iter()
        .map(|path| {
            let before = git.file(&head, &path).unwrap_or_default();
            let mut of_path: Vec<&Edit> = edits.iter().filter(|edit| edit.path == path).collect();
            of_path.sort_by_key(|edit| std::cmp::Reverse(*edit.lines.start()));
            let after = of_path.iter().fold(before, |text, edit| replaced(&text, edit));
            FileChange::Put(path, after)
        })
        .collect();
    let message = "Apply suggestions from code review";
    let commit = pushes::commit(state, head_repository, &branch, None, &changes, message, by);
    told.applied = edits.iter().map(|edit| edit.comment).collect();
    told.applied.dedup();
    told.commit = Some(commit);
    if let Some(pull) = state.repository_mut(repo).pull_mut(number) {
        for comment in &mut pull.comments {
            if told.applied.contains(&comment.id) {
                comment.applied = true;
                comment.resolved = true;
                comment.resolved_by = Some(by.to_owned());
            }
        }
    }
    told
}

/// What one suggestion would change, or why the button is grey.
fn edit(
    state: &State,
    pull: &Pull,
    repo: u64,
    comment: &ReviewComment,
    content: String,
    by: &str,
    others: &[Edit],
) -> Result<Edit, &'static str> {
    let repository = state.repository(repo);
    let head = state.repository(pull.head_repository);
    let review = pull.reviews.iter().find(|review| review.id == comment.review);
    if !pull.open {
        return Err("Suggestions cannot be applied while the pull request is closed.");
    }
    if head.deleted || state.role(by, head) < Some(Role::Write) {
        return Err("You must be able to push to the head branch.");
    }
    if review.is_some_and(|review| review.event == Event::Pending) {
        return Err("Suggestions cannot be applied from pending reviews.");
    }
    if comment.reply_to.is_some() {
        return Err("The stand-in applies suggestions of a thread's first comment only.");
    }
    if comment.applied || comment.resolved {
        return Err("This suggestion has been applied or marked resolved.");
    }
    let Some(line) = comment.line else {
        return Err("This suggestion is outdated.");
    };
    if comment.side == Side::Left {
        return Err("Applying suggestions on deleted lines is not currently supported.");
    }
    let start = comment.start.unwrap_or(line);
    let base = tell::pull_base(repository, pull);
    let from = repository.git.merge_base(&base, &pull.head_oid).unwrap_or_default();
    let files = repository.git.diff(&from, &pull.head_oid);
    let file = files.iter().find(|file| file.path == comment.path);
    let hunk = file.and_then(|file| file.hunks.iter().find(|hunk| hunk.new.contains(&line)));
    let Some(hunk) = hunk else { return Err("This suggestion is outdated.") };
    if hunk.deleted_before.iter().any(|&before| start < before && before <= line) {
        return Err("Applying suggestions on deleted lines is not currently supported.");
    }
    let overlaps = |other: &Edit| {
        other.path == comment.path && start <= *other.lines.end() && *other.lines.start() <= line
    };
    if others.iter().any(overlaps) {
        return Err("Only one suggestion per line can be applied in a batch.");
    }
    let edit =
        Edit { comment: comment.id, path: comment.path.clone(), lines: start..=line, content };
    let before = repository.git.file(&pull.head_oid, &edit.path).unwrap_or_default();
    if replaced(&before, &edit) == before {
        return Err("Suggestions cannot be applied as no changes were made to the code.");
    }
    Ok(edit)
}

/// The text with the lines replaced. Whether a text ends with a line end stays as it was, and lines
/// that ended in CRLF do so again.
fn replaced(text: &[u8], edit: &Edit) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let (first, last) = (edit.lines.start() - 1, *edit.lines.end());
    let mut new = Vec::with_capacity(text.len() + edit.content.len());
    lines.iter().take(first).for_each(|line| new.extend_from_slice(line));
    let carriage = lines.get(first).is_some_and(|line| line.ends_with(b"\r\n"));
    let content = if carriage { edit.content.replace('\n', "\r\n") } else { edit.content.clone() };
    let ends_bare = last >= lines.len() && !text.ends_with(b"\n");
    let content = if ends_bare { content.trim_end_matches(['\r', '\n']) } else { content.as_str() };
    new.extend_from_slice(content.as_bytes());
    lines.iter().skip(last).for_each(|line| new.extend_from_slice(line));
    new
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_are_found_as_markdown_has_them() {
        let body = "Text\n\n```suggestion\nlicense: mit\n```\n\nmore\n````suggestion\n```yaml\n\
                    a: 1\n```\n````\n";
        assert_eq!(blocks(body), ["license: mit\n", "```yaml\na: 1\n```\n"]);
        assert_eq!(blocks("```suggestion\n```"), [""]);
        assert_eq!(blocks("```suggestion\n\n```"), ["\n"]);
        assert_eq!(blocks("```yaml\n```suggestion\nx\n```\n"), Vec::<String>::new());
        assert_eq!(blocks("<!-- x\n```suggestion\nx\n```\n-->"), Vec::<String>::new());
        assert_eq!(blocks("text ```suggestion\nx\n"), Vec::<String>::new());
        assert_eq!(blocks("    ```suggestion\n    x\n    ```\n"), Vec::<String>::new());
    }
}
