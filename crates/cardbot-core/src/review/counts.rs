//! Counting findings, so that none is lost without a word.

use super::card::{CardReview, Origin};
use super::spread::Spread;
use crate::finding::Severity;
use crate::kind::Kind;

/// The counts of a review. What was introduced is counted by severity.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Changed files that were looked at.
    pub files: usize,
    /// Of these, model cards.
    pub cards: usize,
    /// Errors that the change introduced.
    pub errors: usize,
    /// Warnings that the change introduced.
    pub warnings: usize,
    /// Notes that the change introduced.
    pub notes: usize,
    /// Of what was introduced, findings with a fix.
    pub fixable: usize,
    /// Findings that were there before.
    pub existing: usize,
    /// Findings that were silenced.
    pub suppressed: usize,
    /// Findings left out because a rule had too many in one file.
    pub not_shown: usize,
}

impl Counts {
    /// How many findings the change introduced.
    #[must_use]
    pub fn introduced(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Counts over all files.
#[must_use]
pub fn counts<'r>(reviews: impl IntoIterator<Item = &'r CardReview>) -> Counts {
    let mut counts = Counts::default();
    for review in reviews {
        counts.files += 1;
        counts.cards += usize::from(review.kind == Kind::ModelCard);
        counts.suppressed += review.suppressed;
        counts.not_shown += review.not_shown;
        for reviewed in &review.findings {
            if reviewed.origin == Origin::Existing {
                counts.existing += 1;
                continue;
            }
            match reviewed.finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
            counts.fixable += usize::from(reviewed.finding.fix.is_some());
        }
    }
    counts
}

/// Where each finding is told; together they are all findings.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// In new inline comments.
    pub inline_now: usize,
    /// In inline comments that stood before.
    pub inline_before: usize,
    /// In the summary.
    pub below: usize,
    /// Nowhere, for the summary would be too long.
    pub cut: usize,
    /// Not told, for they were there before the change.
    pub existing: usize,
    /// Not told, for they are ignored.
    pub ignored: usize,
    /// Not told, for one rule has too many in one file.
    pub not_shown: usize,
}

impl Told {
    /// What a spread tells of the findings counted, before anything is cut.
    pub(super) fn new(counts: &Counts, spread: &Spread<'_>) -> Self {
        Self {
            inline_now: spread.now.len(),
            inline_before: spread.inline_before,
            below: spread.below.iter().map(Vec::len).sum(),
            cut: 0,
            existing: counts.existing,
            ignored: counts.suppressed,
            not_shown: counts.not_shown,
        }
    }

    /// All findings.
    #[must_use]
    pub fn all(&self) -> usize {
        self.inline_now
            + self.inline_before
            + self.below
            + self.cut
            + self.existing
            + self.ignored
            + self.not_shown
    }

    /// The line that adds up; empty where the verdict says it all.
    pub(super) fn line(&self) -> String {
        let parts = [
            (self.inline_now + self.inline_before, "on the lines"),
            (self.below, "above"),
            (self.cut, "left out, as this text would be too long"),
            (self.existing, "there before this change"),
            (self.ignored, "ignored"),
            (self.not_shown, "more of the same kinds"),
        ];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, words)| format!("{n} {words}"))
            .collect();
        match (self.all(), said.as_slice()) {
            (_, []) => String::new(),
            (all, [_]) if self.existing + self.ignored < all => String::new(),
            (_, [only]) => format!("Not listed: {only}."),
            (all, _) => format!("Of {all} findings: {}.", said.join(", ")),
        }
    }
}
