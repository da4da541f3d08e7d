//! The files of a pull request, with the caps and traps that GitHub has.

use serde_json::Value;

use super::page::{linked, wanted};
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::tell;

/// `GET /repos/{owner}/{repo}/pulls/{number}/files`
pub(super) fn list(call: &Call, repo: u64, number: &str) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let pull = call.pull(repo, number)?;
    let (repo, caps) = (call.repo(repo), call.state.caps);
    let base = tell::pull_base(repo, pull);
    let from = repo.git.merge_base(&base, &pull.head_oid).ok_or_else(Answer::not_found)?;
    let files = repo.git.diff(&from, &pull.head_oid);
    let (number, size) = wanted(call);
    let total = files.len().min(caps.files);
    let mut lines = 0;
    let rows: Vec<Value> = files
        .iter()
        .take(caps.files)
        .skip((number - 1).saturating_mul(size))
        .take(size)
        .map(|file| {
            let shown = lines < caps.answer_lines;
            lines += file.patch.as_ref().map_or(0, |patch| patch.split('\n').count());
            tell::diff_entry(call.state, repo, file, &pull.head_oid, shown)
        })
        .collect();
    Ok(linked(call, Answer::json(200, Value::Array(rows)), number, size, total))
}
