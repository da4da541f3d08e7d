//! Spreads findings over inline comments and the summary.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::card::{CardReview, Origin, Reviewed};
use super::comment::Comment;
use super::group::{Group, groups};
use super::limits;
use crate::finding::Severity;
use crate::text::Source;

/// What has been told before, by fingerprint.
#[derive(Default)]
pub(super) struct Known<'p> {
    /// On lines.
    pub(super) inline: HashSet<&'p str>,
    /// In the summary, or to be told there.
    pub(super) below: HashSet<&'p str>,
    /// As `below`, by the first digits, as the summary's mark remembers them.
    pub(super) below_short: HashSet<&'p str>,
    /// All that is on no line is told in the summary.
    pub(super) all_below: bool,
    /// Files and lines with a suggestion that stands.
    pub(super) taken: Vec<(&'p str, usize, usize)>,
}

impl Known<'_> {
    fn is_below(&self, print: &str) -> bool {
        self.all_below
            || self.below.contains(print)
            || print.get(..super::marker::SHORT).is_some_and(|s| self.below_short.contains(s))
    }
}

/// Where the findings that a change introduced are told.
pub(super) struct Spread<'r> {
    /// New inline comments.
    pub(super) comments: Vec<Comment>,
    /// The severities of the findings that these tell.
    pub(super) now: Vec<Severity>,
    /// Findings that comments told before.
    pub(super) inline_before: usize,
    /// For each card the findings that the summary tells.
    pub(super) below: Vec<Vec<&'r Reviewed>>,
}

/// Spreads what the reviews introduced: known findings stay where they were told; of the new ones,
/// the most important go on their lines.
pub(super) fn spread<'r>(
    reviews: &[(&'r CardReview, &[u8])],
    known: &Known<'_>,
    url: &dyn Fn(&str) -> String,
) -> Spread<'r> {
    let mut inline_before = 0;
    let sources: Vec<Source<'_>> = reviews.iter().map(|(_, head)| Source::new(head)).collect();
    let mut drafts: Vec<(usize, Group<'r>)> = vec![];
    for (card, ((review, _), source)) in reviews.iter().zip(&sources).enumerate() {
        let is_told = |r: &&Reviewed| known.inline.contains(r.finding.fingerprint.as_str());
        inline_before += introduced(review).filter(is_told).count();
        let new =
            introduced(review).filter(|r| !is_told(r) && !known.is_below(&r.finding.fingerprint));
        let taken: Vec<(usize, usize)> = known
            .taken
            .iter()
            .filter(|(path, ..)| *path == review.path)
            .map(|(_, first, last)| (*first, *last))
            .collect();
        drafts.extend(groups(&review.path, source, new, &taken).into_iter().map(|g| (card, g)));
    }
    // A stable sort: what is equally important stays in the order of the files.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|at| drafts.get(*at).map(|(_, group)| Reverse(group.severity())));
    let chosen: HashSet<usize> = order.into_iter().take(limits::NEW_COMMENTS).collect();
    let kept = drafts.iter().enumerate().filter(|(at, _)| chosen.contains(at));
    let comments: Vec<Comment> = kept
        .filter_map(|(_, (card, group))| {
            let ((review, _), source) = (reviews.get(*card)?, sources.get(*card)?);
            Some(Comment::new(group, &review.path, source, url))
        })
        .collect();
    let now: HashSet<&str> =
        comments.iter().flat_map(|c| &c.fingerprints).map(String::as_str).collect();
    let below: Vec<Vec<&'r Reviewed>> = reviews
        .iter()
        .map(|(review, _)| {
            let on_a_line = |print: &str| now.contains(print) || known.inline.contains(print);
            introduced(review).filter(|r| !on_a_line(&r.finding.fingerprint)).collect()
        })
        .collect();
    let told_now = reviews.iter().flat_map(|(review, _)| introduced(review)).filter(|reviewed| {
        let print = reviewed.finding.fingerprint.as_str();
        now.contains(print) && !known.inline.contains(print)
    });
    let now = told_now.map(|reviewed| reviewed.finding.severity).collect();
    Spread { comments, now, inline_before, below }
}

/// What the change introduced.
pub(super) fn introduced(review: &CardReview) -> impl Iterator<Item = &Reviewed> {
    review.findings.iter().filter(|r| r.origin == Origin::Introduced)
}
