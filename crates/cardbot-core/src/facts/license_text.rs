//! Recognises the text of a licence, as it stands in a LICENSE file.

use super::licenses::{License, license};
use super::tables::license_texts::{BUSINESS_SOURCE, LICENSE_TEXTS};

/// What a licence's text is recognised by.
#[derive(Debug)]
pub(crate) struct LicenseText {
    pub(crate) id: &'static str,
    pub(crate) most_words: usize,
    pub(crate) all: &'static [&'static str],
    pub(crate) none: &'static [&'static str],
}

/// No licence is longer than this.
const LONGEST: usize = 100_000;

/// The licence whose text this is, when that is certain: exactly one fits, and little else is
/// there.
#[must_use]
pub fn license_of_text(text: &str) -> Option<&'static License> {
    if text.len() > LONGEST {
        return None;
    }
    let (words, count) = words_of(text);
    let fitting: Vec<&LicenseText> = LICENSE_TEXTS
        .iter()
        .filter(|row| {
            row.all.iter().all(|phrase| words.contains(phrase))
                && !row.none.iter().any(|phrase| words.contains(phrase))
        })
        .collect();
    let id = fitting.first()?.id;
    let alone = fitting.iter().all(|row| row.id == id);
    let short = fitting.iter().any(|row| count <= row.most_words);
    if alone && short { license(id) } else { None }
}

/// Whether a text is or speaks of the Business Source License, whose short name `BSL` is the
/// Boost licence's too.
#[must_use]
pub fn is_business_source(text: &str) -> bool {
    text.contains("usiness") && {
        let (words, _) = words_of(text);
        BUSINESS_SOURCE.iter().any(|phrase| words.contains(phrase))
    }
}

/// A text as lower-case words with one blank between them, and their number.
fn words_of(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut count = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '+'))) {
        // The dot at the end of a sentence does not count, the one inside `2.0` does.
        let word = word.trim_matches('.');
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        count += 1;
    }
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        license_of_text(text).map(|row| row.id)
    }

    /// The text of MIT, which may be quoted freely.
    const MIT: &str = "MIT License\n\nCopyright (c) 2024 Somebody\n\n\
        Permission is hereby granted, free of charge, to any person obtaining a copy of this \
        software and associated documentation files (the \"Software\"), to deal in the Software \
        without restriction, including without limitation the rights to use, copy, modify, merge, \
        publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons \
        to whom the Software is furnished to do so, subject to the following conditions:\n\n\
        The above copyright notice and this permission notice shall be included in all copies or \
        substantial portions of the Software.\n\nTHE SOFTWARE IS PROVIDED \"AS IS\"\n";

    #[test]
    fn texts_are_known_by_their_phrases() {
        assert_eq!(id(MIT), Some("mit"));
        assert_eq!(
            id("# GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n…"),
            Some("gpl-3.0")
        );
        assert_eq!(
            id("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n"),
            Some("lgpl-3.0")
        );
        assert_eq!(
            id(
                "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\nLlama 3.1 Version Release Date: July 23, 2024"
            ),
            Some("llama3.1")
        );
        assert_eq!(
            id("By exercising the Licensed Rights (defined below), You accept the terms of this \
                Creative Commons Attribution-NonCommercial 4.0 International Public License"),
            Some("cc-by-nc-4.0")
        );
    }

    #[test]
    fn doubtful_texts_are_none() {
        assert_eq!(id(""), None);
        assert_eq!(id("All rights reserved."), None);
        assert_eq!(id("Licensed under the MIT License."), None);
        assert_eq!(id(&format!("{MIT}\nOur only modification: no commercial use.")), None);
        assert_eq!(id(&format!("{MIT}{}", "more words ".repeat(100))), None);
        let two = format!("{MIT}\nGNU GENERAL PUBLIC LICENSE\nVersion 2, June 1991\n");
        assert_eq!(id(&two), None, "two licences");
    }

    #[test]
    fn business_source_is_not_boost() {
        assert!(is_business_source("Business Source License 1.1\n\nParameters\n"));
        assert!(!is_business_source("Boost Software License - Version 1.0"));
        assert!(!is_business_source("a business that needs a source"));
    }
}
