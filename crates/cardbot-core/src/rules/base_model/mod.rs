//! `base_model`, `base_model_relation` and `new_version`: from which model this one comes, and
//! which one comes after it.

use self::read::{Reading, read};
use super::words;
use crate::card::{Card, texts_of};
use crate::fixing::FixBuilder;
use crate::yaml::{Entry, NodeRef};

pub(super) mod duplicate;
pub(super) mod form;
pub(super) mod itself;
pub(super) mod license;
pub(super) mod local_path;
pub(super) mod not_text;
pub(super) mod old_key;
pub(super) mod placeholder;
mod read;
pub(super) mod relation;

/// One text that stands where the id of a model belongs.
#[derive(Debug, Clone, Copy)]
struct Named<'c> {
    entry: Entry<'c>,
    node: NodeRef<'c>,
    text: &'c str,
}

impl Named<'_> {
    /// Whether it is an item of a list.
    fn in_list(&self) -> bool {
        self.node != self.entry.value
    }

    /// Takes it out: the item, or the key that would hold nothing then.
    fn removed(&self, fix: FixBuilder) -> FixBuilder {
        if self.in_list() && self.entry.value.len() > 1 {
            fix.remove_item(self.node)
        } else {
            fix.remove_entry(self.entry)
        }
    }
}

/// The base models of a card, in whatever way they are written; what names none is left out.
pub(super) fn ids(card: &Card<'_>) -> Vec<String> {
    let mut ids = vec![];
    for (_, text) in card.texts("base_model") {
        match read(text) {
            Reading::Means { id, .. } => ids.push(id),
            Reading::Several { ids: several } => ids.extend(several),
            Reading::Placeholder => {}
            _ if text.trim().is_empty() => {}
            _ => ids.push(text.trim().to_owned()),
        }
    }
    ids
}

/// All texts of a card that stand where the id of a model belongs, empty ones left out.
fn named<'c>(card: &'c Card<'_>) -> impl Iterator<Item = Named<'c>> {
    ["base_model", "new_version"].into_iter().filter_map(|key| card.entry(key)).flat_map(|entry| {
        // A list of new versions is of the wrong type altogether.
        let single = entry.name() == "new_version" && !entry.value.is_scalar();
        let texts = if single { vec![] } else { texts_of(entry.value) };
        texts
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(move |(node, text)| Named { entry, node, text })
    })
}
