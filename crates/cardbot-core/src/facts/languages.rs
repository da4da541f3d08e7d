//! Languages the Hub knows.

use super::find;
use super::tables::languages::{
    ALPHA3_TO_ALPHA2, COLLECTIVE_LANGUAGES, LANGUAGE_FAMILIES, LANGUAGE_NAMES, LANGUAGES,
    SPECIAL_LANGUAGES, WITHDRAWN_LANGUAGES,
};

/// What a language id is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// In the Hub's list, with its English name.
    Known(&'static str),
    /// A special value: `multilingual`, `code`.
    Special,
    /// The three-letter id of a language that has this two-letter one; the Hub takes both.
    Alpha3(&'static str),
    /// Withdrawn; the id in use today.
    Withdrawn(&'static str),
    /// An ISO 639-2 id of a group of languages.
    Collective,
    /// An ISO 639-5 id of a family of languages.
    Family,
}

/// What a text is as a language id, exactly as written.
#[must_use]
pub fn language(id: &str) -> Option<Language> {
    if let Some((_, name)) = find(LANGUAGES, id, |row| row.0) {
        return Some(Language::Known(name));
    }
    let special = |words: &[&str]| words.binary_search(&id).is_ok();
    if special(SPECIAL_LANGUAGES) {
        return Some(Language::Special);
    }
    if let Some((_, now)) = find(ALPHA3_TO_ALPHA2, id, |row| row.0) {
        return Some(Language::Alpha3(now));
    }
    if let Some((_, now)) = find(WITHDRAWN_LANGUAGES, id, |row| row.0) {
        return Some(Language::Withdrawn(now));
    }
    if special(COLLECTIVE_LANGUAGES) {
        return Some(Language::Collective);
    }
    special(LANGUAGE_FAMILIES).then_some(Language::Family)
}

/// The English name of an id in the Hub's list.
#[must_use]
pub fn language_name(id: &str) -> Option<&'static str> {
    match language(id) {
        Some(Language::Known(name)) => Some(name),
        _ => None,
    }
}

/// The id of a language by its name in English or its own, in any case.
#[must_use]
pub fn language_by_name(name: &str) -> Option<&'static str> {
    let folded = name.trim().to_lowercase();
    if let Some((_, id)) = find(LANGUAGE_NAMES, &folded, |row| row.0) {
        return Some(id);
    }
    // Two-letter ids first: they are the ones in common use.
    let named = |two: bool| {
        LANGUAGES
            .iter()
            .find(|(id, name)| (id.len() == 2) == two && name.to_lowercase() == folded)
            .map(|(id, _)| *id)
    };
    named(true).or_else(|| named(false))
}
