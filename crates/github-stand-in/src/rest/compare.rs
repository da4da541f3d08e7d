//! The comparison of two commits.

use serde_json::{Value, json};

use super::page::{linked, wanted};
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::state::Repository;
use crate::tell;

/// Without paging so many commits are told.
const MOST_COMMITS: usize = 250;

/// `GET /repos/{owner}/{repo}/compare/{base}...{head}`
pub(super) fn get(call: &Call, repo: u64, range: &str) -> Outcome {
    call.reads(repo, "contents")?;
    let (repo, caps) = (call.repo(repo), call.state.caps);
    let (base, head) = range.split_once("...").ok_or_else(Answer::not_found)?;
    let base_oid = named(call, repo, base).ok_or_else(Answer::not_found)?;
    let head_oid = named(call, repo, head).ok_or_else(Answer::not_found)?;
    let git = &repo.git;
    let Some(merge_base) = git.merge_base(&base_oid, &head_oid) else {
        return Err(Answer::error(404, "No common ancestor between the two commits."));
    };
    let ahead = git.commits(&base_oid, &head_oid);
    let behind = git.commits(&head_oid, &base_oid).len();
    let status = match (ahead.len(), behind) {
        (0, 0) => "identical",
        (_, 0) => "ahead",
        (0, _) => "behind",
        _ => "diverged",
    };
    let paged = ["page", "per_page"].iter().any(|name| call.request.parameter(name).is_some());
    let (number, size) = if paged { wanted(call) } else { (1, MOST_COMMITS) };
    let about = |oid: &str| git.about(oid).map(|info| tell::commit(call.state, repo, &info));
    let commits: Vec<Value> = ahead
        .iter()
        .skip((number - 1).saturating_mul(size))
        .take(size)
        .map(|info| tell::commit(call.state, repo, info))
        .collect();
    let api = format!("{}/repos/{}/compare/{range}", call.state.url, repo.full_name());
    let page = format!("{}/{}/compare/{range}", call.state.url, repo.full_name());
    let mut told = json!({
        "url": api,
        "html_url": page,
        "permalink_url": page,
        "diff_url": format!("{page}.diff"),
        "patch_url": format!("{page}.patch"),
        "base_commit": about(&base_oid),
        "merge_base_commit": about(&merge_base),
        "status": status,
        "ahead_by": ahead.len(),
        "behind_by": behind,
        "total_commits": ahead.len(),
        "commits": commits,
    });
    // The files are on the first page only.
    if number == 1 {
        let mut lines = 0;
        let files = git.diff(&merge_base, &head_oid);
        let rows: Vec<Value> = files
            .iter()
            .take(caps.compared_files)
            .map(|file| {
                let shown = lines < caps.answer_lines;
                lines += file.patch.as_ref().map_or(0, |patch| patch.split('\n').count());
                tell::diff_entry(call.state, repo, file, &head_oid, shown)
            })
            .collect();
        told["files"] = Value::Array(rows);
    }
    Ok(linked(call, Answer::json(200, told), number, size, ahead.len()))
}

/// A hash, a branch, or the branch of a fork as `owner:branch`.
fn named(call: &Call, repo: &Repository, name: &str) -> Option<String> {
    let Some((owner, branch)) = name.split_once(':') else { return repo.commit_named(name) };
    let (owner, branch) = match branch.split_once(':') {
        Some((_, branch)) => (owner, branch),
        None => (owner, branch),
    };
    let of_network = |other: &&Repository| {
        !other.deleted
            && std::sync::Arc::ptr_eq(&other.git, &repo.git)
            && other.owner.eq_ignore_ascii_case(owner)
    };
    let fork = call.state.repositories.iter().find(of_network)?;
    if call.state.sees(call.token.as_ref(), fork) { fork.tip(branch) } else { None }
}
