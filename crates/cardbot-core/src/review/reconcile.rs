//! What is wanted, what is there, and what is to be done: the plan for a pull request.
//!
//! A finding is told once. Where it was told is read from the hidden marks in what this identity
//! wrote: inline by the comments, the rest by the summary. So a finding that stands stays where it
//! is, however its lines move; one that is gone is retired; and planning again after the plan was
//! carried out finds nothing to do.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::card::{CardReview, Reviewed};
use super::comment::Comment;
use super::counts::{Counts, Told, counts};
use super::group::Group;
use super::marker::{self, CommentMark, Mark, ReviewMark, SHORT, SummaryMark};
use super::plan::{Event, How, NewComment, NewReview, Plan, Retire, Run};
use super::posted::{Posted, PostedComment, PostedSummary};
use super::spread::{Known, Spread, introduced, spread};
use super::summary::{self, Links, Sheet};
use super::words;
use super::{limits, markdown};
use crate::finding::Severity;
use crate::text::Source;

/// The mark of a summary takes at most this many bytes.
pub(super) const MARK_BYTES: usize = 16_000;

/// Plans a run. `reviews` are those of all files of the change, each with the bytes of its head;
/// `refused` are fingerprints of findings that GitHub would not take on their lines.
#[must_use]
pub fn plan(
    reviews: &[(&CardReview, &[u8])],
    posted: &Posted,
    run: &Run<'_>,
    refused: &[String],
) -> Plan {
    if let Some(login) = &posted.other_keeper {
        return Plan { aside: Some(login.clone()), ..Plan::default() };
    }
    let mut plan = Plan::default();
    let standing = Standing::new(reviews);
    let mut known = Known::default();
    settle_comments(&standing, posted, run, &mut known, &mut plan);
    known.below.extend(refused.iter().map(String::as_str));
    if let Some(summary) = &posted.summary {
        known.below_short.extend(summary.mark.below.iter().map(String::as_str));
        known.all_below = summary.mark.all_below;
    }
    let spread = spread(reviews, &known, run.url);
    let counts = counts(reviews.iter().map(|(review, _)| *review));
    let wanted = Wanted { reviews, spread: &spread, counts, run };
    plan.counts = wanted.tell(posted, &mut plan);
    if counts.errors == 0 {
        plan.dismiss.clone_from(&posted.blocking);
    }
    plan
}

/// The findings that the change introduced and that are there now.
struct Standing<'s> {
    reviews: &'s [(&'s CardReview, &'s [u8])],
    /// The place of the card and the finding, by fingerprint.
    by_print: HashMap<&'s str, (usize, &'s Reviewed)>,
}

impl<'s> Standing<'s> {
    fn new(reviews: &'s [(&'s CardReview, &'s [u8])]) -> Self {
        let mut by_print = HashMap::new();
        for (card, (review, _)) in reviews.iter().enumerate() {
            for reviewed in introduced(review) {
                by_print.entry(reviewed.finding.fingerprint.as_str()).or_insert((card, reviewed));
            }
        }
        Self { reviews, by_print }
    }

    /// Whether it is known which findings a file has: a rule that broke down may have had some.
    fn is_certain(&self, path: &str) -> bool {
        !self.reviews.iter().any(|(r, _)| r.path == path && !r.broken_rules.is_empty())
    }
}

