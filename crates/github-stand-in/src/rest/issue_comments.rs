//! Comments on the conversation, and reactions to them.

use serde_json::{Value, json};

use super::comments::text;
use super::page::page;
use super::reviews::own;
use super::{Call, Outcome};
use crate::answer::Answer;
use crate::said;
use crate::state::{IssueComment, Level, Role, node_id, stamp};
use crate::tell;

/// Either of them will do for the conversation of a pull request.
const EITHER: [&str; 2] = ["issues", "pull_requests"];

const REACTIONS: [&str; 8] = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

/// `GET …/issues/{number}/comments`
pub(super) fn list(call: &Call, repo: u64, number: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Read, Role::Read)?;
    let pull = call.pull(repo, number)?;
    let repo = call.repo(repo);
    let told = |comment| tell::issue_comment(call.state, repo, pull, comment);
    let rows: Vec<Value> = pull.issue_comments.iter().map(told).collect();
    Ok(page(call, rows))
}

/// `POST …/issues/{number}/comments`
pub(super) fn create(call: &mut Call, repo: u64, number: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Write, Role::Read)?;
    let pull = call.pull(repo, number)?;
    let number = pull.number;
    if pull.locked {
        return Err(Answer::error(403, "Unable to create comment because issue is locked."));
    }
    let text = text(call)?;
    let author = call.viewer().unwrap_or_default().to_owned();
    let id = said::comment(call.state, repo, number, &author, &text);
    tell_one(call, 201, repo, number, id)
}

fn find(call: &Call, repo: u64, id: &str) -> Result<(u64, IssueComment), Answer> {
    let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
    let pulls = call.repo(repo).pulls.iter();
    let mut all = pulls.flat_map(|pull| pull.issue_comments.iter().map(move |c| (pull.number, c)));
    let found = all.find(|(_, comment)| comment.id == id).ok_or_else(Answer::not_found)?;
    Ok((found.0, found.1.clone()))
}

fn tell_one(call: &Call, status: u16, repo: u64, number: u64, id: u64) -> Outcome {
    let repo = call.repo(repo);
    let pull = repo.pull(number).ok_or_else(Answer::not_found)?;
    let comment = pull.issue_comments.iter().find(|comment| comment.id == id);
    let comment = comment.ok_or_else(Answer::not_found)?;
    Ok(Answer::json(status, tell::issue_comment(call.state, repo, pull, comment)))
}

/// `GET …/issues/comments/{id}`
pub(super) fn get(call: &Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Read, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    tell_one(call, 200, repo, number, comment.id)
}

/// `PATCH …/issues/comments/{id}`
pub(super) fn update(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Write, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    own(call, repo, &comment.author)?;
    let text = text(call)?;
    said::edit_issue_comment(call.state, repo, number, comment.id, &text);
    tell_one(call, 200, repo, number, comment.id)
}

/// `DELETE …/issues/comments/{id}`
pub(super) fn delete(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Write, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    own(call, repo, &comment.author)?;
    if let Some(pull) = call.state.repository_mut(repo).pull_mut(number) {
        pull.issue_comments.retain(|other| other.id != comment.id);
    }
    Ok(Answer::empty(204))
}

fn tell_reaction(call: &Call, login: &str, content: &str, number: usize) -> Value {
    let id = u64::try_from(number).unwrap_or_default() + 1;
    json!({"id": id, "node_id": node_id("REA", id), "user": tell::user(call.state, login),
           "content": content, "created_at": stamp(call.state.now())})
}

/// `GET …/issues/comments/{id}/reactions`
pub(super) fn reactions(call: &Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Read, Role::Read)?;
    let (_, comment) = find(call, repo, id)?;
    let given = comment.reactions.iter().enumerate();
    let told = given.map(|(i, (content, login))| tell_reaction(call, login, content, i)).collect();
    Ok(page(call, told))
}

/// `POST …/issues/comments/{id}/reactions`: 200 where one gave it before.
pub(super) fn react(call: &mut Call, repo: u64, id: &str) -> Outcome {
    call.demand(repo, &EITHER, Level::Write, Role::Read)?;
    let (number, comment) = find(call, repo, id)?;
    let body = call.body()?;
    let content = body["content"].as_str().unwrap_or_default().to_owned();
    if !REACTIONS.contains(&content.as_str()) {
        return Err(Answer::invalid("Reaction", "content", "is not a reaction"));
    }
    let login = call.viewer().unwrap_or_default().to_owned();
    let given = (content.clone(), login.clone());
    let position = comment.reactions.iter().position(|known| *known == given);
    let status = if position.is_some() { 200 } else { 201 };
    if position.is_none() {
        said::react(call.state, repo, number, comment.id, given);
    }
    let place = position.unwrap_or(comment.reactions.len());
    Ok(Answer::json(status, tell_reaction(call, &login, &content, place)))
}
