//! `widget`: the examples on a model's page.

use super::words;
use crate::card::Card;
use crate::facts::{self, InputKind};
use crate::task;
use crate::yaml::NodeRef;

mod files;
mod keys;

pub(super) mod duplicate_title;
pub(super) mod empty;
pub(super) mod form;
pub(super) mod input_swapped;
pub(super) mod mask_missing;
pub(super) mod messages;
pub(super) mod missing_input;
pub(super) mod output;
pub(super) mod src_local;
pub(super) mod src_missing;
pub(super) mod src_page;
pub(super) mod table;
pub(super) mod unknown_key;
pub(super) mod unused_input;
pub(super) mod wrong_type;

/// The examples that are maps; a lone map in the list's place counts as one.
pub(super) fn examples<'c>(card: &'c Card<'_>) -> impl Iterator<Item = NodeRef<'c>> {
    let widget = card.get("widget");
    let lone = widget.filter(|widget| widget.is_map() && facts_in(*widget));
    let items = widget.into_iter().flat_map(|widget| widget.items());
    lone.into_iter().chain(items.filter(NodeRef::is_map))
}

/// Whether a map has a key that belongs to an example, as it is or misspelt.
fn facts_in(map: NodeRef<'_>) -> bool {
    map.entries().any(|entry| {
        facts::widget_key(entry.name()).is_some()
            || facts::widget_key_renamed(entry.name()).is_some()
    })
}

/// What a card says about its task.
struct Tasks(Vec<&'static str>);

impl Tasks {
    fn of(card: &Card<'_>) -> Self {
        Self(task::named(card))
    }

    /// The inputs of all named tasks, the Hub's choice first; `None` unless all are known, since
    /// an example may be made for any of them.
    fn inputs(&self) -> Option<Vec<&'static facts::WidgetInputs>> {
        let rows: Option<Vec<_>> = self.0.iter().map(|task| facts::widget_inputs(task)).collect();
        rows.filter(|rows| !rows.is_empty())
    }

    /// Whether an example for one of these tasks may have a key, as far as that is stated; where
    /// the task is unknown, whether that is likely.
    fn may_have(&self, key: &str) -> bool {
        if !is_input(key) {
            return true;
        }
        match self.inputs() {
            Some(rows) => rows.iter().any(|row| {
                [row.required, row.one_of, row.optional].iter().any(|keys| keys.contains(&key))
            }),
            None => matches!(key, "text" | "src" | "messages"),
        }
    }
}

/// Whether a key holds something the model is given; titles, groups, parameters and outputs are
/// none.
fn is_input(key: &str) -> bool {
    facts::widget_key(key).is_some_and(|kind| {
        !matches!(kind, InputKind::Title | InputKind::Parameters | InputKind::Output)
    })
}

/// Whether a text is surely an address or the name of a picture, a recording or a video.
fn is_file_name(text: &str) -> bool {
    let text = text.trim();
    let address = text.starts_with("http://") || text.starts_with("https://");
    !text.contains(char::is_whitespace) && (address || facts::is_media_name(text))
}

/// Whether a text reads as prose: several words, and no file's name.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(3).is_some()
        && !facts::is_media_name(text.trim())
        && !text.contains("://")
}
