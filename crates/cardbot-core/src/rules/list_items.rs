//! What the rules of `datasets`, `metrics` and `tags` share: keys that hold a text or a list of
//! texts.

use std::collections::{HashMap, HashSet};

use super::words;
use super::{Ctx, Draft, Out};
use crate::facts;
use crate::finding::Safety;
use crate::fixing::{FixBuilder, quote_double, scalar_text};
use crate::yaml::{NodeRef, Scalar, Shape, Value};

/// Whether an item says nothing.
pub(super) fn is_empty(item: NodeRef<'_>) -> bool {
    item.is_null() || item.as_str().is_some_and(|text| text.trim().is_empty())
}

/// The items of a list that are no texts, or empty ones. A list with nothing in it is `key-empty`'s,
/// and so is a value that is no list at all `key-wrong-type`'s.
pub(super) fn not_texts<'t>(
    ctx: &'t Ctx<'_>,
    key: &str,
) -> impl Iterator<Item = NodeRef<'t>> + use<'t> {
    let list = ctx.card.get(key).filter(|value| !value.items().all(is_empty));
    list.into_iter()
        .flat_map(|list| list.items())
        .filter(|item| item.as_str().is_none() || is_empty(*item))
}

/// A finding on an item that is no text, with the fix if it is empty or a plain value.
pub(super) fn not_text(item: NodeRef<'_>, key: &str) -> Draft {
    if is_empty(item) {
        return Draft::at(item, format!("an item of `{key}` is empty, not a text"))
            .fix(FixBuilder::safe("Remove the empty item").remove_item(item));
    }
    let draft = Draft::at(item, format!("an item of `{key}` is {}, not a text", item.kind()));
    if !item.is_scalar() {
        return draft;
    }
    let raw = item.raw().to_owned();
    let fix = FixBuilder::safe("Put it in quotes").with_safety(match item.js() {
        // Nobody calls something `true`.
        Scalar::Bool(_) => Safety::Ask,
        _ => Safety::Safe,
    });
    draft.fix(fix.set_raw(item, quote_double(&raw), Value::Str(raw)))
}

/// Writes a text in the place of a map.
pub(super) fn map_to_text(fix: FixBuilder, map: NodeRef<'_>, text: &str) -> FixBuilder {
    let (written, value) = (scalar_text(text, None), Value::Str(text.to_owned()));
    if map.shape() == (Shape::Mapping { flow: true }) {
        return fix.set_raw(map, written, value);
    }
    fix.set_block(map, written, value)
}

/// The name of the only entry of a map, if it has no value, as a colon behind an item makes one.
pub(super) fn name_with_colon(map: NodeRef<'_>) -> Option<&str> {
    let mut entries = map.entries();
    let (Some(entry), None) = (entries.next(), entries.next()) else { return None };
    (entry.value.is_null() && !entry.is_merge()).then(|| entry.name())
}

/// The texts of a key, each once: of repeated ones [`duplicates`] tells.
pub(super) fn distinct_texts<'t>(ctx: &'t Ctx<'_>, key: &str) -> Vec<(NodeRef<'t>, &'t str)> {
    /// Among so few a text is found faster by looking at each.
    const FEW: usize = 16;
    let mut texts = ctx.card.texts(key);
    if texts.len() > FEW {
        let mut seen = HashSet::new();
        texts.retain(|(_, text)| seen.insert(*text));
        return texts;
    }
    let mut distinct: Vec<(NodeRef<'t>, &'t str)> = Vec::with_capacity(texts.len());
    for (node, text) in texts {
        if !distinct.iter().any(|(_, other)| *other == text) {
            distinct.push((node, text));
        }
    }
    distinct
}

/// What is wrong with a text that should be this id.
pub(super) fn not_the_id(text: &str, id: &str, of: &str) -> String {
    if text.trim() == id {
        return format!("`{id}` has blanks around it");
    }
    format!("{} is not the id of a {of}", words::code(text))
}

