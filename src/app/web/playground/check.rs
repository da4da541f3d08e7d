//! Judges what was pasted.

use cardbot_core::card::Card;
use cardbot_core::config::Config;
use cardbot_core::edit;
use cardbot_core::finding::{Finding, Safety};
use cardbot_core::fixing;
use cardbot_core::kind::Kind;
use cardbot_core::metadata_diff::MetadataChange;
use cardbot_core::review::{Abilities, CardChange, Origin, Reviewed, markdown, review_card};
use cardbot_core::tags;
use cardbot_core::text::Source;

/// The path that a pasted card is given.
const PATH: &str = "README.md";

/// What was pasted. Line ends are single line feeds, as a browser counts them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Pasted {
    /// The card, or the head of a change.
    pub(super) card: String,
    /// The card before the change, if the two are to be compared.
    pub(super) base: String,
}

/// What is to be told about it.
#[derive(Debug)]
pub(super) struct Checked {
    /// What the text is. Only model cards are judged.
    pub(super) kind: Kind,
    /// What the change introduced; without a base, everything.
    pub(super) findings: Vec<Reviewed>,
    /// What was there before.
    pub(super) existing: Vec<Reviewed>,
    /// How many findings were silenced by ignore comments.
    pub(super) suppressed: usize,
    /// How many were left out because a rule had too many.
    pub(super) not_shown: usize,
    /// What the change does to the metadata; with a base only.
    pub(super) changes: Vec<MetadataChange>,
    /// The tags that the Hub will derive.
    pub(super) tags: Vec<String>,
    /// Of these, what is new compared with the base.
    pub(super) tags_added: Vec<String>,
    /// The tags of the base that are there no more.
    pub(super) tags_removed: Vec<String>,
    /// Whether the Hub can read the metadata.
    pub(super) is_readable: bool,
    /// How many characters can't be seen.
    pub(super) hidden: usize,
    /// How many fixes may be applied without a look.
    pub(super) safe_fixes: usize,
}

impl Pasted {
    pub(super) fn new(card: &str, base: &str) -> Self {
        Self { card: lines(card), base: lines(base) }
    }

    fn change(&self) -> CardChange {
        let base = (!self.base.trim().is_empty()).then(|| self.base.clone().into_bytes());
        CardChange {
            path: PATH.to_owned(),
            base_path: None,
            base,
            head: Some(self.card.clone().into_bytes()),
            hunks: None,
            license_file: None,
        }
    }

    /// Judges the card. `None` where there is none.
    pub(super) fn check(&self) -> Option<Checked> {
        if self.card.trim().is_empty() {
            return None;
        }
        let change = self.change();
        let has_base = change.base.is_some();
        let source = Source::new(self.card.as_bytes());
        let card = Card::new(PATH, &source);
        let review = review_card(&change, &config(card.kind), Abilities::GITHUB);
        let (findings, existing): (Vec<_>, Vec<_>) =
            review.findings.into_iter().partition(|found| found.origin == Origin::Introduced);
        let is_safe = |found: &&Reviewed| {
            found.finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe)
        };
        let safe_fixes = findings.iter().chain(&existing).filter(is_safe).count();
        let is_card = review.kind == Kind::ModelCard;
        Some(Checked {
            kind: review.kind,
            findings,
            existing,
            suppressed: review.suppressed,
            not_shown: review.not_shown,
            changes: if has_base { review.changes } else { vec![] },
            tags: if is_card { tags::derive(&card) } else { vec![] },
            tags_added: if has_base { review.tags_added } else { vec![] },
            tags_removed: review.tags_removed,
            is_readable: tags::is_readable(&card),
            hidden: self.card.chars().filter(|c| markdown::is_hidden(*c)).count(),
            safe_fixes,
        })
    }

    fn findings(&self) -> Vec<Finding> {
        let source = Source::new(self.card.as_bytes());
        let kind = Card::new(PATH, &source).kind;
        let review = review_card(&self.change(), &config(kind), Abilities::GITHUB);
        review.findings.into_iter().map(|reviewed| reviewed.finding).collect()
    }

    /// Applies the fix of a finding and gives the fix's title. `None` where there is no such finding.
    pub(super) fn fix(&mut self, fingerprint: &str) -> Option<String> {
        let found = self.findings().into_iter().find(|f| f.fingerprint == fingerprint)?;
        let fix = found.fix?;
        self.card = edit::apply(&self.card, &fix.edits)?;
        Some(fix.title)
    }

    /// Applies all fixes that need no look, and counts them.
    pub(super) fn fix_all(&mut self) -> usize {
        let judge = |source: &Source<'_>| {
            Self { card: source.text().to_owned(), base: self.base.clone() }.findings()
        };
        let (after, fixed) = fixing::apply_safe(self.card.as_bytes(), judge);
        // Edits of a text leave a text.
        if let Some(text) = after.and_then(|bytes| String::from_utf8(bytes).ok()) {
            self.card = text;
        }
        fixed.len()
    }
}

/// What is pasted here is meant to be a model card, unless it plainly is another kind of file.
fn config(kind: Kind) -> Config {
    let include = match kind {
        Kind::DatasetCard | Kind::SpaceCard => vec![],
        _ => vec![PATH.to_owned()],
    };
    Config { include, ..Config::default() }
}

/// A form sends CR LF.
fn lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(card: &str, base: &str) -> Pasted {
        Pasted::new(card, base)
    }

    #[test]
    fn without_a_base_everything_is_told_and_nothing_is_new() {
        let checked = pasted("---\r\nlicense: gpl\r\nlanguage: en\r\n---\r\n", "").check().unwrap();
        assert!(checked.findings.iter().any(|f| f.finding.rule == "license-versionless"));
        assert!(checked.existing.is_empty() && checked.changes.is_empty());
        assert_eq!(checked.tags, ["en", "license:gpl"]);
        assert!(checked.tags_added.is_empty());
    }

    #[test]
    fn with_a_base_only_the_change_is_told() {
        let base = "---\nlicense: gpl\ntags: [a]\n---\n";
        let head = "---\nlicense: gpl\ntags: [a, b]\n---\n";
        let checked = pasted(head, base).check().unwrap();
        assert!(checked.existing.iter().any(|f| f.finding.rule == "license-versionless"));
        assert!(checked.findings.is_empty());
        assert_eq!((checked.tags_added, checked.changes.len()), (vec!["b".to_owned()], 1));
    }

    #[test]
    fn other_kinds_of_files_are_left_alone_and_doubtful_ones_taken_for_cards() {
        assert!(pasted(" \n", "").check().is_none());
        let dataset = "---\ntask_categories: [a]\nsize_categories: [n<1K]\nlicense: gpl\n---\n";
        let checked = pasted(dataset, "").check().unwrap();
        assert_eq!((checked.kind, checked.findings.len()), (Kind::DatasetCard, 0));
        assert_eq!(pasted("# A title", "").check().unwrap().kind, Kind::ModelCard);
    }

    #[test]
    fn fixes_change_what_was_pasted() {
        let mut one = pasted("---\nlicense: Apache 2.0\nlanguages: en\n---\n", "");
        let checked = one.check().unwrap();
        let found = checked.findings.iter().find(|f| f.finding.rule == "license-unknown").unwrap();
        let print = found.finding.fingerprint.clone();
        assert!(one.clone().fix("nothing").is_none());
        assert!(one.fix(&print).is_some());
        assert!(one.card.contains("license: apache-2.0\n"), "{}", one.card);
        assert!(one.fix_all() > 0);
        assert!(one.card.contains("\nlanguage: en\n"), "{}", one.card);
    }
}