/// Decides for each comment that is there: left alone, edited or retired. Then each line has one
/// suggestion at most: those that stand come first, then edited comments, then new ones.
fn settle_comments<'p>(
    standing: &Standing<'p>,
    posted: &'p Posted,
    run: &Run<'_>,
    known: &mut Known<'p>,
    plan: &mut Plan,
) {
    let mut comments: Vec<&PostedComment> =
        posted.comments.iter().filter(|c| !c.mark.fingerprints.is_empty()).collect();
    // Of two that tell the same, the one that somebody answered is kept, then the older one.
    comments.sort_by_key(|comment| (Reverse(comment.answered), comment.number));
    let mut edited: Vec<(&PostedComment, Vec<&str>)> = vec![];
    for comment in comments {
        let prints = &comment.mark.fingerprints;
        let stands = |print: &&String| standing.by_print.contains_key(print.as_str());
        let is_gone = !prints.iter().any(|print| stands(&print));
        let (first, all): (Vec<&str>, bool) = {
            let first: Vec<&str> = prints
                .iter()
                .filter(stands)
                .map(String::as_str)
                .filter(|print| !known.inline.contains(print))
                .collect();
            let all = first.len() == prints.len();
            (first, all)
        };
        let keeps = all || !standing.is_certain(&comment.path);
        if keeps || (first.is_empty() && !is_gone && comment.answered) {
            known.inline.extend(prints.iter().map(String::as_str));
            if markdown::suggests(&comment.body) {
                known.taken.extend(lines_of(standing, comment));
            }
        } else if first.is_empty() {
            let how = if comment.answered {
                How::MarkFixed { body: words::fixed(&comment.body, run) }
            } else {
                How::Delete
            };
            let stays = comment.answered && !comment.resolved;
            let thread = comment.thread.clone().filter(|_| stays);
            plan.retire.push(Retire { comment: comment.id.clone(), how, thread });
        } else {
            known.inline.extend(first.iter().copied());
            edited.push((comment, first));
        }
    }
    for (comment, prints) in edited {
        let body = remaining(standing, comment, &prints, run, &known.taken);
        if markdown::suggests(&body) {
            known.taken.extend(lines_of(standing, comment));
        }
        plan.edit_comments.push((comment.id.clone(), body));
    }
}

/// The lines on which a comment stands, by file.
fn lines_of<'p>(
    standing: &Standing<'p>,
    comment: &'p PostedComment,
) -> Vec<(&'p str, usize, usize)> {
    if let Some(last) = comment.line {
        return vec![(comment.path.as_str(), comment.start_line.unwrap_or(last), last)];
    }
    // It is outdated, or its lines are not known: where its findings are now.
    let found = comment.mark.fingerprints.iter().filter_map(|p| standing.by_print.get(p.as_str()));
    found
        .filter_map(|(card, reviewed)| {
            let (first, last) = reviewed.placement.lines()?;
            standing.reviews.get(*card).map(|(review, _)| (review.path.as_str(), first, last))
        })
        .collect()
}

/// The new text of a comment of which only some findings are left. A suggestion is offered when it
/// fits the very lines on which the comment stands, and these are not `taken` by another.
fn remaining(
    standing: &Standing<'_>,
    comment: &PostedComment,
    prints: &[&str],
    run: &Run<'_>,
    taken: &[(&str, usize, usize)],
) -> String {
    let found: Vec<(usize, &Reviewed)> =
        prints.iter().filter_map(|print| standing.by_print.get(print).copied()).collect();
    let mark = Mark::Comment(CommentMark {
        run: run.id.to_owned(),
        fingerprints: prints.iter().map(|print| (*print).to_owned()).collect(),
    });
    let card = found.first().and_then(|(card, _)| standing.reviews.get(*card));
    let Some((review, head)) = card else { return mark.sign("") };
    let source = Source::new(head);
    let members: Vec<&Reviewed> = found.into_iter().map(|(_, reviewed)| reviewed).collect();
    let lines = comment.line.map(|last| (comment.start_line.unwrap_or(last), last));
    let lines = lines.filter(|(first, last)| {
        let mut others = taken.iter().filter(|(path, ..)| *path == comment.path);
        others.all(|(_, from, to)| to < first || last < from)
    });
    let group = Group::on_lines(&review.path, &source, members, lines);
    mark.sign(&Comment::new(&group, &review.path, &source, run.url).body)
}

/// What is to stand on the pull request.
struct Wanted<'w, 'r> {
    reviews: &'w [(&'r CardReview, &'r [u8])],
    spread: &'w Spread<'r>,
    counts: Counts,
    run: &'w Run<'w>,
}

impl Wanted<'_, '_> {
    fn tell(&self, posted: &Posted, plan: &mut Plan) -> Told {
        let before = posted.summary.as_ref().map(|there| &there.mark);
        let ignored = self.ignored(before);
        let (text, told) = self.summary(before.is_some_and(|mark| mark.told), &ignored);
        let event = self.event(posted);
        let comments: Vec<NewComment> =
            self.spread.comments.iter().map(|comment| self.new_comment(comment)).collect();
        let Some(there) = &posted.summary else {
            let is_worth_it = self.counts.introduced() > 0
                || !ignored.is_empty()
                || self.reviews.iter().any(|(review, _)| !review.ignores_added.is_empty());
            let body = if is_worth_it {
                Mark::Summary(self.summary_mark(false, ignored)).sign(&text)
            } else if event == Event::Approve {
                self.review_mark().sign(words::APPROVED)
            } else {
                return told;
            };
            plan.review = Some(NewReview { body, comments, event });
            return told;
        };
        if !comments.is_empty() || event != Event::Comment {
            let line = words::later(&self.new_severities(), &there.url, event);
            plan.review = Some(NewReview { body: self.review_mark().sign(&line), comments, event });
        }
        let mark = self.summary_mark(there.mark.told, ignored);
        let is_same = marker::visible(&there.body) == marker::visible(&text)
            && is_same_mark(&there.body, &mark);
        if !is_same {
            plan.summary_edit = Some(Mark::Summary(mark).sign(&text));
        }
        self.retire_duplicates(there, &posted.duplicates, plan);
        told
    }

