//! Changes by GraphQL. Each is done or refused on its own, in the order in which they are asked for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Trouble;
use super::execute::{Arguments, Executor};
use super::pull::may_resolve;
use super::repository::node;
use super::thing::{Out, Thing};
use crate::git::FileChange;
use crate::state::{Event, Level, Role};
use crate::{pushes, said};

type Done = Result<Out, Trouble>;

/// Longer bodies are refused.
const LONGEST_BODY: usize = 65_536;

const CLASSIFIERS: [&str; 6] = ["SPAM", "ABUSE", "OFF_TOPIC", "OUTDATED", "DUPLICATE", "RESOLVED"];

/// Does one change.
pub(super) fn run(executor: &mut Executor, field: &str, arguments: &Arguments) -> Done {
    let input = arguments.get("input").cloned().unwrap_or(Value::Null);
    match field {
        "updatePullRequestReview" => update_review(executor, &input),
        "dismissPullRequestReview" => dismiss(executor, &input),
        "updatePullRequestReviewComment" => update_comment(executor, &input),
        "deletePullRequestReviewComment" => delete_comment(executor, &input),
        "minimizeComment" => minimize(executor, &input, true),
        "unminimizeComment" => minimize(executor, &input, false),
        "resolveReviewThread" => resolve(executor, &input, true),
        "unresolveReviewThread" => resolve(executor, &input, false),
        "createCommitOnBranch" => create_commit(executor, &input),
        _ => Err(Trouble::new(
            "undefinedField",
            format!("The stand-in has no field '{field}' on type 'Mutation'"),
        )),
    }
}

fn payload(name: &'static str, fields: Vec<(&'static str, Out)>) -> Done {
    Ok(Out::One(Thing::Payload(name, fields)))
}

fn text<'a>(input: &'a Value, name: &str) -> Result<&'a str, Trouble> {
    let found = input[name].as_str();
    found.ok_or_else(|| Trouble::new("INVALID_INPUT", format!("`{name}` is missing")))
}

fn body(input: &Value) -> Result<&str, Trouble> {
    let body = text(input, "body")?;
    if body.trim().is_empty() {
        return Err(Trouble::new("UNPROCESSABLE", "Body can't be blank"));
    }
    if body.chars().count() > LONGEST_BODY {
        let message = "Body is too long (maximum is 65536 characters)";
        return Err(Trouble::new("UNPROCESSABLE", message));
    }
    Ok(body)
}

/// Only what one wrote oneself may be changed. (Maintainers may more, but nobody should.)
fn own(executor: &Executor, repo: u64, author: &str) -> Result<(), Trouble> {
    executor.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let viewer = executor.token.login.as_str();
    let role = executor.state.role(viewer, executor.state.repository(repo));
    if viewer == author || (!executor.token.kind.of_app() && role >= Some(Role::Write)) {
        return Ok(());
    }
    Err(Trouble::forbidden(&format!("{viewer} does not have the correct permissions")))
}

fn update_review(executor: &mut Executor, input: &Value) -> Done {
    let id = text(input, "pullRequestReviewId")?;
    let Thing::Review(repo, number, review) = node(executor, id)? else {
        return Err(Trouble::not_found(id));
    };
    let pull = executor.state.repository(repo).pull(number);
    let found = pull.and_then(|pull| pull.reviews.iter().find(|known| known.id == review));
    let author = found.map(|found| found.author.clone()).unwrap_or_default();
    own(executor, repo, &author)?;
    let body = body(input)?;
    let now = executor.state.now();
    let pull = executor.state.repository_mut(repo).pull_mut(number);
    let found = pull.and_then(|pull| pull.reviews.iter_mut().find(|known| known.id == review));
    if let Some(found) = found {
        body.clone_into(&mut found.body);
        found.updated = now;
    }
    let thing = Out::One(Thing::Review(repo, number, review));
    payload("UpdatePullRequestReviewPayload", vec![("pullRequestReview", thing)])
}

