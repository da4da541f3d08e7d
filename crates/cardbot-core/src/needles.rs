//! Looks for many words in a text in one pass.

use aho_corasick::Span;
use aho_corasick::packed::Searcher;

use crate::text;

/// Words that are looked for together.
#[derive(Debug)]
pub(crate) struct Needles {
    /// In order, each once.
    words: Vec<&'static str>,
    /// `None` where the processor has no instructions for it.
    searcher: Option<Searcher>,
}

impl Needles {
    pub(crate) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut words: Vec<&'static str> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        let searcher = Searcher::new(&words);
        Self { words, searcher }
    }

    /// Tells which of the words stand in a text.
    pub(crate) fn look(&self, text: &str) -> Found {
        let Some(searcher) = &self.searcher else {
            return Found(
                self.words.iter().filter(|word| text::holds(text, word)).copied().collect(),
            );
        };
        // Most texts hold none of them.
        let mut found = vec![];
        let mut from = 0;
        let within = |from| Span { start: from, end: text.len() };
        while let Some(hit) = searcher.find_in(text.as_bytes(), within(from)) {
            // Where one word begins, another one may.
            let rest = text.get(hit.start()..).unwrap_or("");
            for word in self.words.iter().filter(|word| rest.starts_with(**word)) {
                if !found.contains(word) {
                    found.push(*word);
                }
            }
            from = hit.start() + 1;
        }
        Found(found)
    }
}

/// The words that stand in a text, of those that were looked for.
#[derive(Debug)]
pub(crate) struct Found(Vec<&'static str>);

impl Found {
    /// Whether a word does.
    pub(crate) fn holds(&self, word: &str) -> bool {
        self.0.contains(&word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_begin() {
        let needles = Needles::new(["abc", "abcd", "bcde", "xyz", "é!x"]);
        for text in ["abcde", "é abcdex", "ab", "xyzé!xyz", "", "abcabcdabcde"] {
            let found = needles.look(text);
            for word in &needles.words {
                assert_eq!(found.holds(word), text.contains(word), "{word} in {text}");
            }
        }
    }
}
