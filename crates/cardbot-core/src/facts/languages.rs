//! Languages the Hub knows, and what people write instead of their ids.

use super::find;
use super::tables::languages::{
    ALIKE, ALPHA3_TO_ALPHA2, BIBLIOGRAPHIC_LANGUAGES, COLLECTIVE_LANGUAGES, COMMON_LANGUAGE_NAMES,
    LANGUAGE_FAMILIES, LANGUAGE_NAMES, LANGUAGE_PLACEHOLDERS, LANGUAGE_VARIANTS, LANGUAGES,
    LIKELY_REGIONS, NO_LANGUAGES, PROGRAMMING_BESIDE_OTHERS, PROGRAMMING_LANGUAGES,
    SHORT_LANGUAGES, SPECIAL_LANGUAGES, SURE_REGIONS, WITHDRAWN_LANGUAGES,
};

/// What a language id is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// In the Hub's list, with its English name.
    Known(&'static str),
    /// A special value: `multilingual`, `code`.
    Special,
    /// The second id that ISO 639-2 has for a language; its id on the Hub.
    Bibliographic(&'static str),
    /// Withdrawn; the id in use today.
    Withdrawn(&'static str),
    /// An ISO 639-2 id of a group of languages, with the group's name.
    Collective(&'static str),
    /// An ISO 639-5 id of a family of languages, with the family's name.
    Family(&'static str),
}

/// A language found by something other than its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: &'static str,
    /// Whether nothing else can be meant.
    pub sure: bool,
}

/// A language id that is also the code of a country where another language is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// The id.
    pub id: &'static str,
    /// The id of the language spoken there.
    pub means: &'static str,
    /// The country.
    pub country: &'static str,
    /// Words, in lower case, that speak for the language of the id.
    pub own: &'static [&'static str],
    /// Words, in lower case, that speak for the country's language.
    pub other: &'static [&'static str],
}

/// What a text is as a language id, exactly as written.
#[must_use]
pub fn language(id: &str) -> Option<Language> {
    if let Some(name) = LANGUAGES.value(id) {
        return Some(Language::Known(name));
    }
    if has(SPECIAL_LANGUAGES, id) {
        return Some(Language::Special);
    }
    pair(BIBLIOGRAPHIC_LANGUAGES, id)
        .map(Language::Bibliographic)
        .or_else(|| pair(WITHDRAWN_LANGUAGES, id).map(Language::Withdrawn))
        .or_else(|| pair(COLLECTIVE_LANGUAGES, id).map(Language::Collective))
        .or_else(|| pair(LANGUAGE_FAMILIES, id).map(Language::Family))
}

/// An id that the Hub takes, as it stands in its list.
#[must_use]
pub fn language_id(id: &str) -> Option<&'static str> {
    if let [first, second] = *id.as_bytes() {
        let (ids, _) = SHORT_LANGUAGES.as_bytes().as_chunks::<2>();
        let at = 2 * ids.binary_search(&[first, second]).ok()?;
        return SHORT_LANGUAGES.get(at..at + 2);
    }
    LANGUAGES.row(id).map(|row| row.0).or_else(|| find(SPECIAL_LANGUAGES, id, |row| row).copied())
}

/// The English name of an id in the Hub's list.
#[must_use]
pub fn language_name(id: &str) -> Option<&'static str> {
    LANGUAGES.value(id)
}

/// The two-letter id of a language, given its three-letter one. The Hub takes both, as different
/// languages.
#[must_use]
pub fn short_language(id: &str) -> Option<&'static str> {
    pair(ALPHA3_TO_ALPHA2, id)
}

/// The language of a name in English, in itself or in another large language, or of a common short
/// form; in lower case.
#[must_use]
pub fn language_by_name(folded: &str) -> Option<Named> {
    LANGUAGE_NAMES.value(folded).map(named)
}

/// The value of a name in the table: an id, with `?` in front where something else can be meant.
fn named(value: &'static str) -> Named {
    match value.strip_prefix('?') {
        Some(id) => Named { id, sure: false },
        None => Named { id: value, sure: true },
    }
}

/// The names that a misspelt one is compared with: those of the languages with a two-letter id and
/// all that people write besides the Hub's own names.
pub fn common_language_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    COMMON_LANGUAGE_NAMES.iter()
}

