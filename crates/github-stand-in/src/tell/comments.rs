//! Reviews and comments, as REST tells them.

use serde_json::{Value, json};

use super::{association, pull_page, user};
use crate::diff::FileDiff;
use crate::state::{
    Event, IssueComment, Pull, Repository, Review, ReviewComment, Side, State, node_id, stamp,
};

/// A review.
pub(crate) fn review(state: &State, repo: &Repository, pull: &Pull, review: &Review) -> Value {
    let page = format!("{}#pullrequestreview-{}", pull_page(state, repo, pull), review.id);
    let url = format!("{}/repos/{}/pulls/{}", state.url, repo.full_name(), pull.number);
    let mut told = json!({
        "id": review.id,
        "node_id": node_id("PRR", review.id),
        "user": user(state, &review.author),
        "body": review.body,
        "state": review.event.state(),
        "html_url": page,
        "pull_request_url": url,
        "author_association": association(state, repo, &review.author),
        "_links": {"html": {"href": page}, "pull_request": {"href": url}},
        "commit_id": review.commit,
    });
    if review.event != Event::Pending {
        told["submitted_at"] = json!(stamp(review.time));
    }
    told
}

/// A comment on lines.
pub(crate) fn review_comment(
    state: &State,
    repo: &Repository,
    pull: &Pull,
    comment: &ReviewComment,
) -> Value {
    let api = format!("{}/repos/{}", state.url, repo.full_name());
    let url = format!("{api}/pulls/comments/{}", comment.id);
    let page = format!("{}#discussion_r{}", pull_page(state, repo, pull), comment.id);
    let pull_url = format!("{api}/pulls/{}", pull.number);
    let mut told = json!({
        "url": url,
        "pull_request_review_id": comment.review,
        "id": comment.id,
        "node_id": node_id("PRRC", comment.id),
        "diff_hunk": comment.diff_hunk,
        "path": comment.path,
        "commit_id": comment.commit,
        "original_commit_id": comment.original_commit,
        "user": user(state, &comment.author),
        "body": comment.body,
        "created_at": stamp(comment.time),
        "updated_at": stamp(comment.updated),
        "html_url": page,
        "pull_request_url": pull_url,
        "author_association": association(state, repo, &comment.author),
        "_links": {"self": {"href": url}, "html": {"href": page},
                   "pull_request": {"href": pull_url}},
        "start_line": comment.start,
        "original_start_line": comment.original_start,
        "start_side": comment.start.map(|_| comment.side.name()),
        "line": comment.line,
        "original_line": comment.original_line,
        "side": comment.side.name(),
        "subject_type": "line",
        "position": comment.line.map(|_| 1),
        "original_position": 1,
        "reactions": reactions(&url, &[]),
    });
    if let Some(first) = comment.reply_to {
        told["in_reply_to_id"] = json!(first);
    }
    told
}

/// A comment on the conversation.
pub(crate) fn issue_comment(
    state: &State,
    repo: &Repository,
    pull: &Pull,
    comment: &IssueComment,
) -> Value {
    let api = format!("{}/repos/{}", state.url, repo.full_name());
    let url = format!("{api}/issues/comments/{}", comment.id);
    json!({
        "url": url,
        "html_url": format!("{}#issuecomment-{}", pull_page(state, repo, pull), comment.id),
        "issue_url": format!("{api}/issues/{}", pull.number),
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "user": user(state, &comment.author),
        "created_at": stamp(comment.time),
        "updated_at": stamp(comment.updated),
        "author_association": association(state, repo, &comment.author),
        "body": comment.body,
        "reactions": reactions(&url, &comment.reactions),
        "performed_via_github_app": null,
    })
}

/// How often each reaction was given.
fn reactions(url: &str, given: &[(String, String)]) -> Value {
    let count = |name: &str| given.iter().filter(|(content, _)| content == name).count();
    json!({
        "url": format!("{url}/reactions"),
        "total_count": given.len(),
        "+1": count("+1"), "-1": count("-1"), "laugh": count("laugh"), "hooray": count("hooray"),
        "confused": count("confused"), "heart": count("heart"), "rocket": count("rocket"),
        "eyes": count("eyes"),
    })
}

/// The hunk that a comment stands on, down to its line.
pub(crate) fn hunk_down_to(file: &FileDiff, side: Side, line: usize) -> String {
    let shows = |range: &std::ops::Range<usize>| range.contains(&line);
    let found = file.hunks.iter().find(|hunk| match side {
        Side::Right => shows(&hunk.new),
        Side::Left => shows(&hunk.old),
    });
    let Some(hunk) = found else { return String::new() };
    let (mut old, mut new) = (hunk.old.start, hunk.new.start);
    let mut kept = Vec::new();
    for (number, row) in hunk.text.split('\n').enumerate() {
        kept.push(row);
        if number == 0 {
            continue;
        }
        let (in_old, in_new) = match row.as_bytes().first() {
            Some(b'+') => (false, true),
            Some(b'-') => (true, false),
            Some(b'\\') => (false, false),
            _ => (true, true),
        };
        let here = match side {
            Side::Right => in_new && new == line,
            Side::Left => in_old && old == line,
        };
        if here {
            break;
        }
        old += usize::from(in_old);
        new += usize::from(in_new);
    }
    kept.join("\n")
}