fn dismiss(executor: &mut Executor, input: &Value) -> Done {
    let id = text(input, "pullRequestReviewId")?;
    text(input, "message")?;
    let Thing::Review(repo, number, review) = node(executor, id)? else {
        return Err(Trouble::not_found(id));
    };
    executor.demand(repo, &["pull_requests"], Level::Write, Role::Write)?;
    let pull = executor.state.repository_mut(repo).pull_mut(number);
    let found = pull.and_then(|pull| pull.reviews.iter_mut().find(|known| known.id == review));
    match found {
        Some(found) if matches!(found.event, Event::Approve | Event::RequestChanges) => {
            found.event = Event::Dismissed;
        }
        _ => {
            let message = "Can not dismiss a commented pull request review";
            return Err(Trouble::new("UNPROCESSABLE", message));
        }
    }
    let thing = Out::One(Thing::Review(repo, number, review));
    payload("DismissPullRequestReviewPayload", vec![("pullRequestReview", thing)])
}

/// The comment on lines with that id, and who wrote it.
fn comment_of(executor: &Executor, id: &str) -> Result<(u64, u64, u64, String), Trouble> {
    let Thing::ReviewComment(repo, number, comment) = node(executor, id)? else {
        return Err(Trouble::not_found(id));
    };
    let pull = executor.state.repository(repo).pull(number);
    let found = pull.and_then(|pull| pull.comments.iter().find(|known| known.id == comment));
    let author = found.map(|found| found.author.clone()).unwrap_or_default();
    Ok((repo, number, comment, author))
}

fn update_comment(executor: &mut Executor, input: &Value) -> Done {
    let (repo, number, id, author) =
        comment_of(executor, text(input, "pullRequestReviewCommentId")?)?;
    own(executor, repo, &author)?;
    said::edit_comment(executor.state, repo, number, id, body(input)?);
    let thing = Out::One(Thing::ReviewComment(repo, number, id));
    payload("UpdatePullRequestReviewCommentPayload", vec![("pullRequestReviewComment", thing)])
}

fn delete_comment(executor: &mut Executor, input: &Value) -> Done {
    let (repo, number, id, author) = comment_of(executor, text(input, "id")?)?;
    own(executor, repo, &author)?;
    let pull = executor.state.repository(repo).pull(number);
    let review = pull.and_then(|pull| pull.comments.iter().find(|known| known.id == id));
    let review = review.map(|comment| comment.review);
    said::delete_comment(executor.state, repo, number, id);
    let pull = executor.state.repository(repo).pull(number);
    let left = review
        .filter(|id| pull.is_some_and(|pull| pull.reviews.iter().any(|review| review.id == *id)));
    let thing = Out::maybe(left.map(|review| Thing::Review(repo, number, review)));
    payload("DeletePullRequestReviewCommentPayload", vec![("pullRequestReview", thing)])
}

fn minimize(executor: &mut Executor, input: &Value, hide: bool) -> Done {
    let subject = text(input, "subjectId")?;
    let reason = if hide {
        let classifier = text(input, "classifier")?;
        if !CLASSIFIERS.contains(&classifier) {
            return Err(Trouble::new("INVALID_INPUT", "classifier is unknown"));
        }
        // It comes back in another case than it was given in.
        Some(classifier.to_lowercase().replace('_', "-"))
    } else {
        None
    };
    let thing = node(executor, subject)?;
    let (repo, permission) = match thing {
        Thing::Review(repo, ..) | Thing::ReviewComment(repo, ..) => (repo, "pull_requests"),
        Thing::IssueComment(repo, ..) => (repo, "issues"),
        _ => return Err(Trouble::not_found(subject)),
    };
    executor.demand(repo, &[permission], Level::Write, Role::Read)?;
    let author = author_of(executor, &thing);
    let viewer = executor.token.login.as_str();
    let role = executor.state.role(viewer, executor.state.repository(repo));
    if !executor.token.kind.of_app() && author != viewer && role < Some(Role::Write) {
        return Err(Trouble::forbidden("Viewer is not authorized to minimize this comment"));
    }
    let slot = match thing {
        Thing::Review(repo, number, id) => {
            let pull = executor.state.repository_mut(repo).pull_mut(number);
            let found = pull.and_then(|pull| pull.reviews.iter_mut().find(|known| known.id == id));
            found.map(|found| &mut found.minimized)
        }
        Thing::ReviewComment(repo, number, id) => {
            let pull = executor.state.repository_mut(repo).pull_mut(number);
            let found = pull.and_then(|pull| pull.comments.iter_mut().find(|known| known.id == id));
            found.map(|found| &mut found.minimized)
        }
        Thing::IssueComment(repo, number, id) => {
            let pull = executor.state.repository_mut(repo).pull_mut(number);
            let found =
                pull.and_then(|pull| pull.issue_comments.iter_mut().find(|known| known.id == id));
            found.map(|found| &mut found.minimized)
        }
        _ => None,
    };
    if let Some(slot) = slot {
        *slot = reason;
    }
    if hide {
        payload("MinimizeCommentPayload", vec![("minimizedComment", Out::One(thing))])
    } else {
        payload("UnminimizeCommentPayload", vec![("unminimizedComment", Out::One(thing))])
    }
}

