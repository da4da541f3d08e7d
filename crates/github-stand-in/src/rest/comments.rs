//! Comments on lines.

use serde_json::Value;

use super::new_review::check_body;
use super::page::page;
use super::reviews::own;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::said;
use crate::state::{Level, ReviewComment, Role};
use crate::tell;

/// `GET …/pulls/{number}/comments`
pub(super) fn list(call: &Call, repo: u64, number: &str) -> Outcome {
    rows(call, repo, number, |_| true)
}

/// `GET …/pulls/{number}/reviews/{id}/comments`
pub(super) fn list_of_review(call: &Call, repo: u64, number: &str, id: &str) -> Outcome {
    let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
    rows(call, repo, number, |comment| comment.review == id)
}

fn rows(call: &Call, repo: u64, number: &str, wanted: impl Fn(&ReviewComment) -> bool) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let pull = call.pull(repo, number)?;
    let repo = call.repo(repo);
    let rows: Vec<Value> = pull
        .comments
        .iter()
        .filter(|comment| pull.shows(comment, call.viewer()) && wanted(comment))
        .map(|comment| tell::review_comment(call.state, repo, pull, comment))
        .collect();
    Ok(page(call, rows))
}

/// The pull request and the comment with that number.
fn find(call: &Call, repo: u64, id: &str) -> Result<(u64, ReviewComment), Answer> {
    let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
    let pulls = call.repo(repo).pulls.iter();
    let found = pulls.flat_map(|pull| pull.comments.iter().map(move |comment| (pull, comment)));
    let mut found =
        found.filter(|(pull, comment)| comment.id == id && pull.shows(comment, call.viewer()));
    let (pull, comment) = found.next().ok_or_else(Answer::not_found)?;
    Ok((pull.number, comment.clone()))
}

fn tell_one(call: &Call, status: u16, repo: u64, number: u64, id: u64) -> Outcome {
    let repo = call.repo(repo);
    let pull = repo.pull(number).ok_or_else(Answer::not_found)?;
    let comment = pull.comments.iter().find(|comment| comment.id == id);
    let comment = comment.ok_or_else(Answer::not_found)?;
    Ok(Answer::json(status, tell::review_comment(call.state, repo, pull, comment)))
}

/// `GET …/pulls/comments/{id}`
pub(super) fn get(call: &Call, repo: u64, id: &str) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let (number, comment) = find(call, repo, id)?;
    tell_one(call, 200, repo, number, comment.id)
}

/// The text in the body of a request.
pub(super) fn text(call: &Call) -> Result<String, Answer> {
    let body = call.body()?;
    let Some(text) = body["body"].as_str().filter(|text| !text.trim().is_empty()) else {
        return Err(Answer::unprocessable(&["Body can't be blank"]));
    };
    check_body(text)?;
    Ok(text.to_owned())
}

/// `PATCH …/pulls/comments/{id}`
pub(super) fn update(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    own(call, repo, &comment.author)?;
    let text = text(call)?;
    said::edit_comment(call.state, repo, number, comment.id, &text);
    tell_one(call, 200, repo, number, comment.id)
}

/// `DELETE …/pulls/comments/{id}`
pub(super) fn delete(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    own(call, repo, &comment.author)?;
    said::delete_comment(call.state, repo, number, comment.id);
    Ok(Answer::empty(204))
}

/// `POST …/pulls/{number}/comments/{id}/replies`: to the comment that began the thread only.
pub(super) fn reply(call: &mut Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let pull = call.pull(repo, number)?;
    let (number, locked) = (pull.number, pull.locked);
    let (found, comment) = find(call, repo, id)?;
    if found != number {
        return Err(Answer::not_found());
    }
    if comment.reply_to.is_some() {
        return Err(Answer::unprocessable(&["Replies to replies are not supported"]));
    }
    if locked {
        return Err(Answer::error(403, "Unable to create comment because issue is locked."));
    }
    let text = text(call)?;
    let author = call.viewer().unwrap_or_default().to_owned();
    let id = said::reply(call.state, repo, number, comment.id, &author, &text);
    tell_one(call, 201, repo, number, id)
}
