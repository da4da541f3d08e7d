//! What cardbot has said on the pull request before, from the hidden marks. A mark counts only in
//! text that whoever asks wrote: anybody can paste one. A summary of another bot is the only
//! exception: then somebody else keeps it.

use cardbot_core::review::{Mark, Posted, PostedComment, PostedSummary};

use super::wire::{Review, Thread};

/// Reads reviews and threads, both in the order of time.
pub(super) fn read(reviews: &[Option<Review>], threads: &[Option<Thread>]) -> Posted {
    let mut posted = Posted::default();
    for review in reviews.iter().flatten().filter(|review| review.state != "PENDING") {
        add_review(review, &mut posted);
    }
    posted.comments = threads.iter().flatten().filter_map(comment).collect();
    posted
}

fn add_review(review: &Review, posted: &mut Posted) {
    let Some(mark) = Mark::read(&review.body) else { return };
    if !review.viewer_did_author {
        let bot = review.author.as_ref().filter(|author| author.kind == "Bot");
        if let (Mark::Summary(_), Some(bot)) = (mark, bot)
            && posted.summary.is_none()
            && posted.other_keeper.is_none()
        {
            posted.other_keeper = Some(bot.login.clone());
        }
        return;
    }
    match review.state.as_str() {
        "APPROVED" => posted.approved = true,
        "CHANGES_REQUESTED" => {
            posted.approved = false;
            posted.blocking.push(review.id.clone());
        }
        _ => {}
    }
    match mark {
        Mark::Summary(mark) => {
            let summary = PostedSummary {
                id: review.id.clone(),
                number: number(review.full_database_id.as_deref()),
                url: review.url.clone(),
                body: review.body.clone(),
                mark,
            };
            if posted.summary.is_none() {
                posted.summary = Some(summary);
            } else {
                posted.duplicates.push(summary);
            }
        }
        Mark::Review(mark) => posted.reviews.push(mark),
        Mark::Comment(_) | Mark::Answer(_) => {}
    }
}

fn comment(thread: &Thread) -> Option<PostedComment> {
    let first = thread.comments.nodes.first()?.as_ref()?;
    let Some(Mark::Comment(mark)) = Mark::read(&first.body).filter(|_| first.viewer_did_author)
    else {
        return None;
    };
    Some(PostedComment {
        id: first.id.clone(),
        number: number(first.full_database_id.as_deref()),
        thread: Some(thread.id.clone()),
        path: thread.path.clone(),
        start_line: thread.start_line,
        line: thread.line,
        body: first.body.clone(),
        mark,
        answered: thread.comments.total_count > 1,
        minimized: first.is_minimized,
        resolved: thread.is_resolved,
        outdated: thread.is_outdated,
    })
}

/// Numbers come as text: they do not fit into GraphQL's own.
fn number(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}
