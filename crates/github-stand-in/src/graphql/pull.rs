//! Pull requests, reviews, threads and comments.

use serde_json::{Value, json};

use super::Trouble;
use super::execute::{Arguments, Executor, page};
use super::thing::{Out, Thing};
use crate::state::{Event, Level, Pull, Repository, Review, Role, node_id, stamp};
use crate::tell;

type Found = Result<Option<Out>, Trouble>;

/// The state of a pull request, as GraphQL names it.
pub(super) fn state_of(pull: &Pull) -> &'static str {
    match pull {
        pull if pull.merged => "MERGED",
        pull if pull.open => "OPEN",
        _ => "CLOSED",
    }
}

fn parts<'a>(executor: &'a Executor, place: (u64, u64)) -> Option<(&'a Repository, &'a Pull)> {
    let repo = executor.state.repository(place.0);
    Some((repo, repo.pull(place.1)?))
}

/// Whoever wrote something; null when they are gone.
fn author(executor: &Executor, login: &str) -> Out {
    let known = executor.state.find_user(login);
    Out::maybe(known.map(|user| Thing::Actor(user.login.clone())))
}

/// Fields of a pull request.
pub(super) fn pull(
    executor: &Executor,
    repo: u64,
    number: u64,
    field: &str,
    arguments: &Arguments,
) -> Found {
    let Some((repository, pull)) = parts(executor, (repo, number)) else { return Ok(None) };
    let state = &*executor.state;
    let head = state.repository(pull.head_repository);
    let viewer = executor.token.login.as_str();
    let base = || tell::pull_base(repository, pull);
    let out = match field {
        "id" => json!(node_id("PR", pull.id)).into(),
        "databaseId" => json!(i32::try_from(pull.id).ok()).into(),
        "fullDatabaseId" => json!(pull.id.to_string()).into(),
        "number" => json!(number).into(),
        "title" => json!(pull.title).into(),
        "body" => json!(pull.body).into(),
        "url" => json!(tell::pull_page(state, repository, pull)).into(),
        "state" => json!(state_of(pull)).into(),
        "locked" => json!(pull.locked).into(),
        "activeLockReason" => Value::Null.into(),
        "closed" => json!(!pull.open).into(),
        "merged" => json!(pull.merged).into(),
        "isDraft" => json!(pull.draft).into(),
        "createdAt" => json!(stamp(pull.created)).into(),
        "updatedAt" => json!(stamp(pull.updated)).into(),
        "author" => author(executor, &pull.author),
        "authorAssociation" => json!(tell::association(state, repository, &pull.author)).into(),
        "viewerDidAuthor" => json!(pull.author == viewer).into(),
        "headRefOid" => json!(pull.head_oid).into(),
        "headRefName" => json!(pull.head_branch).into(),
        "headRef" => {
            let there = !head.deleted && head.tip(&pull.head_branch).is_some();
            Out::maybe(there.then(|| Thing::Ref(head.id, pull.head_branch.clone())))
        }
        "headRepository" => Out::maybe((!head.deleted).then_some(Thing::Repository(head.id))),
        "headRepositoryOwner" if head.deleted => Value::Null.into(),
        "headRepositoryOwner" => author(executor, &head.owner),
        "isCrossRepository" => json!(head.id != repo).into(),
        "maintainerCanModify" => json!(head.id != repo && !head.deleted).into(),
        "baseRefOid" => json!(base()).into(),
        "baseRefName" => json!(pull.base_branch).into(),
        "baseRef" => {
            let there = repository.tip(&pull.base_branch).is_some();
            Out::maybe(there.then(|| Thing::Ref(repo, pull.base_branch.clone())))
        }
        "baseRepository" | "repository" => Out::One(Thing::Repository(repo)),
        "changedFiles" | "additions" | "deletions" => {
            let from = repository.git.merge_base(&base(), &pull.head_oid).unwrap_or_default();
            let files = repository.git.diff(&from, &pull.head_oid);
            json!(match field {
                "additions" => files.iter().map(|file| file.additions).sum(),
                "deletions" => files.iter().map(|file| file.deletions).sum(),
                _ => files.len(),
            })
            .into()
        }
        "reviews" => {
            let seen = |review: &&Review| review.event != Event::Pending || review.author == viewer;
            let wanted = arguments.get("author").and_then(Value::as_str);
            let by = |review: &&Review| wanted.is_none_or(|login| review.author == login);
            let reviews = pull.reviews.iter().filter(seen).filter(by);
            let things = reviews.map(|review| Thing::Review(repo, number, review.id)).collect();
            page("PullRequestReviewConnection", things, arguments)
        }
        "reviewThreads" => {
            let seen = pull.threads().filter(|comment| pull.shows(comment, Some(viewer)));
            let things = seen.map(|comment| Thing::Thread(repo, number, comment.id)).collect();
            page("PullRequestReviewThreadConnection", things, arguments)
        }
        "comments" => {
            let comments = pull.issue_comments.iter();
            let things = comments.map(|c| Thing::IssueComment(repo, number, c.id)).collect();
            page("IssueCommentConnection", things, arguments)
        }
        _ => return Ok(None),
    };
    Ok(Some(out))
}

