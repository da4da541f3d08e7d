//! Posts a review so that nothing is lost and nothing is said twice.
//!
//! GitHub takes a review as a whole or refuses it as a whole, does not say which comment it minds,
//! and may do what it did not answer. So: a last look before the write; what is refused on its
//! lines, once it is found out, moves into the summary; and after silence it is looked for the mark
//! of this run first.

use std::collections::HashSet;
use std::time::Instant;

use cardbot_core::review::{Event, Mark, NewComment, NewReview};

use super::about::{self, Place};
use super::wire::Guard;
use super::{Gate, Obstacle, Open, Posting, Prepared, Trouble, drafts, writes};
use crate::github::{Client, PullRequestTarget, Trouble as GitHubTrouble, WriteTrouble};

/// Posts what was prepared.
pub async fn post(client: &Client, target: &PullRequestTarget, prepared: &mut Prepared) -> Posting {
    post_through(client, target, prepared, &Open).await
}

/// Posts what was prepared, each write through a gate.
pub async fn post_through(
    client: &Client,
    target: &PullRequestTarget,
    prepared: &mut Prepared,
    gate: &impl Gate,
) -> Posting {
    match try_post(client, target, prepared, gate).await {
        Ok(posting) => posting,
        Err(obstacle) => Posting::Kept(obstacle),
    }
}

async fn try_post(
    client: &Client,
    target: &PullRequestTarget,
    prepared: &mut Prepared,
    gate: &impl Gate,
) -> Result<Posting, Obstacle> {
    let guard = look(client, prepared).await.map_err(failed)?;
    let about = &prepared.reading.about;
    if guard.head_ref_oid != about.head {
        return Err(Obstacle::HeadMoved);
    }
    match guard.state.as_str() {
        "OPEN" => {}
        "MERGED" => return Err(Obstacle::Merged),
        _ => return Err(Obstacle::Closed),
    }
    if guard.locked && about.may_push != Some(true) {
        return Err(Obstacle::Locked);
    }
    drafts::clear(client, prepared, &guard, gate).await;
    let known = known_runs(prepared);
    if runs_in(&guard).iter().any(|(run, _)| !known.contains(run.as_str())) {
        // Another run was faster. What it said need not be said again.
        read_again(client, target, prepared).await?;
    }
    carry_out(client, target, prepared, gate).await
}

/// The last look before a write.
async fn look(client: &Client, prepared: &Prepared) -> Result<Guard, Trouble> {
    let about = &prepared.reading.about;
    let (owner, name) = about.names();
    let place = Place { owner, name, number: about.number, after: None };
    let answer = about::ask::<Guard>(client, include_str!("queries/guard.graphql"), place).await?;
    answer.repository.and_then(|repository| repository.pull_request).ok_or(Trouble::NotFound)
}

/// The runs whose reviews are known.
fn known_runs(prepared: &Prepared) -> HashSet<&str> {
    let posted = &prepared.reading.posted;
    let summaries = posted.summary.iter().chain(&posted.duplicates);
    summaries
        .map(|summary| summary.mark.run.as_str())
        .chain(posted.reviews.iter().map(|mark| mark.run.as_str()))
        .collect()
}

/// The runs whose reviews stand there now, with their pages.
fn runs_in(guard: &Guard) -> Vec<(String, &str)> {
    let own = guard.reviews.nodes.iter().flatten().filter(|review| review.viewer_did_author);
    own.filter_map(|review| Some((Mark::read(&review.body)?.run().to_owned(), review.url.as_str())))
        .collect()
}

/// Plans anew on what another run has said in the meantime.
async fn read_again(
    client: &Client,
    target: &PullRequestTarget,
    prepared: &mut Prepared,
) -> Result<(), Obstacle> {
    let (about, posted) = about::read(client, target).await.map_err(failed)?;
    if about.head != prepared.reading.about.head {
        return Err(Obstacle::HeadMoved);
    }
    prepared.reading.posted = posted;
    Ok(())
}

