//! Judges a whole change: the pure middle between source and output.

use std::collections::HashSet;

use cardbot_core::config::Config;
use cardbot_core::review::{
    self, Abilities, CardReview, Comment, Counts, Links, Origin, Placement, Told, review_card,
};
use cardbot_core::text::Source;

use crate::output::RulePages;
use crate::report::{Detail, FileReport, Located};
use crate::source::ChangeSet;

/// What is to be said about a change.
#[derive(Debug)]
pub struct Judgement {
    /// The reviews, in the order of the change's files.
    pub reviews: Vec<CardReview>,
    /// The inline comments.
    pub comments: Vec<Comment>,
    /// The summary, in Markdown.
    pub body: String,
    /// The counts.
    pub counts: Counts,
    /// Where each finding is told.
    pub told: Told,
}

/// Judges a change; what is said links to these pages.
#[must_use]
pub fn judge(change: &ChangeSet, config: &Config, pages: &RulePages) -> Judgement {
    let abilities = Abilities::GITHUB;
    let mut reviews: Vec<CardReview> =
        change.files.iter().map(|file| review_card(file, config, abilities)).collect();
    let url = |rule: &str| pages.url(rule);
    let heads = change.files.iter().map(|file| file.head.as_deref().unwrap_or_default());
    let pairs: Vec<(&CardReview, &[u8])> = reviews.iter().zip(heads).collect();
    let draft = review::draft(&pairs, Links { rule: &url, lines: None });
    let counts = review::counts(&reviews);
    place_what_found_no_line(&mut reviews, &draft.comments);
    Judgement { reviews, comments: draft.comments, body: draft.body, counts, told: draft.told }
}

/// The lines take only so many comments; the summary tells the other findings.
fn place_what_found_no_line(reviews: &mut [CardReview], comments: &[Comment]) {
    let told: HashSet<(&str, &str)> = comments
        .iter()
        .flat_map(|comment| comment.fingerprints.iter().map(|print| (&*comment.path, &**print)))
        .collect();
    for review in reviews {
        for reviewed in &mut review.findings {
            let print = reviewed.finding.fingerprint.as_str();
            if reviewed.origin == Origin::Introduced && !told.contains(&(&*review.path, print)) {
                reviewed.placement = Placement::Summary;
            }
        }
    }
}

/// The findings that a change introduced, for the outputs that show files.
#[must_use]
pub fn introduced(change: &ChangeSet, judgement: &Judgement, detail: Detail) -> Vec<FileReport> {
    let files = change.files.iter().zip(&judgement.reviews);
    files
        .map(|(file, review)| {
            let source = Source::new(file.head.as_deref().unwrap_or_default());
            FileReport {
                path: review.path.clone(),
                from_root: None,
                kind: review.kind,
                error: None,
                broken_rules: review.broken_rules.clone(),
                findings: review
                    .findings
                    .iter()
                    .filter(|r| r.origin == Origin::Introduced)
                    .map(|r| Located::new(r.finding.clone(), &source, detail))
                    .collect(),
                suppressed: review.suppressed,
                not_shown: review.not_shown,
            }
        })
        .collect()
}
