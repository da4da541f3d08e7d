//! Which key of an example is meant by another word.

use super::Tasks;
use crate::facts::{self, InputKind};
use crate::spelling;
use crate::yaml::{Entry, NodeRef, Scalar};

/// A key that the author likely meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant {
    /// The key.
    pub(super) key: &'static str,
    /// Whether nothing else can be meant.
    pub(super) certain: bool,
}

/// The key that is meant by an unknown one of an example.
pub(super) fn meant(example: NodeRef<'_>, entry: Entry<'_>, tasks: &Tasks) -> Option<Meant> {
    let name = entry.name();
    // Nobody misspells a key into something much longer than the longest of them.
    if name.len() > 40 {
        return None;
    }
    let meant =
        [spelt(name), other_word(example, name, tasks), near(name)].into_iter().flatten().next()?;
    (example.get(meant.key).is_none() && could_be(entry.value, meant.key)).then_some(meant)
}

/// The key of an old name, or of the same letters in another case.
fn spelt(name: &str) -> Option<Meant> {
    let folded = spelling::fold(name);
    let same = || facts::widget_keys().find(|key| spelling::fold(key) == folded);
    let key = facts::widget_key_renamed(name).or_else(same)?;
    Some(Meant { key, certain: true })
}

/// The key that another word stands for.
fn other_word(example: NodeRef<'_>, name: &str, tasks: &Tasks) -> Option<Meant> {
    let key = facts::widget_key_meant(name)?;
    // Elsewhere `label` may be the class that the author expects.
    let fits = name != "label" || example.get("src").is_some();
    (fits && tasks.may_have(key)).then_some(Meant { key, certain: false })
}

/// The key that a slip comes near to.
fn near(name: &str) -> Option<Meant> {
    // Other words for a key are no slips: `label` is not `table`.
    if facts::widget_key_meant(name).is_some() && name != "sentence" {
        return None;
    }
    let key = spelling::nearest(name, facts::widget_keys())?;
    // Short words are near to many others: `test` is no slip of `text` for sure.
    Some(Meant { key, certain: name.len() >= 7 && spelling::is_slip(name, key) })
}

/// Whether a value is of the kind that a key holds.
fn could_be(value: NodeRef<'_>, key: &str) -> bool {
    let text = value.is_scalar() && !value.is_null();
    match facts::widget_key(key) {
        Some(InputKind::Parameters | InputKind::Columns) => value.is_map(),
        Some(InputKind::Boolean) => matches!(value.js(), Scalar::Bool(_)),
        Some(InputKind::Labels | InputKind::Texts) => text || value.is_seq(),
        Some(InputKind::Messages) => value.is_seq(),
        Some(InputKind::Output) => value.is_seq() || value.is_map(),
        _ => text,
    }
}
