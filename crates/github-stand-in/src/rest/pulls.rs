//! Pull requests.

use serde_json::Value;

use super::page::page;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::tell;

/// `GET /repos/{owner}/{repo}/pulls/{number}`
pub(super) fn get(call: &Call, repo: u64, number: &str) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let pull = call.pull(repo, number)?;
    let accept = call.request.header("accept").unwrap_or_default();
    if accept.contains("diff") || accept.contains("patch") {
        return diff(call, repo, number);
    }
    Ok(Answer::json(200, tell::pull(call.state, call.repo(repo), pull)))
}

fn diff(call: &Call, repo: u64, number: &str) -> Outcome {
    let pull = call.pull(repo, number)?;
    let (repo, caps) = (call.repo(repo), call.state.caps);
    let base = tell::pull_base(repo, pull);
    let from = repo.git.merge_base(&base, &pull.head_oid).ok_or_else(Answer::not_found)?;
    let text = repo.git.ask(&["diff", "--no-color", &from, &pull.head_oid]).unwrap_or_default();
    let files = repo.git.diff(&from, &pull.head_oid).len();
    let lines = text.split(|&byte| byte == b'\n').count();
    if lines > caps.diff_lines || text.len() > caps.diff_bytes || files > caps.diff_files {
        let body = serde_json::json!({
            "message": format!("Sorry, the diff exceeded the maximum number of lines ({})", caps.diff_lines),
            "errors": [{"resource": "PullRequest", "field": "diff", "code": "too_large"}],
            "documentation_url": "https://docs.github.com/rest", "status": "406"});
        return Err(Answer::json(406, body));
    }
    Ok(Answer::raw("application/vnd.github.v3.diff; charset=utf-8", text))
}

/// `GET /repos/{owner}/{repo}/pulls`
pub(super) fn list(call: &Call, repo: u64) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let repo = call.repo(repo);
    let wanted = call.request.parameter("state").unwrap_or("open");
    let head = call.request.parameter("head");
    let base = call.request.parameter("base");
    let rows: Vec<Value> = repo
        .pulls
        .iter()
        .rev()
        .filter(|pull| match wanted {
            "all" => true,
            "closed" => !pull.open,
            _ => pull.open,
        })
        .filter(|pull| {
            let owner = &call.state.repository(pull.head_repository).owner;
            head.is_none_or(|head| head == format!("{owner}:{}", pull.head_branch))
        })
        .filter(|pull| base.is_none_or(|base| base == pull.base_branch))
        .map(|pull| tell::pull_simple(call.state, repo, pull))
        .collect();
    Ok(page(call, rows))
}