/// Fields of a review.
pub(super) fn review(
    executor: &Executor,
    place: (u64, u64),
    id: u64,
    field: &str,
    arguments: &Arguments,
) -> Found {
    let Some((repository, pull)) = parts(executor, place) else { return Ok(None) };
    let Some(review) = pull.reviews.iter().find(|review| review.id == id) else {
        return Ok(None);
    };
    let page_of = tell::pull_page(executor.state, repository, pull);
    let out = match field {
        "id" => json!(node_id("PRR", id)).into(),
        "state" => json!(review.event.state()).into(),
        "url" => json!(format!("{page_of}#pullrequestreview-{id}")).into(),
        "submittedAt" => json!((review.event != Event::Pending).then(|| stamp(review.time))).into(),
        "commit" => {
            let known = repository.git.commit_of(&review.commit);
            Out::maybe(known.map(|oid| Thing::Commit(place.0, oid)))
        }
        "comments" => {
            let own = pull.comments.iter().filter(|comment| comment.review == id);
            let things = own.map(|comment| Thing::ReviewComment(place.0, place.1, comment.id));
            page("PullRequestReviewCommentConnection", things.collect(), arguments)
        }
        "pullRequest" => Out::One(Thing::Pull(place.0, place.1)),
        field => {
            let said = Said {
                id,
                author: &review.author,
                body: &review.body,
                time: stamp(review.time),
                updated: stamp(review.updated),
                minimized: review.minimized.as_deref(),
            };
            return Ok(said.field(executor, place.0, field));
        }
    };
    Ok(Some(out))
}

/// Fields of a thread.
pub(super) fn thread(
    executor: &Executor,
    place: (u64, u64),
    first: u64,
    field: &str,
    arguments: &Arguments,
) -> Found {
    let Some((repository, pull)) = parts(executor, place) else { return Ok(None) };
    let Some(began) = pull.comments.iter().find(|comment| comment.id == first) else {
        return Ok(None);
    };
    let may_resolve = may_resolve(executor, repository, pull);
    let out = match field {
        "id" => json!(node_id("PRRT", first)).into(),
        "isResolved" => json!(began.resolved).into(),
        "isOutdated" => json!(began.line.is_none()).into(),
        "isCollapsed" => json!(began.resolved).into(),
        "path" => json!(began.path).into(),
        "line" => json!(began.line).into(),
        "startLine" => json!(began.start).into(),
        "originalLine" => json!(began.original_line).into(),
        "originalStartLine" => json!(began.original_start).into(),
        "diffSide" => json!(began.side.name()).into(),
        "startDiffSide" => json!(began.start.map(|_| began.side.name())).into(),
        "subjectType" => json!("LINE").into(),
        "viewerCanResolve" => json!(may_resolve && !began.resolved).into(),
        "viewerCanUnresolve" => json!(may_resolve && began.resolved).into(),
        "viewerCanReply" => json!(!pull.locked).into(),
        "resolvedBy" => Out::maybe(began.resolved_by.clone().map(Thing::Actor)),
        "pullRequest" => Out::One(Thing::Pull(place.0, place.1)),
        "repository" => Out::One(Thing::Repository(place.0)),
        "comments" => {
            let comments = pull.thread(first);
            let things = comments.map(|c| Thing::ReviewComment(place.0, place.1, c.id)).collect();
            page("PullRequestReviewCommentConnection", things, arguments)
        }
        _ => return Ok(None),
    };
    Ok(Some(out))
}

/// To resolve a thread an App needs `contents: write`; a person must be able to push, or be the
/// author of the pull request.
pub(super) fn may_resolve(executor: &Executor, repo: &Repository, pull: &Pull) -> bool {
    let own = !executor.token.kind.of_app() && executor.token.login == pull.author;
    own || executor.demand(repo.id, &["contents"], Level::Write, Role::Write).is_ok()
}

