//! What several rules of a family need of a card, found out once.

use std::cell::OnceCell;

use super::front_matter::lost::{self, Lost};
use super::language::Readings;
use super::{Ctx, eval, language};
use crate::markdown::Markdown;

/// Filled by the first rule that asks.
#[derive(Debug, Default)]
pub struct Memo {
    languages: OnceCell<Readings>,
    lost: OnceCell<Option<Lost>>,
    markdown: OnceCell<Markdown>,
    unusual_metrics: OnceCell<bool>,
}

impl Ctx<'_> {
    /// The values of `language` that are no ids of the Hub.
    pub(in crate::rules) fn language_readings(&self) -> &Readings {
        self.memo.languages.get_or_init(|| language::readings(self.card))
    }

    /// Why the Hub finds no metadata in the card, or can't read it for its fences.
    pub(in crate::rules) fn lost_metadata(&self) -> Option<&Lost> {
        self.memo.lost.get_or_init(|| lost::of(self.card)).as_ref()
    }

    /// Whether a metric in `model-index` has anything but fields and values of the usual kind.
    pub(in crate::rules) fn has_unusual_metrics(&self) -> bool {
        *self.memo.unusual_metrics.get_or_init(|| eval::has_unusual_metrics(self.card))
    }

    /// What is code in the card's text.
    pub(in crate::rules) fn markdown(&self) -> &Markdown {
        let body = self.card.body_span();
        self.memo.markdown.get_or_init(|| Markdown::read(self.card.body(), body.start))
    }
}
