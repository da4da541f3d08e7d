//! Which comments GitHub refuses. It takes a review as a whole or not at all and does not say which
//! comment it minds, so parts of the review are tried as drafts: nobody else sees those and nobody
//! is notified. Each draft is deleted at once; one that a killed run left behind is deleted by the
//! next one.

use cardbot_core::review::NewComment;

use super::wire::{Guard, GuardReview};
use super::{Gate, Prepared, writes};
use crate::github::{Client, Trouble, WriteTrouble};

/// The text of a draft, by which it is known again.
pub(super) const BODY: &str =
    "cardbot finds out with this draft which comments GitHub takes. It may be deleted.";
/// The text of its comments. It has no mark, so that nobody takes one for said.
pub(super) const COMMENT: &str = "cardbot finds out whether GitHub takes a comment here.";
/// One bad comment of 25 takes at most ten drafts; whoever has many finds enough of them with these.
const MOST_DRAFTS: usize = 16;

/// Nothing more can be found out.
struct Stopped;

/// The comments that GitHub refuses, of a review that it refused. Those that it can't be known of
/// are among them.
pub(super) async fn refused<'r>(
    client: &Client,
    prepared: &Prepared,
    comments: &'r [NewComment],
    gate: &impl Gate,
) -> Vec<&'r NewComment> {
    let mut refused: Vec<&NewComment> = vec![];
    // Each of these was refused as a whole.
    let mut parts = vec![comments];
    let mut left = MOST_DRAFTS;
    while let Some(part) = parts.pop() {
        if part.len() < 2 || left < 2 {
            refused.extend(part);
            continue;
        }
        let (first, second) = part.split_at(part.len() / 2);
        left -= 1;
        match is_taken(client, prepared, first, gate).await {
            // Then it is for something in the second that the whole was refused.
            Ok(true) => parts.push(second),
            Ok(false) => {
                parts.push(first);
                left -= 1;
                match is_taken(client, prepared, second, gate).await {
                    Ok(true) => {}
                    Ok(false) => parts.push(second),
                    Err(Stopped) => {
                        parts.push(second);
                        left = 0;
                    }
                }
            }
            Err(Stopped) => {
                parts.push(part);
                left = 0;
            }
        }
    }
    refused
}

/// Whether GitHub takes these comments.
async fn is_taken(
    client: &Client,
    prepared: &Prepared,
    comments: &[NewComment],
    gate: &impl Gate,
) -> Result<bool, Stopped> {
    let about = &prepared.reading.about;
    gate.pass(&prepared.run, &about.head).await.map_err(|_| Stopped)?;
    match writes::draft(client, about, comments).await {
        Ok(id) => delete(client, prepared, id, gate).await.map(|()| true),
        Err(WriteTrouble::NotDone(trouble @ Trouble::Refused { status: 422, .. }))
            if !is_about_a_draft(&trouble) =>
        {
            Ok(false)
        }
        Err(WriteTrouble::NotDone(_)) => Err(Stopped),
        Err(WriteTrouble::Unanswered(_)) => {
            // It may come to be there until then; `clear` looks for it.
            tokio::time::sleep(client.pace().request_limit).await;
            Err(Stopped)
        }
    }
}

async fn delete(
    client: &Client,
    prepared: &Prepared,
    id: u64,
    gate: &impl Gate,
) -> Result<(), Stopped> {
    let about = &prepared.reading.about;
    gate.pass(&prepared.run, &about.head).await.map_err(|_| Stopped)?;
    writes::delete_draft(client, about, id).await.map_err(|_| Stopped)
}

/// Deletes a draft of ours, if there is one; nobody can have two. Gives whether it is gone now.
pub(super) async fn clear(
    client: &Client,
    prepared: &Prepared,
    guard: &Guard,
    gate: &impl Gate,
) -> bool {
    let draft = guard.reviews.nodes.iter().flatten().find_map(of);
    match draft {
        Some(id) => delete(client, prepared, id, gate).await.is_ok(),
        None => false,
    }
}

/// The number of a review if it is a draft of ours. Others may write with the same identity, as all
/// workflows of a repository do: theirs are left alone.
fn of(review: &GuardReview) -> Option<u64> {
    let is_ours = review.state == "PENDING" && review.viewer_did_author && review.body == BODY;
    review.full_database_id.as_deref().filter(|_| is_ours)?.parse().ok()
}

/// Whether GitHub refuses a review because there is a draft.
pub(super) fn is_about_a_draft(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused { status: 422, message, .. }
        if message.to_ascii_lowercase().contains("pending review"))
}
