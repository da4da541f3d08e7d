//! Several languages in one text: `en, fr`, `French English`, `English-German`.

use super::{Kind, Reading, bare, id_of_code, name_with_brackets, one_word, tags};
use crate::facts;

/// More words than this are a sentence.
const MOST_WORDS: usize = 60;

/// Reads a text as several languages, all of them certain, or as one among other words.
pub(super) fn read(text: &str) -> Option<Reading> {
    by_signs(text).or_else(|| by_words(text)).or_else(|| the_only_name(text))
}

/// Languages between signs that join nothing else.
fn by_signs(text: &str) -> Option<Reading> {
    let text = text.replace("->", ",").replace(" and ", ",").replace(" to ", ",");
    let pieces = text.split([',', ';', '/', '&', '+', '|', '→', '↔', '、', '，', '\n']);
    let pieces: Vec<&str> = pieces.map(str::trim).filter(|p| !bare(p).is_empty()).collect();
    if !(2..=MOST_WORDS).contains(&pieces.len()) {
        return None;
    }
    all(pieces.iter().map(|whole| {
        if let Some(named) = name_with_brackets(&whole.to_lowercase()) {
            return Some((named.ids, named.sure));
        }
        let piece = bare(whole);
        let folded = piece.to_lowercase();
        let one = facts::language_id(&folded)
            .filter(|_| is_lower_word(piece))
            .map(|id| (vec![super::short(id)], true));
        one.or_else(|| certain(one_word(&folded)))
            .or_else(|| certain(tags::read(piece)))
            .or_else(|| certain(by_words(piece)))
    }))
}

/// Languages between blanks or hyphens. Here three letters are too often a word of a sentence
/// (`for` and `the` are ids), so only those of languages with a two-letter id count.
fn by_words(text: &str) -> Option<Reading> {
    let words: Vec<&str> =
        text.split([' ', '\t', '-', '_']).map(bare).filter(|word| !word.is_empty()).collect();
    if !(2..=MOST_WORDS).contains(&words.len()) {
        return None;
    }
    all(words.iter().map(|word| {
        let folded = word.to_lowercase();
        let code = id_of_code(&folded).filter(|id| id.len() != 3);
        code.map(|id| (vec![id], true)).or_else(|| {
            let named = facts::language_by_name(&folded)?;
            (folded.len() > 3 || !folded.is_ascii()).then_some((vec![named.id], named.sure))
        })
    }))
}

/// One name among words that are no languages: `scientific english`.
fn the_only_name(text: &str) -> Option<Reading> {
    let mut found: Option<&'static str> = None;
    for word in text.split([' ', '\t', '-', '_', '(', ')', ',']).take(MOST_WORDS) {
        let folded = word.to_lowercase();
        let named = facts::language_by_name(&folded)
            .filter(|named| named.sure && named.id.len() == 2 && folded.chars().count() > 4);
        match (named, found) {
            (Some(named), None) => found = Some(named.id),
            (Some(named), Some(id)) if named.id != id => return None,
            _ => {}
        }
    }
    // A sentence that names a language says something else than that.
    let short = text.split_whitespace().count() <= 3;
    found.filter(|_| short).map(|id| Reading::of(Kind::Name, id, false))
}

/// The ids of a reading that can be part of a list.
fn certain(reading: Option<Reading>) -> Option<(Vec<&'static str>, bool)> {
    let reading = reading?;
    let fits = !matches!(reading.kind, Kind::Country(_) | Kind::Short) || reading.sure;
    (fits && !reading.ids.is_empty()).then_some((reading.ids, reading.sure))
}

/// Joins what was found for each part, if something was for each.
fn all(parts: impl Iterator<Item = Option<(Vec<&'static str>, bool)>>) -> Option<Reading> {
    let mut ids: Vec<&'static str> = vec![];
    let mut sure = true;
    for part in parts {
        let (found, certain) = part?;
        sure &= certain;
        for id in found {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    Some(Reading { kind: Kind::Several, ids, sure })
}

fn is_lower_word(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_lowercase())
}
