//! Which files a pull request changes, and from which commit on.

use super::Trouble;
use super::wire::{Comparison, Row};
use crate::github::Client;
use crate::source::may_be_reviewed;

/// The changed files that may be reviewed.
#[derive(Debug)]
pub(super) struct Files {
    /// The commit that the head is compared with.
    pub(super) merge_base: String,
    /// The files, in the order of their paths.
    pub(super) rows: Vec<Row>,
    /// How many changed files GitHub does not list at all.
    pub(super) unlisted: usize,
}

/// The comparison lists at most this many files, on its first page.
pub(super) const IN_COMPARISON: usize = 300;
/// No list has more files than this.
const MOST: usize = 3_000;

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    /// `/repos/OWNER/NAME`
    pub(super) repository: &'w str,
    pub(super) number: u64,
    pub(super) base: &'w str,
    pub(super) head: &'w str,
    /// How many files the pull request says it changes.
    pub(super) changed: usize,
    /// Whether the repository of the head is gone.
    pub(super) fork_is_gone: bool,
}

/// Lists the files.
pub(super) async fn list(client: &Client, wanted: Wanted<'_>) -> Result<Files, Trouble> {
    let Wanted { repository, number, base, head, changed, fork_is_gone } = wanted;
    let comparison = match compare(client, repository, base, head).await {
        Err(Trouble::NoCommits { .. }) => return Err(Trouble::NoCommits { fork_is_gone }),
        comparison => comparison?,
    };
    let merge_base = comparison.merge_base_commit.sha;
    let mut rows = comparison.files;
    let is_whole = rows.len() < IN_COMPARISON && rows.len() >= changed.min(IN_COMPARISON);
    let lacks_patch = rows.iter().any(|row| may_be_reviewed(&row.filename) && lacks_patch(row));
    let mut unlisted = 0;
    if !is_whole || lacks_patch {
        let listed = all_pages(client, &format!("{repository}/pulls/{number}/files")).await?;
        unlisted = changed.saturating_sub(listed.len());
        if listed.len() >= rows.len() {
            rows = listed;
        }
    }
    Ok(Files { merge_base, rows: settled(rows), unlisted })
}

/// Compares two commits: where they parted, and the files that changed since.
pub(super) async fn compare(
    client: &Client,
    repository: &str,
    base: &str,
    head: &str,
) -> Result<Comparison, Trouble> {
    // One commit a page is enough: the files are all on the first.
    let path = format!("{repository}/compare/{base}...{head}?per_page=1&page=1");
    let answer = client.get_again(&path).await?;
    if answer.status == 404 {
        let has_nothing_in_common = answer.message().contains("No common ancestor");
        return Err(match has_nothing_in_common {
            true => Trouble::NoCommonCommit,
            false => Trouble::NoCommits { fork_is_gone: false },
        });
    }
    Ok(client.accepted(&answer)?.json()?)
}

/// The rows that may be reviewed, each once, in the order of their paths.
pub(super) fn settled(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| row.status != "unchanged" && may_be_reviewed(&row.filename));
    rows.sort_by(|a, b| a.filename.cmp(&b.filename));
    rows.dedup_by(|a, b| a.filename == b.filename);
    rows
}

/// Whether a patch is missing that may be there in a shorter list.
fn lacks_patch(row: &Row) -> bool {
    row.patch.is_none() && row.status != "renamed"
}

async fn all_pages(client: &Client, path: &str) -> Result<Vec<Row>, Trouble> {
    let mut rows: Vec<Row> = vec![];
    let mut next = Some(format!("{path}?per_page=100"));
    while let Some(page) = next.filter(|_| rows.len() < MOST) {
        let answer = client.get_again(&page).await?;
        let more: Vec<Row> = client.accepted(&answer)?.json()?;
        rows.extend(more);
        next = answer.next_page();
    }
    Ok(rows)
}
