//! Brings the spellings of a licence to one form.

/// The form in which spellings are compared: lower-case words joined by `-`, without words that
/// mean nothing (`the`, `license`, `version`), with `creative commons attribution` and its kin
/// shortened as in the ids, and with a version at the end that has a `.0`.
///
/// `Apache License, Version 2` and `apache-2.0` both become `apache-2.0`.
pub(super) fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut words: Vec<String> = vec![];
    for part in lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '+'))) {
        let part = part.trim_matches('.');
        if !part.is_empty() {
            split_word(part, &mut words);
        }
    }
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    let mut words = shorten(words);
    drop_repeated_name(&mut words);
    if let Some(last) = words.last_mut()
        && last.bytes().all(|b| b.is_ascii_digit())
    {
        last.push_str(".0");
    }
    words.join("-")
}

/// Words that do not tell licences apart.
const FILLERS: &[&str] = &[
    "the",
    "a",
    "an",
    "license",
    "licence",
    "licenses",
    "licensed",
    "under",
    "version",
    "ver",
    "v",
    "agreement",
    "international",
    "unported",
    "generic",
    "only",
    "or",
    "later",
    "any",
    "newer",
    "of",
];

/// Takes letters and numbers apart: `gplv3` is `gpl`, `v`, `3`; `llama3.1` is `llama`, `3.1`;
/// `ccbync` is `cc`, `by`, `nc`. `2.0+` loses its plus: the Hub has no ids for "or later".
fn split_word(word: &str, out: &mut Vec<String>) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end =
            rest.char_indices()
                .find(|(_, c)| {
                    if is_number { !(c.is_ascii_digit() || *c == '.') } else { c.is_ascii_digit() }
                })
                .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        if is_number {
            out.push(piece.trim_end_matches('.').to_owned());
            continue;
        }
        let was_number = out.last().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        if piece.bytes().all(|b| b == b'+') && was_number {
            continue;
        }
        // `gplv3`, `v2.0`: the v belongs to the number.
        let piece = match piece.strip_suffix('v') {
            Some(name) if !rest.is_empty() => name,
            _ => piece,
        };
        if !split_cc(piece, out) && !piece.is_empty() {
            out.push(piece.to_owned());
        }
    }
}

/// `ccbyncsa` and the like, written as one word.
fn split_cc(word: &str, out: &mut Vec<String>) -> bool {
    let Some(mut rest) = word.strip_prefix("cc").filter(|rest| rest.starts_with("by")) else {
        return false;
    };
    let mut parts = vec!["cc".to_owned()];
    while !rest.is_empty() {
        let Some((part, after)) = rest.split_at_checked(2) else { return false };
        if !["by", "nc", "nd", "sa"].contains(&part) {
            return false;
        }
        parts.push(part.to_owned());
        rest = after;
    }
    out.append(&mut parts);
    true
}

/// Shortens the words of the Creative Commons names as their ids do.
fn shorten(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let is_cc = words.iter().any(|w| matches!(w.as_str(), "attribution" | "cc" | "creative"));
    if !is_cc {
        return words;
    }
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let pair = (word.as_str(), words.get(at + 1).map_or("", String::as_str));
        let (short, used) = match pair {
            ("creative", "commons") => ("cc", 2),
            ("non", "commercial") => ("nc", 2),
            ("share", "alike") => ("sa", 2),
            ("no", "derivatives" | "derivs") => ("nd", 2),
            ("attribution", _) => ("by", 1),
            ("noncommercial", _) => ("nc", 1),
            ("sharealike", _) => ("sa", 1),
            ("noderivatives" | "noderivs", _) => ("nd", 1),
            (word, _) => (word, 1),
        };
        out.push(short.to_owned());
        at += used;
    }
    // `Attribution 4.0 International` is what the deed is called.
    if out.first().is_some_and(|w| w == "by") && words.first().is_some_and(|w| w == "attribution") {
        out.insert(0, "cc".to_owned());
    }
    out
}

/// `Creative Commons Attribution 4.0 (CC BY 4.0)` says the same thing twice.
fn drop_repeated_name(words: &mut Vec<String>) {
    let half = words.len() / 2;
    if words.len() >= 4 && words.len().is_multiple_of(2) && words.get(..half) == words.get(half..) {
        words.truncate(half);
    }
}

/// An address without what varies: scheme, `www`, case, file ending, language, trailing slash.
/// `None` when the text is no address.
pub(super) fn page_key(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let mut key = rest.to_lowercase();
    if let Some(at) = key.find(['?', '#']) {
        key.truncate(at);
    }
    let mut key = key.strip_prefix("www.").unwrap_or(&key).trim_end_matches('/');
    if let Some(at) = key.find("/deed.") {
        key = key.get(..at).unwrap_or(key);
    }
    for ending in [
        "/legalcode.txt",
        "/legalcode.en",
        "/legalcode",
        "/deed",
        ".html",
        ".en.html",
        ".txt",
        ".php",
        ".md",
        ".en",
    ] {
        key = key.strip_suffix(ending).unwrap_or(key);
    }
    Some(key.trim_end_matches('/').to_owned())
}
