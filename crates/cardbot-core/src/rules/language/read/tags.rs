//! Ids with a region, a script or a variant: `pt-BR`, `zh_Hant`, `rm-sursilv`. The same signs join
//! two languages: `en-de`.

use super::{Kind, Part, Reading, id_of_code};
use crate::facts;

/// Reads an id with something behind it.
pub(super) fn read(bare: &str) -> Option<Reading> {
    let (first, rest) = bare.split_once(['-', '_'])?;
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let base = id_of_code(&first.to_ascii_lowercase())?;
    let parts: Vec<&str> = rest.split(['-', '_']).collect();
    if parts.iter().any(|p| p.is_empty() || !p.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return None;
    }
    match parts[..] {
        [part] => one_part(bare, first, base, part),
        // `zh-Hant-TW`, `sr-Latn-x`: a script and what follows it.
        [script, ..] if is_script(script) => Some(tagged(Part::Script, base, &parts, true)),
        // `en-US-POSIX`: a region and what follows it.
        [region, ..] if is_region(first, region) => Some(tagged(Part::Region, base, &parts, true)),
        _ => None,
    }
}

fn one_part(bare: &str, first: &str, base: &'static str, part: &str) -> Option<Reading> {
    let lower = part.to_ascii_lowercase();
    let one = |part, sure| Some(tagged(part, base, &[lower.as_str()], sure));
    match part.len() {
        2 => two_letters(first, base, part, &lower),
        3 if part.bytes().all(|b| b.is_ascii_digit()) => one(Part::Region, true),
        3 => facts::short_language(&lower).map(|id| pair(base, id, true)),
        4 if is_script(part) => one(Part::Script, true),
        _ if facts::is_language_variant(&lower) => one(Part::Variant, true),
        // `en_unnorm`: somebody's own mark behind a language.
        5..=8 if bare.contains('_') && facts::language_by_name(&lower).is_none() => {
            one(Part::Variant, false)
        }
        _ => None,
    }
}

/// `pt-br` has a region, `en-de` is a pair; where both can be, the usual one is taken.
fn two_letters(first: &str, base: &'static str, part: &str, lower: &str) -> Option<Reading> {
    let region = |sure| Some(tagged(Part::Region, base, &[lower], sure));
    let country = facts::country(lower);
    let language = facts::language_id(lower);
    if first.eq_ignore_ascii_case(part) && country.is_some() {
        return region(true);
    }
    let as_tag = is_lower(first) && is_upper(part);
    if let Some(sure) = facts::is_region_pair(&format!("{base}-{lower}")) {
        return region(sure || as_tag);
    }
    match (country, language) {
        // `en-jp` in lower case is more likely a pair with a wrong code than English in Japan.
        (Some(country), None) => match country.language {
            Some(id) if id != base && !as_tag => Some(pair(base, id, false)),
            _ => region(true),
        },
        // `en-DE` has the form of a tag, but nobody translates from `fy` to `NL` that way.
        (Some(country), Some(id)) if as_tag => region(country.spoken != id || base != "en"),
        (Some(_), Some(id)) => Some(pair(base, id, is_lower(part))),
        (None, Some(id)) => Some(pair(base, id, true)),
        (None, None) => None,
    }
}

/// Whether a part behind a language is a country's code in the form of a tag.
fn is_region(first: &str, part: &str) -> bool {
    is_lower(first)
        && is_upper(part)
        && part.len() == 2
        && facts::country(&part.to_ascii_lowercase()).is_some()
}

/// Whether a part is a script: four letters, of which common ones are known in any case.
fn is_script(part: &str) -> bool {
    const COMMON: &[&str] =
        &["hans", "hant", "latn", "cyrl", "arab", "deva", "beng", "grek", "hebr", "tibt"];
    let letters = part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let titled = part.get(..1).is_some_and(is_upper) && part.get(1..).is_some_and(is_lower);
    letters && (titled || COMMON.iter().any(|script| script.eq_ignore_ascii_case(part)))
}

fn pair(base: &'static str, other: &'static str, sure: bool) -> Reading {
    let ids = if base == other { vec![base] } else { vec![base, other] };
    Reading { kind: Kind::Several, ids, sure }
}

fn tagged(part: Part, base: &'static str, parts: &[&str], sure: bool) -> Reading {
    let mut tag = base.to_owned();
    for (place, part) in parts.iter().enumerate() {
        tag.push('-');
        let lower = part.to_ascii_lowercase();
        match lower.len() {
            2 => tag.push_str(&lower.to_ascii_uppercase()),
            4 if place == 0 && is_lower(&lower) => {
                let (head, tail) = lower.split_at_checked(1).unwrap_or(("", &lower));
                tag.push_str(&head.to_ascii_uppercase());
                tag.push_str(tail);
            }
            _ => tag.push_str(&lower),
        }
    }
    Reading::of(Kind::Tagged { part, tag }, base, sure)
}

fn is_lower(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase())
}

fn is_upper(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase())
}
