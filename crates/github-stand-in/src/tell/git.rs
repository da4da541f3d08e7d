//! Commits and differences, as REST tells them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diff::FileDiff;
use crate::git::CommitInfo;
use crate::state::{Repository, State, stamp};

/// What may stand in the path of an address as it is.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// A commit as lists and comparisons have it.
pub(crate) fn commit(state: &State, repo: &Repository, info: &CommitInfo) -> Value {
    let full_name = repo.full_name();
    let api = format!("{}/repos/{full_name}", state.url);
    let page = |oid: &str| format!("{}/{full_name}/commit/{oid}", state.url);
    let time = chrono::DateTime::from_timestamp(info.time, 0).map(stamp);
    let who = json!({"name": info.author, "email": info.email, "date": time});
    let parents: Vec<Value> = info
        .parents
        .iter()
        .map(
            |oid| json!({"sha": oid, "url": format!("{api}/commits/{oid}"), "html_url": page(oid)}),
        )
        .collect();
    json!({
        "sha": info.oid,
        "node_id": format!("C_{}", info.oid),
        "url": format!("{api}/commits/{}", info.oid),
        "html_url": page(&info.oid),
        "comments_url": format!("{api}/commits/{}/comments", info.oid),
        "commit": {
            "author": who,
            "committer": who,
            "message": info.message,
            "tree": {"sha": info.tree, "url": format!("{api}/git/trees/{}", info.tree)},
            "url": format!("{api}/git/commits/{}", info.oid),
            "comment_count": 0,
            "verification": {"verified": false, "reason": "unsigned", "signature": null,
                             "payload": null, "verified_at": null},
        },
        "author": super::user(state, &info.author),
        "committer": super::user(state, &info.author),
        "parents": parents,
    })
}

/// A file of a difference. Without `patch` the row says that none is shown.
pub(crate) fn diff_entry(
    state: &State,
    repo: &Repository,
    file: &FileDiff,
    head: &str,
    shown: bool,
) -> Value {
    let full_name = repo.full_name();
    let path = utf8_percent_encode(&file.path, PATH);
    let oid = if file.status == "removed" { &file.old_oid } else { &file.new_oid };
    let count = |number: usize| if shown { number } else { 0 };
    let mut told = json!({
        "sha": oid,
        "filename": file.path,
        "status": file.status,
        "additions": count(file.additions),
        "deletions": count(file.deletions),
        "changes": count(file.additions + file.deletions),
        "blob_url": format!("{}/{full_name}/blob/{head}/{path}", state.url),
        "raw_url": format!("{}/{full_name}/raw/{head}/{path}", state.url),
        "contents_url": format!("{}/repos/{full_name}/contents/{path}?ref={head}", state.url),
    });
    if let Some(patch) = file.patch.as_ref().filter(|_| shown) {
        told["patch"] = json!(patch);
    }
    if let Some(previous) = &file.previous {
        told["previous_filename"] = json!(previous);
    }
    told
}
