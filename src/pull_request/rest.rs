//! Reading without a token: by REST alone, a request for each file. GitHub allows 60 of them an
//! hour, so only small pull requests can be looked at.

use std::collections::{BTreeSet, HashMap};

use cardbot_core::config;

use super::about::About;
use super::texts::{LargeFile, MOST_BYTES, Sides, Texts};
use super::unpatch::unpatch;
use super::wire::{RestPull, RestTree, Row};
use super::{Trouble, encode};
use crate::github::{Client, PullRequestTarget};
use crate::source::{LICENSE_NAMES, folder_of};

/// Without a token, more files than this are too many.
pub const MOST_FILES: usize = 20;
/// The licences of so many folders are looked for.
const MOST_FOLDERS: usize = 5;

/// The pull request.
pub(super) async fn about(client: &Client, target: &PullRequestTarget) -> Result<About, Trouble> {
    let name = format!("{}/{}", target.owner, target.repository);
    let answer = client.get(&format!("/repos/{name}/pulls/{}", target.number)).await?;
    if answer.status == 404 {
        return Err(Trouble::NotFound);
    }
    let pull: RestPull = client.accepted(&answer)?.json()?;
    let base = pull.base.repo.as_ref();
    let name = base.map_or(name, |repo| repo.full_name.clone());
    Ok(About {
        url: pull.html_url,
        number: target.number,
        is_open: pull.state == "open",
        is_merged: pull.merged,
        is_draft: pull.draft,
        is_locked: pull.locked,
        is_archived: base.is_some_and(|repo| repo.archived),
        may_push: Some(false),
        is_own: false,
        changed_files: pull.changed_files,
        head: pull.head.sha,
        head_repository: pull.head.repo.map(|repo| repo.full_name),
        config: config(client, &format!("/repos/{name}"), &pull.base.sha).await?,
        head_name: pull.head.name,
        base_name: pull.base.name,
        base: pull.base.sha,
        has_pending_review: false,
        repository: name,
    })
}

/// The configuration at a commit.
pub(super) async fn config(
    client: &Client,
    repository: &str,
    commit: &str,
) -> Result<Option<(String, Vec<u8>)>, Trouble> {
    for path in config::PATHS {
        if let Some(bytes) = contents(client, repository, path, commit).await? {
            return Ok(Some(((*path).to_owned(), bytes)));
        }
    }
    Ok(None)
}

/// A file at a commit, in its bytes.
pub(super) async fn contents(
    client: &Client,
    repository: &str,
    path: &str,
    commit: &str,
) -> Result<Option<Vec<u8>>, Trouble> {
    let path = format!("{repository}/contents/{}?ref={commit}", encode(path));
    Ok(client.get_raw(&path).await?)
}

/// The texts of the changed files, one by one.
pub(super) async fn texts(
    client: &Client,
    about: &About,
    merge_base: &str,
    rows: &[Row],
) -> Result<Texts, Trouble> {
    if rows.len() > MOST_FILES {
        return Err(Trouble::NeedsToken { files: rows.len() });
    }
    let repository = about.path();
    let mut texts = Texts::default();
    let tree = tree(client, about).await?;
    let is_link = |path: &str| tree.tree.iter().any(|entry| entry.path == path && !entry.is_file());
    for row in rows {
        let mut sides = Sides::default();
        if !row.is_removed() && !is_link(&row.filename) {
            sides.head = contents(client, &repository, &row.filename, &about.head).await?;
        }
        if !row.is_added() {
            let head = sides.head.as_deref().map_or(Some(""), |head| str::from_utf8(head).ok());
            let known = head.zip(row.patch.as_deref()).and_then(|(h, patch)| unpatch(h, patch));
            sides.base = match known {
                Some(base) => Some(base.into_bytes()),
                None => contents(client, &repository, row.base_path(), merge_base).await?,
            };
        }
        let longest = [&sides.base, &sides.head].into_iter().flatten().map(Vec::len).max();
        if longest > Some(MOST_BYTES) {
            texts.too_large.push(LargeFile { path: row.filename.clone() });
        } else {
            texts.sides.insert(row.filename.clone(), sides);
        }
    }
    let folders: BTreeSet<&str> = rows.iter().map(|row| folder_of(&row.filename)).collect();
    for folder in folders.into_iter().take(MOST_FOLDERS) {
        if let Some(text) = license(client, about, &tree, folder).await? {
            texts.licenses.insert(folder.to_owned(), text);
        }
    }
    Ok(texts)
}

/// The licence file in a folder of the head.
async fn license(
    client: &Client,
    about: &About,
    tree: &RestTree,
    folder: &str,
) -> Result<Option<String>, Trouble> {
    let mut paths = LICENSE_NAMES.iter().map(|name| format!("{folder}{name}"));
    let is_file = |path: &String| tree.tree.iter().any(|one| one.path == *path && one.is_file());
    let Some(path) = paths.find(is_file) else { return Ok(None) };
    let bytes = contents(client, &about.path(), &path, &about.head).await?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// All that is in the head.
async fn tree(client: &Client, about: &About) -> Result<RestTree, Trouble> {
    let path = format!("{}/git/trees/{}?recursive=1", about.path(), about.head);
    let answer = client.get_again(&path).await?;
    Ok(client.accepted(&answer)?.json()?)
}

/// The files below some folders in the head, as paths from there; `None` for those that can't be
/// listed. One request does for all folders.
pub(super) async fn files_below(
    client: &Client,
    about: &About,
    folders: &[String],
) -> Result<HashMap<String, Option<BTreeSet<String>>>, Trouble> {
    if folders.is_empty() {
        return Ok(HashMap::new());
    }
    let tree = tree(client, about).await?;
    let below = |folder: &String| {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let files = tree.tree.iter().filter(|entry| entry.kind == "blob");
        files.filter_map(|entry| entry.path.strip_prefix(&prefix).map(str::to_owned)).collect()
    };
    let listed = |folder: &String| (!tree.truncated).then(|| below(folder));
    Ok(folders.iter().map(|folder| (folder.clone(), listed(folder))).collect())
}
