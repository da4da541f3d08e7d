//! What several rules of a family need of a card, found out once.

use std::cell::OnceCell;

use super::eval::Survey;
use super::front_matter::lost::{self, Lost};
use super::language::Readings;
use super::{Ctx, body, language};
use crate::markdown::Markdown;
use crate::needles::Found;

/// Filled by the first rule that asks.
#[derive(Debug, Default)]
pub struct Memo {
    languages: OnceCell<Readings>,
    lost: OnceCell<Option<Lost>>,
    markdown: OnceCell<Markdown>,
    model_index: OnceCell<Survey>,
    body_words: OnceCell<Found>,
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

    /// What may be wrong in `model-index`.
    pub(in crate::rules) fn model_index(&self) -> Survey {
        *self.memo.model_index.get_or_init(|| Survey::of(self.card))
    }

    /// Whether the card's text holds one of the words for which the rules on it look.
    pub(in crate::rules) fn body_holds(&self, word: &str) -> bool {
        let found = self.memo.body_words.get_or_init(|| body::WORDS.look(self.card.body()));
        found.holds(word)
    }

    /// What is code in the card's text.
    pub(in crate::rules) fn markdown(&self) -> &Markdown {
        let body = self.card.body_span();
        self.memo.markdown.get_or_init(|| Markdown::read(self.card.body(), body.start))
    }
}
