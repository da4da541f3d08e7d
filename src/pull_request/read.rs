//! Reads a pull request: what it changes, from where, and what stands on it.

use std::cell::RefCell;
use std::collections::HashMap;

use cardbot_core::config::Config;
use cardbot_core::hunks;
use cardbot_core::review::{CardChange, Posted};

use super::about::{self, About};
use super::files::{self, Wanted};
use super::texts::{self, LargeFile};
use super::wire::Row;
use super::{Trouble, rest};
use crate::github::{Client, PullRequestTarget};
use crate::source::{ChangeSet, Target, folder_of};

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The change.
    pub change: ChangeSet,
    /// The pull request.
    pub about: About,
    /// What stands on it.
    pub posted: Posted,
    /// Files that were not read.
    pub too_large: Vec<LargeFile>,
    /// How many changed files GitHub does not list.
    pub unlisted: usize,
    /// Paths of files whose lines GitHub shows no diff of: it may refuse comments there.
    pub unshown: Vec<String>,
    /// `https://HOST`
    pub server: String,
}

/// Reads a pull request.
///
/// # Errors
/// [`Trouble`]
pub async fn read(client: &Client, target: &PullRequestTarget) -> Result<Reading, Trouble> {
    let (about, posted) = about::read(client, target).await?;
    let repository = about.path();
    let wanted = Wanted {
        repository: &repository,
        number: about.number,
        base: &about.base,
        head: &about.head,
        changed: about.changed_files,
        fork_is_gone: about.head_repository.is_none(),
    };
    let files = files::list(client, wanted).await?;
    let read = changes(client, &about, &files.merge_base, &files.rows).await?;
    let change = ChangeSet {
        target: Target {
            kind: "pull-request",
            url: Some(about.url.clone()),
            number: Some(about.number),
            base: about.base.clone(),
            merge_base: Some(files.merge_base),
            head: about.head.clone(),
        },
        files: read.changes,
        config: about.config.clone(),
    };
    let Changes { too_large, unshown, .. } = read;
    let (unlisted, server) = (files.unlisted, target.host.server.clone());
    Ok(Reading { change, about, posted, too_large, unlisted, unshown, server })
}

/// The changed files with their texts.
pub(super) struct Changes {
    pub(super) changes: Vec<CardChange>,
    pub(super) too_large: Vec<LargeFile>,
    pub(super) unshown: Vec<String>,
}

/// Reads the texts of changed files.
pub(super) async fn changes(
    client: &Client,
    about: &About,
    merge_base: &str,
    rows: &[Row],
) -> Result<Changes, Trouble> {
    let mut texts = texts::read(client, about, merge_base, rows).await?;
    let mut unshown = vec![];
    let mut changes = vec![];
    for row in rows {
        let Some(sides) = texts.sides.remove(&row.filename) else { continue };
        if sides.base.is_none() && sides.head.is_none() {
            continue;
        }
        if row.patch.is_none() && sides.base != sides.head {
            unshown.push(row.filename.clone());
        }
        changes.push(CardChange {
            path: row.filename.clone(),
            base_path: (row.base_path() != row.filename).then(|| row.base_path().to_owned()),
            base: sides.base,
            head: sides.head,
            // Without GitHub's own hunks the core works them out.
            hunks: row.patch.as_deref().map(hunks::parse),
            license_file: texts.licenses.get(folder_of(&row.filename)).cloned(),
        });
    }
    Ok(Changes { changes, too_large: texts.too_large, unshown })
}

/// Fills in the files of mirrored repositories, where the configuration names any.
pub(super) async fn list_mirrors(
    client: &Client,
    about: &About,
    config: &mut Config,
) -> Result<(), Trouble> {
    // First it is heard which folders are wanted, then they are read, then told.
    let wanted = RefCell::new(vec![]);
    config.list_mirrors(|folder| {
        wanted.borrow_mut().push(folder.to_owned());
        None
    });
    let listed: HashMap<_, _> = rest::files_below(client, about, &wanted.into_inner()).await?;
    config.list_mirrors(|folder| listed.get(folder).cloned().flatten());
    Ok(())
}
