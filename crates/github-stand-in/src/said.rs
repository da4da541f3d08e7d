//! Changes to what was said on a pull request, for REST, GraphQL and stories alike.

use crate::state::{Event, IssueComment, Pull, Review, ReviewComment, State};

fn pull(state: &mut State, repo: u64, number: u64) -> Option<&mut Pull> {
    let now = state.now();
    let pull = state.repository_mut(repo).pull_mut(number)?;
    pull.updated = now;
    Some(pull)
}

/// Gives a comment on lines another text.
pub(crate) fn edit_comment(state: &mut State, repo: u64, number: u64, id: u64, text: &str) {
    let now = state.now();
    let Some(pull) = pull(state, repo, number) else { return };
    if let Some(comment) = pull.comments.iter_mut().find(|comment| comment.id == id) {
        text.clone_into(&mut comment.body);
        comment.updated = now;
    }
}

/// Deletes a comment on lines. Where answers remain, the first of them takes the thread over; a
/// review without body and comments goes as well.
pub(crate) fn delete_comment(state: &mut State, repo: u64, number: u64, id: u64) {
    let Some(pull) = pull(state, repo, number) else { return };
    let Some(at) = pull.comments.iter().position(|comment| comment.id == id) else { return };
    let gone = pull.comments.remove(at);
    let heir = pull.comments.iter().find(|comment| comment.reply_to == Some(id)).map(|c| c.id);
    for comment in &mut pull.comments {
        if Some(comment.id) == heir {
            comment.reply_to = None;
        } else if comment.reply_to == Some(id) {
            comment.reply_to = heir;
        }
    }
    let still = pull.comments.iter().any(|comment| comment.review == gone.review);
    let empty = |review: &Review| {
        review.id == gone.review && review.body.is_empty() && review.event == Event::Comment
    };
    if !still {
        pull.reviews.retain(|review| !empty(review));
    }
}

/// Answers the comment that began a thread and gives the answer's id. An answer is a review of its
/// own, without a body.
pub(crate) fn reply(
    state: &mut State,
    repo: u64,
    number: u64,
    first: u64,
    author: &str,
    text: &str,
) -> u64 {
    let (id, review, now) = (state.new_id(), state.new_id(), state.now());
    let Some(pull) = pull(state, repo, number) else { return id };
    let Some(began) = pull.comments.iter().find(|comment| comment.id == first).cloned() else {
        return id;
    };
    pull.reviews.push(Review {
        id: review,
        author: author.to_owned(),
        body: String::new(),
        event: Event::Comment,
        commit: pull.head_oid.clone(),
        time: now,
        updated: now,
        minimized: None,
    });
    pull.comments.push(ReviewComment {
        id,
        review,
        author: author.to_owned(),
        body: text.to_owned(),
        reply_to: Some(first),
        minimized: None,
        applied: false,
        time: now,
        updated: now,
        ..began
    });
    id
}

/// Comments on the conversation and gives the comment's id.
pub(crate) fn comment(state: &mut State, repo: u64, number: u64, author: &str, text: &str) -> u64 {
    let (id, now) = (state.new_id(), state.now());
    if let Some(pull) = pull(state, repo, number) {
        pull.issue_comments.push(IssueComment {
            id,
            author: author.to_owned(),
            body: text.to_owned(),
            minimized: None,
            reactions: Vec::new(),
            time: now,
            updated: now,
        });
    }
    id
}

/// Gives a comment on the conversation another text.
pub(crate) fn edit_issue_comment(state: &mut State, repo: u64, number: u64, id: u64, text: &str) {
    let now = state.now();
    let Some(pull) = pull(state, repo, number) else { return };
    if let Some(comment) = pull.issue_comments.iter_mut().find(|comment| comment.id == id) {
        text.clone_into(&mut comment.body);
        comment.updated = now;
    }
}

/// Adds a reaction to a comment on the conversation.
pub(crate) fn react(
    state: &mut State,
    repo: u64,
    number: u64,
    id: u64,
    reaction: (String, String),
) {
    let Some(pull) = pull(state, repo, number) else { return };
    if let Some(comment) = pull.issue_comments.iter_mut().find(|comment| comment.id == id) {
        comment.reactions.push(reaction);
    }
}
