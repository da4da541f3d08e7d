//! The requests that change something.

use std::fmt::Write as _;

use cardbot_core::review::{Event, How, NewComment, NewReview, Plan};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::wire::RestReview;
use super::{About, drafts};
use crate::github::graphql::Error;
use crate::github::{Client, Trouble, WriteTrouble};

#[derive(Serialize)]
struct Review<'r> {
    commit_id: &'r str,
    body: &'r str,
    /// Without one it is a draft that nobody else sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
    comments: Vec<Comment<'r>>,
}

#[derive(Serialize)]
struct Comment<'r> {
    path: &'r str,
    body: &'r str,
    line: usize,
    side: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_side: Option<&'static str>,
}

/// Posts a review, once. Gives its page.
pub(super) async fn review(
    client: &Client,
    about: &About,
    review: &NewReview,
) -> Result<String, WriteTrouble> {
    let comments = review.comments.iter().map(|new| comment(new, &new.body));
    let body = Review {
        commit_id: &about.head,
        body: &review.body,
        event: Some(match review.event {
            Event::Comment => "COMMENT",
            Event::RequestChanges => "REQUEST_CHANGES",
            Event::Approve => "APPROVE",
        }),
        comments: comments.collect(),
    };
    let answer = client.post(&reviews(about), &body).await?;
    // It was taken; an answer that can't be read only costs the address.
    Ok(answer.json::<RestReview>().map_or_else(|_| about.url.clone(), |review| review.html_url))
}

/// Makes a draft with comments on the same lines, once. Gives its number.
pub(super) async fn draft(
    client: &Client,
    about: &About,
    comments: &[NewComment],
) -> Result<u64, WriteTrouble> {
    let comments = comments.iter().map(|new| comment(new, drafts::COMMENT)).collect();
    let body = Review { commit_id: &about.head, body: drafts::BODY, event: None, comments };
    let answer = client.post(&reviews(about), &body).await?;
    answer.json::<RestReview>().map(|review| review.id).map_err(WriteTrouble::Unanswered)
}

/// Deletes a draft.
pub(super) async fn delete_draft(
    client: &Client,
    about: &About,
    id: u64,
) -> Result<(), WriteTrouble> {
    client.delete(&format!("{}/{id}", reviews(about))).await.map(drop)
}

fn reviews(about: &About) -> String {
    format!("{}/pulls/{}/reviews", about.path(), about.number)
}

fn comment<'r>(new: &'r NewComment, body: &'r str) -> Comment<'r> {
    Comment {
        path: &new.path,
        body,
        line: new.line,
        side: "RIGHT",
        start_line: new.start_line,
        start_side: new.start_line.map(|_| "RIGHT"),
    }
}

/// One step of a mutation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    field: &'static str,
    input_type: &'static str,
    input: Value,
    /// What it means when it fails.
    failure: Failure,
}

/// What it means when a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// Something false stays there.
    Hurts,
    /// Like [`Failure::Hurts`], unless it is gone already.
    HurtsUnlessGone,
    /// Only a courtesy is missing.
    Courtesy,
    /// A thread stays open.
    Unresolved,
}

/// So many steps at a time.
const AT_ONCE: usize = 50;

/// All of a plan besides the review, as steps in their order.
pub(super) fn steps(plan: &Plan, summary: Option<&str>, resolve_threads: bool) -> Vec<Step> {
    let mut steps = vec![];
    let edit_review = |id: &str, body: &str| Step {
        field: "updatePullRequestReview",
        input_type: "UpdatePullRequestReviewInput",
        input: json!({"pullRequestReviewId": id, "body": body}),
        failure: Failure::Hurts,
    };
    let edit_comment = |id: &str, body: &str| Step {
        field: "updatePullRequestReviewComment",
        input_type: "UpdatePullRequestReviewCommentInput",
        input: json!({"pullRequestReviewCommentId": id, "body": body}),
        failure: Failure::Hurts,
    };
    let minimize = |id: &str, why: &str| Step {
        field: "minimizeComment",
        input_type: "MinimizeCommentInput",
        input: json!({"subjectId": id, "classifier": why}),
        failure: Failure::Courtesy,
    };
    let resolve = |thread: &str| Step {
        field: "resolveReviewThread",
        input_type: "ResolveReviewThreadInput",
        input: json!({"threadId": thread}),
        failure: Failure::Unresolved,
    };
    if let (Some(body), Some(id)) = (&plan.summary_edit, summary) {
        steps.push(edit_review(id, body));
    }
    for (id, body) in &plan.edit_comments {
        steps.push(edit_comment(id, body));
    }
    for retire in &plan.retire {
        match &retire.how {
            How::Delete => steps.push(Step {
                field: "deletePullRequestReviewComment",
                input_type: "DeletePullRequestReviewCommentInput",
                input: json!({"id": retire.comment}),
                failure: Failure::HurtsUnlessGone,
            }),
            How::MarkFixed { body } => {
                steps.push(edit_comment(&retire.comment, body));
                steps.push(minimize(&retire.comment, "RESOLVED"));
                let thread = retire.thread.as_deref().filter(|_| resolve_threads);
                steps.extend(thread.map(resolve));
            }
        }
    }
    for (id, body) in &plan.retire_summaries {
        steps.push(edit_review(id, body));
        steps.push(minimize(id, "DUPLICATE"));
    }
    for id in &plan.dismiss {
        steps.push(Step {
            field: "dismissPullRequestReview",
            input_type: "DismissPullRequestReviewInput",
            input: json!({"pullRequestReviewId": id, "message": "The errors are fixed."}),
            failure: Failure::Hurts,
        });
    }
    steps
}