/// Fields of a comment on lines.
pub(super) fn review_comment(
    executor: &Executor,
    place: (u64, u64),
    id: u64,
    field: &str,
) -> Found {
    let Some((repository, pull)) = parts(executor, place) else { return Ok(None) };
    let Some(comment) = pull.comments.iter().find(|comment| comment.id == id) else {
        return Ok(None);
    };
    let page_of = tell::pull_page(executor.state, repository, pull);
    let commit = |oid: &str| {
        let known = repository.git.commit_of(oid);
        Out::maybe(known.map(|oid| Thing::Commit(place.0, oid)))
    };
    let review = pull.reviews.iter().find(|review| review.id == comment.review);
    let out = match field {
        "id" => json!(node_id("PRRC", id)).into(),
        "url" => json!(format!("{page_of}#discussion_r{id}")).into(),
        "path" => json!(comment.path).into(),
        "line" => json!(comment.line).into(),
        "startLine" => json!(comment.start).into(),
        "originalLine" => json!(comment.original_line).into(),
        "originalStartLine" => json!(comment.original_start).into(),
        "outdated" => json!(comment.line.is_none()).into(),
        "diffHunk" => json!(comment.diff_hunk).into(),
        "subjectType" => json!("LINE").into(),
        "state" => {
            let pending = review.is_some_and(|review| review.event == Event::Pending);
            json!(if pending { "PENDING" } else { "SUBMITTED" }).into()
        }
        "commit" => commit(&comment.commit),
        "originalCommit" => commit(&comment.original_commit),
        "replyTo" => {
            let first = comment.reply_to;
            Out::maybe(first.map(|first| Thing::ReviewComment(place.0, place.1, first)))
        }
        "pullRequestReview" => {
            Out::maybe(review.map(|review| Thing::Review(place.0, place.1, review.id)))
        }
        "pullRequest" => Out::One(Thing::Pull(place.0, place.1)),
        field => {
            let said = Said {
                id,
                author: &comment.author,
                body: &comment.body,
                time: stamp(comment.time),
                updated: stamp(comment.updated),
                minimized: comment.minimized.as_deref(),
            };
            return Ok(said.field(executor, place.0, field));
        }
    };
    Ok(Some(out))
}

/// Fields of a comment on the conversation.
pub(super) fn issue_comment(executor: &Executor, place: (u64, u64), id: u64, field: &str) -> Found {
    let Some((repository, pull)) = parts(executor, place) else { return Ok(None) };
    let Some(comment) = pull.issue_comments.iter().find(|comment| comment.id == id) else {
        return Ok(None);
    };
    let page_of = tell::pull_page(executor.state, repository, pull);
    let out = match field {
        "id" => json!(node_id("IC", id)).into(),
        "url" => json!(format!("{page_of}#issuecomment-{id}")).into(),
        "pullRequest" => Out::One(Thing::Pull(place.0, place.1)),
        field => {
            let said = Said {
                id,
                author: &comment.author,
                body: &comment.body,
                time: stamp(comment.time),
                updated: stamp(comment.updated),
                minimized: comment.minimized.as_deref(),
            };
            return Ok(said.field(executor, place.0, field));
        }
    };
    Ok(Some(out))
}

/// What all that was said has in common.
struct Said<'a> {
    id: u64,
    author: &'a str,
    body: &'a str,
    time: String,
    updated: String,
    minimized: Option<&'a str>,
}

impl Said<'_> {
    fn field(&self, executor: &Executor, repo: u64, field: &str) -> Option<Out> {
        let viewer = executor.token.login.as_str();
        let own = self.author == viewer;
        let repository = executor.state.repository(repo);
        let value = match field {
            // Ids don't fit into 32 bits any more.
            "databaseId" => json!(i32::try_from(self.id).ok()),
            "fullDatabaseId" => json!(self.id.to_string()),
            "body" => json!(self.body),
            "bodyText" => json!(self.body),
            "createdAt" | "publishedAt" => json!(self.time),
            "updatedAt" => json!(self.updated),
            "isMinimized" => json!(self.minimized.is_some()),
            "minimizedReason" => json!(self.minimized),
            "viewerDidAuthor" | "viewerCanDelete" | "viewerCanUpdate" => json!(own),
            "authorAssociation" => {
                json!(tell::association(executor.state, repository, self.author))
            }
            "author" => return Some(author(executor, self.author)),
            "repository" => return Some(Out::One(Thing::Repository(repo))),
            _ => return None,
        };
        Some(value.into())
    }
}
