//! Pull requests, as REST tells them.

use serde_json::{Value, json};

use super::{association, repository_small, user};
use crate::state::{Pull, Repository, State, node_id, stamp};

/// A pull request as lists have it.
pub(crate) fn pull_simple(state: &State, repo: &Repository, pull: &Pull) -> Value {
    let api = format!("{}/repos/{}", state.url, repo.full_name());
    let url = format!("{api}/pulls/{}", pull.number);
    let issue = format!("{api}/issues/{}", pull.number);
    let page = pull_page(state, repo, pull);
    let head = state.repository(pull.head_repository);
    // Of a fork that was deleted nothing is left but its branch's name.
    let head_repo = if head.deleted { Value::Null } else { repository_small(state, head) };
    let base_oid = pull_base(repo, pull);
    let label = |owner: &str, branch: &str| format!("{owner}:{branch}");
    let href = |url: &str| json!({"href": url});
    let statuses = format!("{api}/statuses/{}", pull.head_oid);
    let review_comment = format!("{api}/pulls/comments{{/number}}");
    let head_user = if head.deleted { Value::Null } else { user(state, &head.owner) };
    json!({
        "url": url,
        "id": pull.id,
        "node_id": node_id("PR", pull.id),
        "html_url": page,
        "diff_url": format!("{page}.diff"),
        "patch_url": format!("{page}.patch"),
        "issue_url": issue,
        "commits_url": format!("{url}/commits"),
        "review_comments_url": format!("{url}/comments"),
        "review_comment_url": review_comment,
        "comments_url": format!("{issue}/comments"),
        "statuses_url": statuses,
        "number": pull.number,
        "state": if pull.open { "open" } else { "closed" },
        "locked": pull.locked,
        "active_lock_reason": null,
        "title": pull.title,
        "user": user(state, &pull.author),
        "body": pull.body,
        "labels": [],
        "milestone": null,
        "created_at": stamp(pull.created),
        "updated_at": stamp(pull.updated),
        "closed_at": pull.closed.map(stamp),
        "merged_at": pull.closed.filter(|_| pull.merged).map(stamp),
        "merge_commit_sha": null,
        "assignee": null,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "head": {
            "label": label(&head.owner, &pull.head_branch),
            "ref": pull.head_branch,
            "sha": pull.head_oid,
            "user": head_user,
            "repo": head_repo,
        },
        "base": {
            "label": label(&repo.owner, &pull.base_branch),
            "ref": pull.base_branch,
            "sha": base_oid,
            "user": user(state, &repo.owner),
            "repo": repository_small(state, repo),
        },
        "_links": {
            "self": href(&url),
            "html": href(&page),
            "issue": href(&issue),
            "comments": href(&format!("{issue}/comments")),
            "review_comments": href(&format!("{url}/comments")),
            "review_comment": href(&review_comment),
            "commits": href(&format!("{url}/commits")),
            "statuses": href(&statuses),
        },
        "author_association": association(state, repo, &pull.author),
        "auto_merge": null,
        "draft": pull.draft,
    })
}

/// A pull request as its own endpoint tells it.
pub(crate) fn pull(state: &State, repo: &Repository, pull: &Pull) -> Value {
    let mut told = pull_simple(state, repo, pull);
    let base = pull_base(repo, pull);
    let merge_base = repo.git.merge_base(&base, &pull.head_oid);
    let files = merge_base.as_ref().map(|from| repo.git.diff(from, &pull.head_oid));
    let files = files.unwrap_or_default();
    let more = json!({
        "merged": pull.merged,
        "mergeable": null,
        "rebaseable": null,
        "mergeable_state": "unknown",
        "merged_by": null,
        "comments": pull.issue_comments.len(),
        "review_comments": pull.comments.len(),
        "maintainer_can_modify": pull.head_repository != repo.id,
        "commits": repo.git.commits(&base, &pull.head_oid).len(),
        "additions": files.iter().map(|file| file.additions).sum::<usize>(),
        "deletions": files.iter().map(|file| file.deletions).sum::<usize>(),
        "changed_files": files.len(),
    });
    if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
        told.extend(more);
    }
    told
}

/// The address of the page.
pub(crate) fn pull_page(state: &State, repo: &Repository, pull: &Pull) -> String {
    format!("{}/{}/pull/{}", state.url, repo.full_name(), pull.number)
}

/// The tip of the base branch, as long as the pull request is open.
pub(crate) fn pull_base(repo: &Repository, pull: &Pull) -> String {
    let fixed = pull.closed_base.clone();
    fixed.or_else(|| repo.tip(&pull.base_branch)).unwrap_or_default()
}
