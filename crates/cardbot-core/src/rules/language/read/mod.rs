//! What the author of a language value meant.

mod split;
mod tags;

use crate::facts::{self, Country, Language};

/// What is odd about a value, and which ids it stands for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rules) struct Reading {
    /// What is odd.
    pub kind: Kind,
    /// The ids to write instead; empty when nobody can tell.
    pub ids: Vec<&'static str>,
    /// Whether nothing else can be meant.
    pub sure: bool,
}

/// What is odd about a value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rules) enum Kind {
    /// An id in capitals or with signs around it.
    Spelling,
    /// The name of a language.
    Name,
    /// A short form that is no id.
    Short,
    /// An id with a region, a script or a variant.
    Tagged {
        /// What comes with the id.
        part: Part,
        /// The whole in the form that `language_bcp47` takes.
        tag: String,
    },
    /// A former id.
    Withdrawn,
    /// The second three-letter id of a language.
    Bibliographic,
    /// The code of a country.
    Country(&'static Country),
    /// Several languages in one value.
    Several,
    /// A programming language.
    Programming,
    /// The id of a group of languages.
    Group {
        /// What the group is called.
        name: &'static str,
        /// An id of ISO 639-5, which the Hub's rule does not name.
        family: bool,
    },
    /// Text of a template.
    Placeholder,
    /// A word for no language.
    Nothing,
    /// Nobody can tell.
    Unknown,
}

/// What comes with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Part {
    Region,
    Script,
    Variant,
}

impl Part {
    pub(in crate::rules) fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Script => "script",
            Self::Variant => "variant",
        }
    }
}

impl Reading {
    fn none(kind: Kind) -> Self {
        Self { kind, ids: vec![], sure: false }
    }

    fn of(kind: Kind, id: &'static str, sure: bool) -> Self {
        Self { kind, ids: vec![id], sure }
    }
}

/// Longer texts are no language, whatever words are in them.
const LONGEST: usize = 200;

/// Reads a value; `None` when it is an id that the Hub takes.
pub(in crate::rules) fn read(text: &str) -> Option<Reading> {
    if facts::language_id(text).is_some() {
        return None;
    }
    if text.len() > LONGEST {
        return Some(Reading::none(Kind::Unknown));
    }
    let whole = text.trim().to_lowercase();
    if facts::is_language_placeholder(&whole) || whole.contains("iso 639") {
        return Some(Reading::none(Kind::Placeholder));
    }
    if let Some(named) = name_with_brackets(&whole) {
        return Some(named);
    }
    let bare = bare(text);
    let folded = bare.to_lowercase();
    Some(
        one_word(&folded)
            .or_else(|| tags::read(bare))
            .or_else(|| split::read(text))
            .unwrap_or(Reading::none(Kind::Unknown)),
    )
}

/// `Chinese (Simplified)` ends in a sign that belongs to it.
fn name_with_brackets(folded: &str) -> Option<Reading> {
    let named = facts::language_by_name(folded).filter(|_| folded.ends_with(')'))?;
    Some(Reading::of(Kind::Name, named.id, named.sure))
}

/// A text without blanks, quotes, brackets and punctuation around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "[](){}<>'\"`“”‘’,;.:*".contains(c))
}

/// Reads what is one id or one name.
fn one_word(folded: &str) -> Option<Reading> {
    let named = facts::language_by_name(folded);
    if let Some(id) = facts::language_id(folded) {
        // `Lua` is written for the programming language as well.
        let sure = !facts::is_programming_beside_others(folded);
        return Some(Reading::of(Kind::Spelling, short(id), sure));
    }
    match facts::language(folded) {
        Some(Language::Withdrawn(id)) => {
            // Some are other things as well: `in` is the code of India.
            return Some(Reading::of(Kind::Withdrawn, id, named.is_none()));
        }
        Some(Language::Bibliographic(id)) => {
            return Some(Reading::of(Kind::Bibliographic, id, true));
        }
        Some(Language::Collective(name)) => {
            return Some(Reading::none(Kind::Group { name, family: false }));
        }
        Some(Language::Family(name)) => {
            return Some(Reading::none(Kind::Group { name, family: true }));
        }
        _ => {}
    }
    if facts::is_programming_language(folded) {
        return Some(Reading::of(Kind::Programming, "code", true));
    }
    if facts::is_no_language(folded) {
        return Some(Reading::none(Kind::Nothing));
    }
    if let Some(named) = named {
        let is_code = folded.len() <= 3 && folded.is_ascii();
        let kind = if is_code { Kind::Short } else { Kind::Name };
        return Some(Reading::of(kind, named.id, named.sure));
    }
    let country = facts::country(folded)?;
    let kind = Kind::Country(country);
    Some(match (country.language, country.maybe) {
        (Some(id), _) => Reading::of(kind, id, true),
        (None, Some(id)) => Reading::of(kind, id, false),
        (None, None) => Reading::none(kind),
    })
}

/// An id in its two-letter form, if it has one.
fn short(id: &'static str) -> &'static str {
    facts::short_language(id).unwrap_or(id)
}

/// The id that a code in lower case stands for: the Hub's own, a former or a second one.
fn id_of_code(code: &str) -> Option<&'static str> {
    facts::language_id(code).map(short).or_else(|| match facts::language(code)? {
        Language::Withdrawn(id) | Language::Bibliographic(id) => Some(id),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