/// The answer says nothing that is not known but for what failed.
#[derive(Deserialize)]
struct Nothing {}

/// What the steps came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// What failed, in words.
    pub(super) left: Option<String>,
    /// How many threads stay open.
    pub(super) unresolved: usize,
}

/// Does the steps, many in one request. Each can be done twice without harm, so what was not
/// answered is done again. `pass` is asked before each request.
pub(super) async fn run<F>(client: &Client, steps: &[Step], pass: impl Fn() -> F) -> Done
where
    F: Future<Output = Result<(), String>>,
{
    let mut failed: Vec<String> = vec![];
    let mut unresolved = 0;
    for batch in steps.chunks(AT_ONCE) {
        if let Err(why) = pass().await {
            failed.push(why);
            break;
        }
        match mutate(client, batch).await {
            Ok(errors) => {
                for error in &errors {
                    match failure(error, batch) {
                        Failure::Hurts => {
                            failed.push(
                                error.message.split_whitespace().collect::<Vec<_>>().join(" "),
                            );
                        }
                        Failure::Unresolved => unresolved += 1,
                        Failure::HurtsUnlessGone | Failure::Courtesy => {}
                    }
                }
            }
            Err(trouble) => {
                failed.push(trouble.to_string());
                break;
            }
        }
    }
    failed.dedup();
    Done { left: (!failed.is_empty()).then(|| failed.join("; ")), unresolved }
}

/// What an error means. One that names no step may be of any.
fn failure(error: &Error, batch: &[Step]) -> Failure {
    let step = error.alias().and_then(|alias| alias.strip_prefix('s'));
    let step = step.and_then(|n| n.parse::<usize>().ok()).and_then(|n| batch.get(n));
    let gone = error.kind.as_deref() == Some("NOT_FOUND");
    match step.map_or(Failure::Hurts, |step| step.failure) {
        Failure::HurtsUnlessGone if !gone => Failure::Hurts,
        failure => failure,
    }
}

async fn mutate(client: &Client, batch: &[Step]) -> Result<Vec<Error>, Trouble> {
    let (mut parameters, mut fields) = (String::new(), String::new());
    let mut variables = Map::new();
    for (n, step) in batch.iter().enumerate() {
        let _ = write!(parameters, "$i{n}: {}!, ", step.input_type);
        let _ = write!(fields, " s{n}: {}(input: $i{n}) {{ clientMutationId }}", step.field);
        variables.insert(format!("i{n}"), step.input.clone());
    }
    let query = format!("mutation ({}) {{{fields} }}", parameters.trim_end_matches(", "));
    let mut is_second = false;
    loop {
        match client.mutate::<Nothing>(&query, &variables).await {
            Ok(reply) => return Ok(reply.errors),
            Err(WriteTrouble::Unanswered(_)) if !is_second => {
                is_second = true;
                tokio::time::sleep(client.pace().request_limit).await;
            }
            Err(trouble) => return Err(trouble.trouble().clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cardbot_core::review::Retire;

    #[test]
    fn steps_come_in_their_order() {
        let plan = Plan {
            summary_edit: Some("new".to_owned()),
            retire: vec![
                Retire { comment: "a".to_owned(), how: How::Delete, thread: None },
                Retire {
                    comment: "b".to_owned(),
                    how: How::MarkFixed { body: "fixed".to_owned() },
                    thread: Some("t".to_owned()),
                },
            ],
            ..Plan::default()
        };
        let fields = |summary, resolve| -> Vec<&str> {
            steps(&plan, summary, resolve).iter().map(|step| step.field).collect()
        };
        let all = [
            "updatePullRequestReview",
            "deletePullRequestReviewComment",
            "updatePullRequestReviewComment",
            "minimizeComment",
            "resolveReviewThread",
        ];
        assert_eq!(fields(Some("s"), true), all);
        assert_eq!(fields(Some("s"), false), all[..4], "only where it is wanted");
        assert_eq!(fields(None, true), all[1..]);
    }
}