/// Whether a text, in lower case, is a programming language.
#[must_use]
pub fn is_programming_language(folded: &str) -> bool {
    has(PROGRAMMING_LANGUAGES, folded)
}

/// Whether a text, in lower case, is a programming language if others stand beside it.
#[must_use]
pub fn is_programming_beside_others(folded: &str) -> bool {
    has(PROGRAMMING_BESIDE_OTHERS, folded)
}

/// Whether a text, in lower case, is what a template has in the place of a language.
#[must_use]
pub fn is_language_placeholder(folded: &str) -> bool {
    has(LANGUAGE_PLACEHOLDERS, folded)
}

/// Whether a text, in lower case, says that there is no language.
#[must_use]
pub fn is_no_language(folded: &str) -> bool {
    has(NO_LANGUAGES, folded)
}

/// Whether a pair such as `pt-br` is a language with a region although both halves are language
/// ids: `Some(true)` surely, `Some(false)` perhaps.
#[must_use]
pub fn is_region_pair(pair: &str) -> Option<bool> {
    if has(SURE_REGIONS, pair) { Some(true) } else { has(LIKELY_REGIONS, pair).then_some(false) }
}

/// Whether a text, in lower case, is the subtag of a registered variant.
#[must_use]
pub fn is_language_variant(folded: &str) -> bool {
    has(LANGUAGE_VARIANTS, folded)
}

/// What to know about an id that is a country's code as well.
#[must_use]
pub fn alike(id: &str) -> Option<&'static Alike> {
    find(ALIKE, id, |row| row.id)
}

fn pair(table: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    find(table, key, |row| row.0).map(|row| row.1)
}

fn has(table: &'static [&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

/// All ids that the Hub takes, each once: those of its list, the special values, and the
/// three-letter ids of languages that have one of two letters.
pub fn language_ids() -> impl Iterator<Item = &'static str> {
    let listed = LANGUAGES.iter().map(|row| row.0);
    let more = ALPHA3_TO_ALPHA2.iter().map(|row| row.0);
    let more = more.filter(|id| LANGUAGES.row(id).is_none());
    SPECIAL_LANGUAGES.iter().copied().chain(listed).chain(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for table in [LANGUAGES, LANGUAGE_NAMES, COMMON_LANGUAGE_NAMES] {
            let keys: Vec<_> = table.iter().map(|row| row.0).collect();
            assert!(keys.len() > 200 && keys.is_sorted_by(|a, b| a < b));
            assert!(keys.iter().all(|key| table.row(key).is_some_and(|row| row.0 == *key)));
        }
        for table in [PROGRAMMING_LANGUAGES, SURE_REGIONS, NO_LANGUAGES, LANGUAGE_VARIANTS] {
            assert!(table.is_sorted());
        }
    }

    #[test]
    fn ids_of_two_letters_are_found_as_all_others_are() {
        let keys = || LANGUAGES.iter().map(|row| row.0);
        assert!(keys().all(|id| language_id(id) == Some(id)));
        assert!(keys().filter(|id| id.len() == 2).count() > 180);
        let none = ["", "e", "xx", "EN", "qqq", "é", "e\t"];
        assert!(none.iter().all(|id| language_id(id).is_none()));
    }

    #[test]
    fn every_name_leads_to_an_id_of_the_hub() {
        for (name, named) in LANGUAGE_NAMES.iter().map(|row| (row.0, named(row.1))) {
            assert!(language_id(named.id).is_some(), "{name}");
            assert!(short_language(named.id).is_none(), "{name} leads to {}", named.id);
        }
        for (id, now) in WITHDRAWN_LANGUAGES.iter().chain(BIBLIOGRAPHIC_LANGUAGES) {
            assert!(language_id(now).is_some() && language_id(id).is_none(), "{id}");
        }
    }

    #[test]
    fn names_of_all_kinds_are_found() {
        for (name, id) in [
            ("english", "en"),
            ("français", "fr"),
            ("francais", "fr"),
            ("deutsch", "de"),
            ("中文", "zh"),
            ("norwegian bokmål", "nb"),
            ("old english", "ang"),
            ("yorùbá", "yo"),
            ("multi-lingual", "multilingual"),
        ] {
            assert_eq!(language_by_name(name), Some(Named { id, sure: true }), "{name}");
        }
        assert_eq!(language_by_name("cszech"), Some(Named { id: "cs", sure: false }));
        assert_eq!(language_by_name("klingonese"), None);
    }
}
