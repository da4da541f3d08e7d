//! What is to be done on a pull request.

use super::counts::Told;
use super::summary::LinesUrl;

/// The run that plans.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Its name, random, for the hidden marks.
    pub id: &'a str,
    /// The commit that was reviewed.
    pub head: &'a str,
    /// The page of a rule.
    pub url: &'a dyn Fn(&str) -> String,
    /// The permanent address of lines of a file in the head.
    pub blob_url: &'a LinesUrl<'a>,
    /// Rules that are ignored in this pull request because somebody asked for it.
    pub ignored: &'a [String],
    /// What was not looked at and why, a sentence each.
    pub unread: &'a [String],
    /// What the review may be besides a comment.
    pub event: Event,
}

/// What a review does besides telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Nothing.
    Comment,
    /// Asks for changes; as a wish, when there are errors.
    RequestChanges,
    /// Approves; as a wish, when there is neither error nor warning.
    Approve,
}

/// What is to be done, in this order. Everything is text and node ids; nothing is done here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// One review to post: the first with the summary as its text, a later one with a line.
    pub review: Option<NewReview>,
    /// The new text of the living summary.
    pub summary_edit: Option<String>,
    /// Comments whose findings are all gone.
    pub retire: Vec<Retire>,
    /// Comments of which some findings are gone: node id and new text.
    pub edit_comments: Vec<(String, String)>,
    /// Summaries beside the living one: node id and new text; to be minimised too.
    pub retire_summaries: Vec<(String, String)>,
    /// Reviews that ask for changes and have no more reason to: node ids, to be dismissed.
    pub dismiss: Vec<String>,
    /// Where each finding is told.
    pub counts: Told,
    /// Why nothing is to be done: this other bot keeps a summary here.
    pub aside: Option<String>,
}

impl Plan {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.review.is_none()
            && self.summary_edit.is_none()
            && self.retire.is_empty()
            && self.edit_comments.is_empty()
            && self.retire_summaries.is_empty()
            && self.dismiss.is_empty()
    }
}

/// A review to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// Its text, mark included.
    pub body: String,
    /// Its inline comments.
    pub comments: Vec<NewComment>,
    /// What it does besides.
    pub event: Event,
}

/// An inline comment to post; its lines are of the head (side `RIGHT`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// The file.
    pub path: String,
    /// The first line, when there is more than one.
    pub start_line: Option<usize>,
    /// The last line.
    pub line: usize,
    /// Its text, mark included.
    pub body: String,
    /// The findings it tells.
    pub fingerprints: Vec<String>,
    /// Those among them that its suggestion mends.
    pub mended: Vec<String>,
}

/// A comment to retire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retire {
    /// Its node id.
    pub comment: String,
    /// How.
    pub how: How,
    /// The node id of its thread, where that stays and is not resolved yet.
    pub thread: Option<String>,
}

/// How a comment is retired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// Nobody answered: it goes.
    Delete,
    /// Somebody answered: it stays for their sake, with this text, and is minimised.
    MarkFixed {
        /// The new text.
        body: String,
    },
}
