//! Finds names in the code blocks of a card.

use crate::markdown::Markdown;
use crate::text::{Source, Span};

/// A name in a code block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use<'t> {
    /// Where the name stands.
    pub(super) span: Span,
    /// The code of the block before it.
    pub(super) before: &'t str,
    /// The code of the block after it.
    pub(super) after: &'t str,
    /// The whole block.
    pub(super) block: &'t str,
}

/// Where a name stands in code blocks, as a word of its own.
pub(super) fn uses<'t>(
    source: &'t Source<'_>,
    markdown: &'t Markdown,
    name: &'t str,
) -> impl Iterator<Item = Use<'t>> {
    markdown.blocks().iter().flat_map(move |span| {
        let block = source.slice(*span);
        block.match_indices(name).filter_map(move |(at, _)| {
            let (before, after) = (block.get(..at)?, block.get(at + name.len()..)?);
            let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
            let is_word = !before.ends_with(part) && !after.starts_with(part);
            let start = span.start + at;
            is_word.then_some(Use {
                span: Span::new(start, start + name.len()),
                before,
                after,
                block,
            })
        })
    })
}

/// So far back the call of an argument is looked for.
const FARTHEST: usize = 1000;

/// The function in whose brackets the code after `before` stands: `from_pretrained`.
pub(super) fn function(before: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (far, (at, c)) in before.char_indices().rev().enumerate() {
        match c {
            _ if far > FARTHEST => return None,
            ')' | ']' | '}' => depth += 1,
            '(' if depth == 0 => {
                let name = before.get(..at)?;
                let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '_');
                return name.get(start.map_or(0, |at| at + 1)..).filter(|name| !name.is_empty());
            }
            '(' | '[' | '{' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_around_an_argument_is_found() {
        for (before, wanted) in [
            ("m = A.from_pretrained(\"x\", ", Some("from_pretrained")),
            ("iter(load_dataset(\"a\", b[1], c(2), ", Some("load_dataset")),
            ("f(a)\n", None),
            ("x = (", None),
            ("", None),
        ] {
            assert_eq!(function(before), wanted, "{before}");
        }
    }

    #[test]
    fn only_words_of_code_count() {
        let source =
            Source::new(b"load_metric\n\n```\nload_metric(1); load_metrics\nmy_load_metric\n```\n");
        let markdown = Markdown::read(source.text(), 0);
        let found: Vec<_> = uses(&source, &markdown, "load_metric").collect();
        assert_eq!(found.len(), 1);
        assert!(
            found
                .iter()
                .all(|u| u.after.starts_with("(1)") && source.slice(u.span) == "load_metric")
        );
    }
}
