//! The block between the `---` lines: not where the Hub looks for it, not closed, or not there.

use crate::card::Card;

pub(super) mod bom;
pub(super) mod empty;
pub(super) mod fence;
pub(super) mod lost;
pub(super) mod missing;
pub(super) mod not_at_top;
pub(super) mod unclosed;
pub(super) mod unfenced;

/// What is said about all cards that the Hub finds no metadata in.
const UNSEEN: &str =
    "The Hub looks for the metadata between two lines `---` at the very top of the file.";

/// Whether the block of a card that can't be read goes on into the card's text, because the line
/// that should close it is missing or malformed.
pub(super) fn swallows_text(card: &Card<'_>) -> bool {
    lost::of(card)
        .is_some_and(|lost| matches!(lost, lost::Lost::Fence { .. } | lost::Lost::Unclosed { .. }))
}

/// Whether the card before the change had metadata; that it has none now is then told by
/// `change-metadata-lost`.
fn had_metadata(base: Option<&Card<'_>>) -> bool {
    base.is_some_and(|base| base.root().is_some_and(|root| !root.is_empty()))
}
