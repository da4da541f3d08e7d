//! Reviews.

use serde_json::{Value, json};

use super::new_review::{check_body, event};
use super::page::page;
use super::{Call, NewReview, Outcome, post_review};
use crate::answer::Answer;
use crate::state::{Event, Level, Review, Role};
use crate::tell;

/// `GET …/pulls/{number}/reviews`, in the order of time; of drafts only one's own.
pub(super) fn list(call: &Call, repo: u64, number: &str) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let pull = call.pull(repo, number)?;
    let repo = call.repo(repo);
    let seen = |review: &&Review| {
        review.event != Event::Pending || call.viewer() == Some(review.author.as_str())
    };
    let told = |review| tell::review(call.state, repo, pull, review);
    let rows: Vec<Value> = pull.reviews.iter().filter(seen).map(told).collect();
    Ok(page(call, rows))
}

/// `POST …/pulls/{number}/reviews`
pub(super) fn create(call: &mut Call, repo: u64, number: &str) -> Outcome {
    let new = NewReview::read(&call.body()?)?;
    let id = post_review(call, repo, number, &new)?;
    tell_one(call, repo, number, id)
}

fn tell_one(call: &Call, repo: u64, number: &str, id: u64) -> Outcome {
    let pull = call.pull(repo, number)?;
    let review = pull.reviews.iter().find(|review| review.id == id);
    let review = review.ok_or_else(Answer::not_found)?;
    Ok(Answer::json(200, tell::review(call.state, call.repo(repo), pull, review)))
}

/// The review with that number, if whoever asks sees it.
fn find(call: &Call, repo: u64, number: &str, id: &str) -> Result<Review, Answer> {
    let id: u64 = id.parse().map_err(|_| Answer::not_found())?;
    let review = call.pull(repo, number)?.reviews.iter().find(|review| review.id == id);
    let seen = review.filter(|review| {
        review.event != Event::Pending || call.viewer() == Some(review.author.as_str())
    });
    seen.cloned().ok_or_else(Answer::not_found)
}

fn change(call: &mut Call, repo: u64, number: &str, id: u64, how: impl Fn(&mut Review)) {
    let now = call.state.now();
    let number = number.parse().unwrap_or_default();
    let pull = call.state.repository_mut(repo).pull_mut(number);
    if let Some(review) =
        pull.and_then(|pull| pull.reviews.iter_mut().find(|review| review.id == id))
    {
        review.updated = now;
        how(review);
    }
}

/// `GET …/pulls/{number}/reviews/{id}`
pub(super) fn get(call: &Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.reads(repo, "pull_requests")?;
    let review = find(call, repo, number, id)?;
    tell_one(call, repo, number, review.id)
}

/// `PUT …/pulls/{number}/reviews/{id}`: a new body.
pub(super) fn update(call: &mut Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let review = find(call, repo, number, id)?;
    own(call, repo, &review.author)?;
    let body = call.body()?;
    let Some(text) = body["body"].as_str().filter(|text| !text.is_empty()) else {
        return Err(Answer::unprocessable(&["Body can't be blank"]));
    };
    check_body(text)?;
    change(call, repo, number, review.id, |review| text.clone_into(&mut review.body));
    tell_one(call, repo, number, review.id)
}

/// Only what one wrote oneself may be changed. (Maintainers may more, but nobody should.)
pub(super) fn own(call: &Call, repo: u64, author: &str) -> Result<(), Answer> {
    let role = call.state.role(call.viewer().unwrap_or_default(), call.repo(repo));
    let of_app = call.token.as_ref().is_some_and(|token| token.kind.of_app());
    if call.viewer() == Some(author) || (!of_app && role >= Some(Role::Write)) {
        return Ok(());
    }
    Err(Answer::error(403, "You can only change what you wrote yourself."))
}

/// `DELETE …/pulls/{number}/reviews/{id}`: drafts only.
pub(super) fn delete(call: &mut Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let review = find(call, repo, number, id)?;
    if review.event != Event::Pending {
        return Err(Answer::unprocessable(&["Can not delete a non-pending pull request review"]));
    }
    let told = tell_one(call, repo, number, review.id);
    let number = number.parse().unwrap_or_default();
    if let Some(pull) = call.state.repository_mut(repo).pull_mut(number) {
        pull.reviews.retain(|other| other.id != review.id);
        pull.comments.retain(|comment| comment.review != review.id);
    }
    told
}

/// `POST …/pulls/{number}/reviews/{id}/events`: a draft is handed in.
pub(super) fn submit(call: &mut Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Read)?;
    let review = find(call, repo, number, id)?;
    if review.event != Event::Pending {
        return Err(Answer::unprocessable(&["Can not submit a non-pending pull request review"]));
    }
    let body = call.body()?;
    let event = event(&body["event"])?;
    let text = body["body"].as_str().unwrap_or(&review.body).to_owned();
    check_body(&text)?;
    change(call, repo, number, review.id, |review| {
        review.event = event;
        review.body.clone_from(&text);
    });
    tell_one(call, repo, number, review.id)
}

/// `PUT …/pulls/{number}/reviews/{id}/dismissals`
pub(super) fn dismiss(call: &mut Call, repo: u64, number: &str, id: &str) -> Outcome {
    call.demand(repo, &["pull_requests"], Level::Write, Role::Write)?;
    let review = find(call, repo, number, id)?;
    let message = call.body()?;
    if message["message"].as_str().is_none_or(str::is_empty) {
        return Err(Answer::unprocessable(&["Message can't be blank"]));
    }
    if !matches!(review.event, Event::Approve | Event::RequestChanges) {
        return Err(Answer::json(
            422,
            json!({"message": "Can not dismiss a commented pull request review",
                   "documentation_url": "https://docs.github.com/rest", "status": "422"}),
        ));
    }
    change(call, repo, number, review.id, |review| review.event = Event::Dismissed);
    tell_one(call, repo, number, review.id)
}