/// Carries out the plan: the review, then what is to be edited and retired.
async fn carry_out(
    client: &Client,
    target: &PullRequestTarget,
    prepared: &mut Prepared,
    gate: &impl Gate,
) -> Result<Posting, Obstacle> {
    let mut refused: Vec<String> = vec![];
    let mut event = prepared.event;
    let mut url = None;
    let mut is_cleared = false;
    let plan = loop {
        let plan = prepared.plan_as(event, &refused);
        if let Some(login) = plan.aside {
            return Err(Obstacle::OtherKeeper(login));
        }
        let Some(review) = &plan.review else { break plan };
        match send(client, prepared, review, gate).await {
            Ok(page) => {
                url = Some(page);
                break plan;
            }
            Err(Refusal::Stopped(why)) => return Err(Obstacle::Stopped(why)),
            Err(Refusal::Unanswered(trouble)) => return Err(Obstacle::Unanswered(trouble)),
            Err(Refusal::NotDone(trouble)) => {
                let next = after_refusal(&trouble, review, &prepared.reading.unshown);
                let is_draft = matches!(next, Next::WithoutDraft);
                let moved = match next {
                    Next::GiveUp => return Err(obstacle(trouble)),
                    Next::WithoutDraft => vec![],
                    Next::AsComment => {
                        event = Event::Comment;
                        vec![]
                    }
                    Next::Without(comments) => comments,
                    Next::FindOut => {
                        drafts::refused(client, prepared, &review.comments, gate).await
                    }
                };
                refused.extend(moved.into_iter().flat_map(|moved| moved.fingerprints.clone()));
                // An early report says that a refused review stays behind, empty.
                let guard = look(client, prepared).await.map_err(failed)?;
                let is_gone = drafts::clear(client, prepared, &guard, gate).await;
                if is_draft && (is_cleared || !is_gone) {
                    return Err(obstacle(trouble));
                }
                is_cleared |= is_draft;
                if runs_in(&guard).iter().any(|(run, _)| *run == prepared.run) {
                    read_again(client, target, prepared).await?;
                }
            }
        }
    };
    if plan.is_empty() {
        return Ok(Posting::Nothing);
    }
    let summary = prepared.reading.posted.summary.as_ref().map(|summary| summary.id.as_str());
    let steps = writes::steps(&plan, summary, prepared.resolve_threads);
    let head = &prepared.reading.about.head;
    let done = writes::run(client, &steps, || gate.pass(&prepared.run, head)).await;
    let comments = plan.review.map_or(0, |review| review.comments.len());
    let (moved, left, unresolved) = (refused.len(), done.left, done.unresolved);
    Ok(Posting::Done { url, comments, moved, left, unresolved })
}

enum Refusal {
    Stopped(String),
    NotDone(GitHubTrouble),
    Unanswered(GitHubTrouble),
}

/// Sends a review. After silence it is waited until GitHub would have dropped the request, and
/// looked for; only when it is not there it is sent once more.
async fn send(
    client: &Client,
    prepared: &Prepared,
    review: &NewReview,
    gate: &impl Gate,
) -> Result<String, Refusal> {
    let limit = client.pace().request_limit;
    let mut is_second = false;
    loop {
        let passed = gate.pass(&prepared.run, &prepared.reading.about.head).await;
        passed.map_err(Refusal::Stopped)?;
        let start = Instant::now();
        let silence = match writes::review(client, &prepared.reading.about, review).await {
            Ok(url) => return Ok(url),
            Err(WriteTrouble::NotDone(trouble)) => return Err(Refusal::NotDone(trouble)),
            Err(WriteTrouble::Unanswered(trouble)) => trouble,
        };
        tokio::time::sleep(limit.saturating_sub(start.elapsed())).await;
        let Ok(guard) = look(client, prepared).await else {
            return Err(Refusal::Unanswered(silence));
        };
        let found = runs_in(&guard).into_iter().find(|(run, _)| *run == prepared.run);
        if let Some((_, url)) = found {
            return Ok(url.to_owned());
        }
        if is_second {
            return Err(Refusal::Unanswered(silence));
        }
        if guard.head_ref_oid != prepared.reading.about.head {
            // A newer run will say it.
            return Err(Refusal::Unanswered(silence));
        }
        is_second = true;
    }
}

/// What comes after a refusal.
enum Next<'r> {
    GiveUp,
    /// Once more, when a draft of ours is gone.
    WithoutDraft,
    /// Once more, neither approving nor asking for changes.
    AsComment,
    /// Once more, with these in the summary.
    Without(Vec<&'r NewComment>),
    /// Once more, when it is found out which comments are refused.
    FindOut,
}

/// What GitHub minds. It does not say which comment it was: first those are suspected that stand
/// where GitHub shows no diff.
fn after_refusal<'r>(
    trouble: &GitHubTrouble,
    review: &'r NewReview,
    unshown: &[String],
) -> Next<'r> {
    let GitHubTrouble::Refused { status: 422, message, .. } = trouble else { return Next::GiveUp };
    let said = message.to_ascii_lowercase();
    if drafts::is_about_a_draft(trouble) {
        return Next::WithoutDraft;
    }
    if review.event != Event::Comment
        && ["approve", "request changes"].iter().any(|word| said.contains(word))
    {
        return Next::AsComment;
    }
    let is_unshown = |comment: &&NewComment| unshown.contains(&comment.path);
    let suspects: Vec<_> = review.comments.iter().filter(is_unshown).collect();
    match review.comments.as_slice() {
        [] => Next::GiveUp,
        _ if !suspects.is_empty() => Next::Without(suspects),
        [one] => Next::Without(vec![one]),
        _ => Next::FindOut,
    }
}

/// A refusal of GitHub as a reason.
fn obstacle(trouble: GitHubTrouble) -> Obstacle {
    match trouble {
        GitHubTrouble::Refused { status: 403, message, .. } if message.contains("locked") => {
            Obstacle::Locked
        }
        GitHubTrouble::Refused { status: 401 | 403 | 404, message, needs } => {
            Obstacle::NoPermission { message, needs }
        }
        trouble if drafts::is_about_a_draft(&trouble) => Obstacle::PendingReview,
        trouble => Obstacle::Failed(trouble),
    }
}

/// A read that failed before the write.
fn failed(trouble: Trouble) -> Obstacle {
    match trouble {
        Trouble::GitHub(trouble) => Obstacle::Failed(trouble),
        other => Obstacle::Failed(GitHubTrouble::Unclear(other.to_string())),
    }
}
