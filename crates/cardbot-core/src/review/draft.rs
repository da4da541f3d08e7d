//! The review as it would first be posted, without hidden marks: for outputs other than GitHub.

use super::card::CardReview;
use super::comment::Comment;
use super::counts::Told;
use super::reconcile::MARK_BYTES;
use super::spread::{Known, spread};
use super::summary::{self, Links, Sheet};

/// A first review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The summary. It says so when there is nothing to tell.
    pub body: String,
    /// The inline comments.
    pub comments: Vec<Comment>,
    /// Where each finding is told.
    pub told: Told,
}

/// Drafts the first review of a change. Each card's review comes with the bytes of its head.
#[must_use]
pub fn draft(reviews: &[(&CardReview, &[u8])], links: Links<'_>) -> Draft {
    let spread = spread(reviews, &Known::default(), links.rule);
    let sheet = Sheet {
        reviews,
        spread: &spread,
        is_later: false,
        ignored: &[],
        unread: &[],
        reserved: MARK_BYTES,
    };
    let (body, told) = summary::write(&sheet, links);
    Draft { body, comments: spread.comments, told }
}
