//! The change between two commits of a repository, of a push or a merge queue: there is no pull
//! request, so nothing can be posted.

use cardbot_core::review::Posted;

use super::about::About;
use super::{Reading, Trouble, files, read, rest};
use crate::github::Client;
use crate::source::{ChangeSet, Target};

/// GitHub lists at most this many files of a range.
pub const MOST_FILES: usize = files::IN_COMPARISON;

/// Reads what changed between two commits. The configuration is that of the first.
///
/// # Errors
/// [`Trouble`]
pub async fn read_range(
    client: &Client,
    repository: &str,
    base: &str,
    head: &str,
) -> Result<Reading, Trouble> {
    let path = format!("/repos/{repository}");
    let comparison = files::compare(client, &path, base, head).await?;
    let listed = comparison.files.len();
    let rows = files::settled(comparison.files);
    let server = client.host().server.clone();
    let config = match rows.is_empty() {
        true => None,
        false => rest::config(client, &path, base).await?,
    };
    let about = About {
        url: format!("{server}/{repository}/compare/{base}...{head}"),
        repository: repository.to_owned(),
        number: 0,
        is_open: true,
        is_merged: false,
        is_draft: false,
        is_locked: false,
        is_archived: false,
        may_push: None,
        is_own: false,
        changed_files: listed,
        head: head.to_owned(),
        head_repository: Some(repository.to_owned()),
        head_name: head.to_owned(),
        base_name: base.to_owned(),
        base: base.to_owned(),
        config,
        has_pending_review: false,
    };
    let merge_base = comparison.merge_base_commit.sha;
    let read = read::changes(client, &about, &merge_base, &rows).await?;
    let change = ChangeSet {
        target: Target {
            kind: "range",
            url: Some(about.url.clone()),
            number: None,
            base: base.to_owned(),
            merge_base: Some(merge_base),
            head: head.to_owned(),
        },
        files: read.changes,
        config: about.config.clone(),
    };
    let (too_large, unshown) = (read.too_large, read.unshown);
    Ok(Reading {
        change,
        about,
        posted: Posted::default(),
        too_large,
        unlisted: 0,
        unshown,
        server,
    })
}

/// A file at the base of what was read, in its bytes.
///
/// # Errors
/// [`Trouble`]
pub async fn file_at(
    client: &Client,
    reading: &Reading,
    path: &str,
) -> Result<Option<Vec<u8>>, Trouble> {
    rest::contents(client, &reading.about.path(), path, &reading.about.base).await
}
