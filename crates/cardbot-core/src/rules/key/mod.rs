//! The top-level keys: their names, the types of their values, empty and missing ones.

use crate::facts::Type;
use crate::yaml::{NodeRef, Scalar};

pub(super) mod empty;
pub(super) mod html_comment;
pub(super) mod missing;
pub(super) mod misspelt;
pub(super) mod wrong_type;

/// What a value is; `None` for a date, which no key takes.
fn type_of(value: NodeRef<'_>) -> Option<Type> {
    if value.is_seq() {
        return Some(Type::List);
    }
    if value.is_map() {
        return Some(Type::Map);
    }
    match value.js() {
        Scalar::Null => Some(Type::Null),
        Scalar::Bool(_) => Some(Type::Bool),
        Scalar::Int(_) | Scalar::Float(_) => Some(Type::Number),
        Scalar::Date => None,
        _ => Some(Type::Text),
    }
}

/// Whether nothing is said: no value, an empty text, or a list of such.
fn says_nothing(value: NodeRef<'_>) -> bool {
    let nothing = |node: NodeRef<'_>| {
        node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty())
    };
    nothing(value) || (!value.is_empty() && value.is_seq() && value.items().all(nothing))
}

/// The types in words: `a text or a list`.
fn types_in_words(types: &[Type]) -> String {
    let words: Vec<&str> = types
        .iter()
        .filter_map(|t| match t {
            Type::Text => Some("a text"),
            Type::List => Some("a list"),
            Type::Map => Some("a map of keys and values"),
            Type::Bool => Some("`true` or `false`"),
            Type::Number => Some("a number"),
            Type::Null => None,
        })
        .collect();
    words.join(" or ")
}