fn author_of(executor: &Executor, thing: &Thing) -> String {
    let (repo, number, wanted) = match thing {
        Thing::Review(repo, number, id)
        | Thing::ReviewComment(repo, number, id)
        | Thing::IssueComment(repo, number, id) => (*repo, *number, *id),
        _ => return String::new(),
    };
    let Some(pull) = executor.state.repository(repo).pull(number) else { return String::new() };
    let reviews = pull.reviews.iter().map(|said| (said.id, &said.author));
    let comments = pull.comments.iter().map(|said| (said.id, &said.author));
    let others = pull.issue_comments.iter().map(|said| (said.id, &said.author));
    let mut all = reviews.chain(comments).chain(others);
    all.find(|(id, _)| *id == wanted).map(|(_, author)| author.clone()).unwrap_or_default()
}

fn resolve(executor: &mut Executor, input: &Value, resolved: bool) -> Done {
    let id = text(input, "threadId")?;
    let Thing::Thread(repo, number, first) = node(executor, id)? else {
        return Err(Trouble::not_found(id));
    };
    let repository = executor.state.repository(repo);
    let allowed =
        repository.pull(number).is_some_and(|pull| may_resolve(executor, repository, pull));
    if !allowed {
        return Err(Trouble::forbidden(crate::state::access::BY_INTEGRATION));
    }
    let login = executor.token.login.clone();
    let pull = executor.state.repository_mut(repo).pull_mut(number);
    let found = pull.and_then(|pull| pull.comments.iter_mut().find(|known| known.id == first));
    if let Some(found) = found {
        found.resolved = resolved;
        found.resolved_by = resolved.then_some(login);
    }
    let thing = Out::One(Thing::Thread(repo, number, first));
    if resolved {
        payload("ResolveReviewThreadPayload", vec![("thread", thing)])
    } else {
        payload("UnresolveReviewThreadPayload", vec![("thread", thing)])
    }
}

fn create_commit(executor: &mut Executor, input: &Value) -> Done {
    let invalid = |what: &str| Trouble::new("INVALID_INPUT", what);
    let full_name = text(&input["branch"], "repositoryNameWithOwner")?;
    let branch = text(&input["branch"], "branchName")?;
    let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch).to_owned();
    let seen = executor.state.find_repository(full_name);
    let repo = seen.filter(|repo| executor.state.sees(Some(executor.token), repo));
    let repo = repo.ok_or_else(|| Trouble::not_found(full_name))?.id;
    executor.demand(repo, &["contents"], Level::Write, Role::Write)?;
    let Some(tip) = executor.state.repository(repo).tip(&branch) else {
        return Err(Trouble::new("NOT_FOUND", format!("No such branch: {branch}")));
    };
    let expected = text(input, "expectedHeadOid")?;
    if expected != tip {
        let message = format!(
            "Expected branch to point to \"{expected}\" but it did not. Pull and try again."
        );
        return Err(Trouble::new("STALE_DATA", message));
    }
    let mut message = text(&input["message"], "headline")?.to_owned();
    if let Some(body) = input["message"]["body"].as_str() {
        message = format!("{message}\n\n{body}");
    }
    let mut changes = Vec::new();
    for row in input["fileChanges"]["additions"].as_array().into_iter().flatten() {
        let bytes = STANDARD.decode(text(row, "contents")?.replace(['\n', '\r'], ""));
        let bytes = bytes.map_err(|_| invalid("`contents` is not Base64"))?;
        changes.push(FileChange::Put(text(row, "path")?.to_owned(), bytes));
    }
    for row in input["fileChanges"]["deletions"].as_array().into_iter().flatten() {
        changes.push(FileChange::Delete(text(row, "path")?.to_owned()));
    }
    let login = executor.token.login.clone();
    let oid = pushes::commit(executor.state, repo, &branch, None, &changes, &message, &login);
    payload(
        "CreateCommitOnBranchPayload",
        vec![
            ("commit", Out::One(Thing::Commit(repo, oid))),
            ("ref", Out::One(Thing::Ref(repo, branch))),
        ],
    )
}