    /// The rules that are ignored here: those of before stay.
    fn ignored(&self, before: Option<&SummaryMark>) -> Vec<String> {
        let mut all: Vec<String> = vec![];
        for rule in before.into_iter().flat_map(|mark| &mark.ignored).chain(self.run.ignored) {
            if all.len() < limits::IGNORED && !all.contains(rule) {
                all.push(rule.clone());
            }
        }
        all
    }

    fn summary(&self, is_later: bool, ignored: &[String]) -> (String, Told) {
        let links = Links { rule: self.run.url, lines: Some(self.run.blob_url) };
        let (reviews, spread, unread) = (self.reviews, self.spread, self.run.unread);
        let reserved = MARK_BYTES;
        summary::write(&Sheet { reviews, spread, is_later, ignored, unread, reserved }, links)
    }

    fn summary_mark(&self, told_before: bool, ignored: Vec<String>) -> SummaryMark {
        let below: Vec<&str> = self
            .spread
            .below
            .iter()
            .flatten()
            .filter_map(|reviewed| reviewed.finding.fingerprint.get(..SHORT))
            .collect();
        let all_below = below.len() > limits::REMEMBERED;
        let below = if all_below { vec![] } else { below };
        SummaryMark {
            run: self.run.id.to_owned(),
            head: self.run.head.to_owned(),
            told: told_before || self.counts.introduced() > 0,
            ignored,
            below: below.into_iter().map(str::to_owned).collect(),
            all_below,
        }
    }

    fn review_mark(&self) -> Mark {
        let (run, head) = (self.run.id.to_owned(), self.run.head.to_owned());
        Mark::Review(ReviewMark { run, head })
    }

    fn new_comment(&self, comment: &Comment) -> NewComment {
        let mark = Mark::Comment(CommentMark {
            run: self.run.id.to_owned(),
            fingerprints: comment.fingerprints.clone(),
        });
        NewComment {
            path: comment.path.clone(),
            start_line: (comment.first < comment.last).then_some(comment.first),
            line: comment.last,
            body: mark.sign(&comment.body),
            fingerprints: comment.fingerprints.clone(),
            mended: comment.mended.clone(),
        }
    }

    /// How many errors, warnings and notes the new comments tell.
    fn new_severities(&self) -> [usize; 3] {
        let mut found = [0; 3];
        for severity in self.spread.now.iter() {
            let [errors, warnings, notes] = &mut found;
            *match severity {
                Severity::Error => errors,
                Severity::Warning => warnings,
                Severity::Note => notes,
            } += 1;
        }
        found
    }

    /// What the review does besides telling: the wish of the run where there is reason for it, and
    /// not again what was done before.
    fn event(&self, posted: &Posted) -> Event {
        match self.run.event {
            Event::RequestChanges if self.counts.errors > 0 && posted.blocking.is_empty() => {
                Event::RequestChanges
            }
            Event::Approve
                if self.counts.errors + self.counts.warnings == 0 && !posted.approved =>
            {
                Event::Approve
            }
            _ => Event::Comment,
        }
    }

    fn retire_duplicates(&self, kept: &PostedSummary, others: &[PostedSummary], plan: &mut Plan) {
        let body = self.review_mark().sign(&words::superseded(&kept.url));
        plan.retire_summaries = others.iter().map(|o| (o.id.clone(), body.clone())).collect();
    }
}

/// Whether a body has a mark that says the same, whichever run wrote it.
fn is_same_mark(body: &str, wanted: &SummaryMark) -> bool {
    match Mark::read(body) {
        Some(Mark::Summary(there)) => {
            let run = (&wanted.run, &wanted.head);
            let there = SummaryMark { run: run.0.clone(), head: run.1.clone(), ..there };
            there == *wanted
        }
        _ => false,
    }
}
