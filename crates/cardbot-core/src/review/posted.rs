//! What stands on the pull request already: only what this identity of cardbot wrote.

use super::marker::{CommentMark, ReviewMark, SummaryMark};

/// A living summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedSummary {
    /// The review's node id.
    pub id: String,
    /// The review's number in the database.
    pub number: u64,
    /// Its address.
    pub url: String,
    /// Its text, mark included.
    pub body: String,
    /// The mark in it.
    pub mark: SummaryMark,
}

/// An inline comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedComment {
    /// The comment's node id.
    pub id: String,
    /// The comment's number in the database.
    pub number: u64,
    /// The node id of its thread.
    pub thread: Option<String>,
    /// The file.
    pub path: String,
    /// The first of its lines in the head as GitHub tells it now; `None` for a single line.
    pub start_line: Option<usize>,
    /// The last of its lines in the head; `None` once it is outdated.
    pub line: Option<usize>,
    /// Its text, mark included.
    pub body: String,
    /// The mark in it.
    pub mark: CommentMark,
    /// Whether somebody answered in its thread.
    pub answered: bool,
    /// Whether it is minimised.
    pub minimized: bool,
    /// Whether its thread is resolved.
    pub resolved: bool,
    /// Whether its lines have changed since.
    pub outdated: bool,
}

/// All that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// The living summary: the oldest review of ours that carries a summary's mark.
    pub summary: Option<PostedSummary>,
    /// Our inline comments that carry a mark.
    pub comments: Vec<PostedComment>,
    /// Our later reviews.
    pub reviews: Vec<ReviewMark>,
    /// Another bot that keeps a summary here; of two, the older summary is the one that is kept,
    /// so this is `None` when ours is the older one.
    pub other_keeper: Option<String>,
    /// Further summaries of ours, such as by a write that was done late.
    pub duplicates: Vec<PostedSummary>,
    /// Whether an approval of ours stands.
    pub approved: bool,
    /// Node ids of our reviews that ask for changes and so block merging.
    pub blocking: Vec<String>,
}
