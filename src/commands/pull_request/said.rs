//! The few sentences about posting.

use cardbot_core::review::Plan;

use super::watcher::Mode;
use crate::github::Tally;
use crate::output::text::count;
use crate::pull_request::{Obstacle, Outcome, Posting};

/// What would be done, such as "a review with 3 comments".
pub(super) fn plan(plan: &Plan) -> String {
    let mut parts = vec![];
    if let Some(review) = &plan.review {
        parts.push(match review.comments.len() {
            0 => "post a review".to_owned(),
            n => format!("post a review with {}", count(n, "comment")),
        });
    }
    if plan.summary_edit.is_some() {
        parts.push("bring the summary up to date".to_owned());
    }
    if !plan.edit_comments.is_empty() {
        parts.push(format!("edit {}", count(plan.edit_comments.len(), "comment")));
    }
    if !plan.retire.is_empty() {
        parts.push(format!("retire {}", count(plan.retire.len(), "fixed comment")));
    }
    if !plan.retire_summaries.is_empty() {
        parts.push(format!("retire {}", count(plan.retire_summaries.len(), "double summary")));
    }
    if !plan.dismiss.is_empty() {
        parts.push("take back the request for changes".to_owned());
    }
    parts.join(", ")
}

/// How it ended.
pub(super) fn posting(outcome: &Outcome, mode: Mode, wants: bool) -> String {
    let would = || plan(&outcome.prepared.plan(&[]));
    match &outcome.posting {
        Posting::Nothing => match &outcome.prepared.reading.posted.summary {
            Some(there) if outcome.prepared.judgement.counts.introduced() > 0 => {
                format!("there is nothing to post: it stands there already ({})", there.url)
            }
            _ => "there is nothing to post".to_owned(),
        },
        Posting::NotWanted if mode == Mode::Unasked => {
            format!("not posted; --post would {}", would())
        }
        Posting::NotWanted if mode == Mode::DryRun => format!("not posted; it would {}", would()),
        Posting::NotWanted => "not posted".to_owned(),
        Posting::Kept(obstacle @ Obstacle::Unanswered(_)) => format!("cardbot: {obstacle}"),
        Posting::Kept(obstacle) if wants => format!("cardbot: not posted: {obstacle}"),
        Posting::Kept(obstacle) => format!("it can't be posted: {obstacle}"),
        Posting::Done { url, moved, left, unresolved, .. } => {
            let mut said = match url {
                Some(url) => format!("posted: {url}"),
                None => "brought up to date".to_owned(),
            };
            if *moved > 0 {
                let n = count(*moved, "finding");
                said.push_str(&format!(
                    "; GitHub refused {n} on the lines, the summary tells them"
                ));
            }
            if let Some(left) = left {
                said.push_str(&format!("; not everything could be brought up to date: {left}"));
            }
            said.push_str(&still_open(*unresolved));
            said
        }
    }
}

/// Threads that are not resolved, though that was wished.
pub(in crate::commands) fn still_open(threads: usize) -> String {
    match threads {
        0 => String::new(),
        n => format!(
            "; {} not resolved, for the token may not push (it needs contents=write)",
            count(n, "thread")
        ),
    }
}

/// What it asked of GitHub.
pub(super) fn tally(tally: Tally) -> String {
    let Tally { reads, writes, graphql_cost, retries } = tally;
    let again = if retries > 0 { format!(" ({retries} of them again)") } else { String::new() };
    format!(
        "requests: {}{again}, {}; GraphQL cost: {graphql_cost}",
        count(reads as usize, "read"),
        count(writes as usize, "write")
    )
}
