//! Ids of papers in the text of a card.
//!
//! What the Hub took for one in 2022, measured on the cards of that year: a link to an abstract or
//! a PDF on arXiv, and an id right after an opening brace, as in `BibTeX`. Today links to the Hub's
//! own paper pages count too. A plain `arXiv:ID` and ids of before 2015 gave no tag.

/// What may stand right before an id.
const BEFORE: [&str; 5] =
    ["arxiv.org/abs/", "arxiv.org/pdf/", "huggingface.co/papers/", "hf.co/papers/", "{"];

/// The length of an id: four digits, a dot, five digits.
pub(crate) const LENGTH: usize = 10;

/// The ids in the order of the text; the same one may come twice. A version is left out.
///
/// The scan goes from dot to dot and looks back from each, so it reads the text once.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('.').filter_map(|(dot, _)| {
        let start = dot.checked_sub(4)?;
        let id = text.get(start..start + LENGTH)?;
        let after = text.as_bytes().get(start + LENGTH);
        let before = text.get(..start)?;
        let is_id = is_id(id) && !after.is_some_and(u8::is_ascii_digit);
        (is_id && BEFORE.iter().any(|lead| before.ends_with(lead))).then_some(id)
    })
}

/// Whether a text of that length is an id by its digits.
pub(crate) fn is_id(id: &str) -> bool {
    id.bytes()
        .enumerate()
        .all(|(i, byte)| if i == 4 { byte == b'.' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        ids(text).collect()
    }

    #[test]
    fn links_and_braces_count() {
        for text in [
            "https://arxiv.org/abs/2005.07202",
            "[x](http://www.arxiv.org/pdf/2005.07202.pdf)",
            "arxiv.org/abs/2005.07202v2",
            "eprint={2005.07202},",
            "journal = {2005.07202 [cs.CL]}",
            "https://huggingface.co/papers/2005.07202",
            "https://hf.co/papers/2005.07202#community",
        ] {
            assert_eq!(found(text), ["2005.07202"], "{text}");
        }
    }

    #[test]
    fn other_mentions_do_not() {
        for text in [
            "arXiv:2005.07202",
            "2005.07202",
            "https://arxiv.org/abs/1406.2661",
            "https://arxiv.org/abs/2005.072021",
            "https://arxiv.org/abs/cs/0112017",
            "eprint={arXiv:2005.07202}",
            "eprint={ 2005.07202}",
            "https://arxiv.org/abs/",
            ".",
            "{2005.é7202",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn ids_come_in_the_order_of_the_text() {
        let text = "{2101.00001} https://arxiv.org/abs/2001.00001 {2101.00001}";
        assert_eq!(found(text), ["2101.00001", "2001.00001", "2101.00001"]);
    }
}
