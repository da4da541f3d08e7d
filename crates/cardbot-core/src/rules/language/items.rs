//! The values of `language` that the Hub does not take, each with its reading and its fix.

use std::collections::HashSet;

use super::read::{Kind, Reading, read};
use crate::card::Card;
use crate::facts;
use crate::fixing::FixBuilder;
use crate::rules::Ctx;
use crate::rules::words;
use crate::yaml::NodeRef;

/// What was found among the values of `language`.
#[derive(Debug, Default)]
pub(in crate::rules) struct Readings {
    misread: Vec<Misread>,
    /// How many more there are, unread.
    unread: usize,
}

/// A value that is no id of the Hub, by its place.
#[derive(Debug)]
struct Misread {
    /// The place in the list; `None` for a single value.
    place: Option<usize>,
    reading: Reading,
    /// The ids that are not listed already.
    fresh: Vec<&'static str>,
}

/// After so many values that are no languages, the list is none of languages; the rest is unread.
const MOST_READ: usize = 1000;

/// Reads all values of `language`. Of empty ones `language-not-text` and `key-empty` tell.
pub(in crate::rules) fn readings(card: &Card<'_>) -> Readings {
    let mut found = Readings::default();
    let Some(value) = card.get("language") else { return found };
    let values = value.as_str().map(|text| (None, text));
    let items = value.items().enumerate().filter_map(|(i, item)| Some((Some(i), item.as_str()?)));
    for (place, text) in values.into_iter().chain(items) {
        if facts::language_id(text).is_some() || text.trim().is_empty() {
            continue;
        }
        if found.misread.len() == MOST_READ {
            found.unread += 1;
        } else if let Some(reading) = read(text) {
            found.misread.push(Misread { place, reading, fresh: vec![] });
        }
    }
    if found.misread.is_empty() {
        return found;
    }
    read_beside_code(value, &mut found.misread);
    // What is listed as it should be, or by an earlier value, is not written a second time.
    let mut listed: HashSet<&str> = value.items().filter_map(|item| item.as_str()).collect();
    for item in &mut found.misread {
        item.fresh = item.reading.ids.iter().copied().filter(|id| listed.insert(id)).collect();
    }
    found
}

/// How many values were not read, as there are too many.
pub(in crate::rules) fn unread(ctx: &Ctx<'_>) -> usize {
    ctx.language_readings().unread
}

/// Beside other programming languages, `Lua` and `CSS` are programming languages too.
fn read_beside_code(list: NodeRef<'_>, found: &mut [Misread]) {
    if !found.iter().any(|item| item.reading.kind == Kind::Programming) {
        return;
    }
    let mut items = list.items().enumerate();
    for misread in found {
        let text = items
            .find(|(place, _)| Some(*place) == misread.place)
            .and_then(|(_, item)| item.as_str())
            .unwrap_or("");
        if facts::is_programming_beside_others(&text.trim().to_lowercase()) {
            misread.reading = Reading { kind: Kind::Programming, ids: vec!["code"], sure: true };
        }
    }
}

/// A value with its reading.
pub(in crate::rules) struct Item<'t> {
    /// The value's node.
    pub node: NodeRef<'t>,
    /// Its text.
    pub text: &'t str,
    /// What it means.
    pub reading: &'t Reading,
    fresh: &'t [&'static str],
}

/// The misread values whose kind a rule looks for.
pub(in crate::rules) fn items<'t>(
    ctx: &'t Ctx<'_>,
    wanted: impl Fn(&Kind) -> bool + 't,
) -> impl Iterator<Item = Item<'t>> {
    let misread = &ctx.language_readings().misread;
    let value = ctx.card.get("language").filter(|_| !misread.is_empty());
    let mut list = value.into_iter().flat_map(|value| value.items().enumerate());
    misread.iter().filter_map(move |misread| {
        let node = match misread.place {
            None => value?,
            Some(wanted) => list.find(|(place, _)| *place == wanted)?.1,
        };
        if !wanted(&misread.reading.kind) {
            return None;
        }
        let text = node.as_str()?;
        Some(Item { node, text, reading: &misread.reading, fresh: &misread.fresh })
    })
}

fn shown(ids: &[&str]) -> String {
    words::and(&ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>())
}

impl Item<'_> {
    /// The value as messages show it.
    pub(in crate::rules) fn shown(&self) -> String {
        words::code(self.text)
    }

    /// The ids that are meant, as messages show them.
    pub(in crate::rules) fn ids(&self) -> String {
        shown(&self.reading.ids)
    }

    /// The name of the language that is meant.
    pub(in crate::rules) fn language(&self) -> &'static str {
        self.reading.ids.first().and_then(|id| facts::language_name(id)).unwrap_or("the language")
    }

    /// Writes the ids in the place of the value; what is listed already is not written again.
    pub(in crate::rules) fn fix(&self) -> FixBuilder {
        let builder = |title| {
            if self.reading.sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) }
        };
        let in_list = self.node.parent().is_some_and(|parent| parent.is_seq());
        match self.fresh {
            [] => builder(format!("Remove it: {} is listed already", self.ids()))
                .only_if(!self.reading.ids.is_empty())
                .remove_item(self.node),
            [id] => builder(format!("Write `{id}`")).set_text(self.node, id),
            ids if in_list => builder(format!("Write {}", shown(ids)))
                .split_item(self.node, &ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()),
            ids => builder(format!("Write a list of {}", shown(ids))).set_list(self.node, ids),
        }
    }
}