/// Tells the items of a list that are there already.
pub(super) fn duplicates(ctx: &Ctx<'_>, key: &str, out: &mut Out) {
    let Some(list) = ctx.card.get(key).filter(|value| value.len() > 1) else { return };
    let mut seen = HashMap::with_capacity(list.len());
    for item in list.items() {
        let Some(text) = item.as_str().filter(|text| !text.trim().is_empty()) else { continue };
        // A template's text is told of as such.
        if facts::is_id_placeholder(key, text) {
            continue;
        }
        let Some(first) = seen.insert(text, item.span()) else { continue };
        seen.insert(text, first);
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(
            Draft::at(item, format!("{} is listed twice", words::code(text)))
                .help("One is enough.")
                .related(first, "listed here first")
                .fix(FixBuilder::safe("Remove the repeated item").remove_item(item)),
        );
    }
}

/// Tells what a template left in a key: one finding for all of it.
pub(super) fn placeholders(ctx: &Ctx<'_>, key: &str, nodes: &[NodeRef<'_>], out: &mut Out) {
    let (Some((first, rest)), Some(entry)) = (nodes.split_first(), ctx.card.entry(key)) else {
        return;
    };
    let shown = words::some(nodes.iter().map(|node| words::code(node.text())));
    let verb = if rest.is_empty() { "is" } else { "are" };
    let mut draft = Draft::at(*first, format!("{shown} {verb} left over from a template"));
    for node in rest.iter().take(10) {
        draft = draft.related(node.span(), "and this");
    }
    let all = entry.value.as_str().is_some() || entry.value.items().all(|i| nodes.contains(&i));
    let fix = if all {
        FixBuilder::safe(format!("Remove `{key}`")).remove_entry(entry)
    } else {
        FixBuilder::safe("Remove it").remove_items(nodes)
    };
    out.push(draft.help("Fill it in, or leave it out.").fix(fix));
}

/// The texts of a key that a template left in it.
pub(super) fn placeholder_nodes<'t>(ctx: &'t Ctx<'_>, key: &str) -> Vec<NodeRef<'t>> {
    /// A template has a few.
    const MOST: usize = 20;
    let texts = ctx.card.texts(key).into_iter();
    let left = texts.filter(|(_, text)| facts::is_id_placeholder(key, text));
    left.map(|(node, _)| node).take(MOST).collect()
}

/// Texts that a key lists, so that none is written a second time.
pub(super) struct Listed(HashSet<String>);

impl Listed {
    /// Those of a key.
    pub(super) fn of(ctx: &Ctx<'_>, key: &str) -> Self {
        Self(ctx.card.texts(key).into_iter().map(|(_, text)| text.to_owned()).collect())
    }

    /// Writes texts in the place of one; those that are listed already are not written again.
    pub(super) fn put(&mut self, node: NodeRef<'_>, texts: &[&str], safety: Safety) -> FixBuilder {
        let fresh: Vec<&str> =
            texts.iter().copied().filter(|text| self.0.insert((*text).to_owned())).collect();
        let fix = |title: String| FixBuilder::safe(title).with_safety(safety);
        let shown = |texts: &[&str]| words::some(texts.iter().map(|text| words::code(text)));
        let in_list = node.parent().is_some_and(|parent| parent.is_seq());
        match fresh[..] {
            [] if in_list => {
                fix(format!("Remove it: {} is listed already", shown(texts))).remove_item(node)
            }
            [text] => fix(format!("Write `{text}`")).set_text(node, text),
            _ if in_list => {
                let parts: Vec<String> = fresh.iter().map(|text| (*text).to_owned()).collect();
                fix(format!("Write {}", shown(&fresh))).split_item(node, &parts)
            }
            _ => fix(format!("Write a list of {}", shown(&fresh)))
                .only_if(!fresh.is_empty())
                .set_list(node, &fresh),
        }
    }
}
