//! Tells the text of a card from its code: where the code blocks are, and what is no text at all.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::text::Span;

/// The parts of a card that a reader does not take for text.
#[derive(Debug, Default)]
pub(crate) struct Markdown {
    /// Code blocks, with their fences.
    blocks: Vec<Span>,
    /// Code blocks, code in a line, HTML: in the order of the text, none within another.
    hidden: Vec<Span>,
}

impl Markdown {
    /// Reads a text that begins at `offset` of its file.
    pub(crate) fn read(text: &str, offset: usize) -> Self {
        let mut found = Self::default();
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            let block = matches!(event, Event::Start(Tag::CodeBlock(_)));
            let hides = matches!(
                event,
                Event::Start(Tag::HtmlBlock)
                    | Event::Code(_)
                    | Event::Html(_)
                    | Event::InlineHtml(_)
            );
            if !block && !hides {
                continue;
            }
            let span = Span::new(offset + range.start, offset + range.end);
            if block {
                found.blocks.push(span);
            }
            if found.hidden.last().is_none_or(|last| last.end <= span.start) {
                found.hidden.push(span);
            }
        }
        found
    }

    /// The code blocks, with their fences.
    pub(crate) fn blocks(&self) -> &[Span] {
        &self.blocks
    }

    /// Whether a place is text: no code, no HTML.
    pub(crate) fn is_text(&self, span: Span) -> bool {
        let next = self.hidden.partition_point(|hidden| hidden.end <= span.start);
        self.hidden.get(next).is_none_or(|hidden| hidden.start >= span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_comments_are_no_text() {
        let text =
            "a `b` c\n\n```py\nd\n```\n\n    e\n\n<!-- f -->\n\n> ```\n> g\n> ```\n\nh <b>i</b>";
        let markdown = Markdown::read(text, 0);
        assert_eq!(markdown.blocks().len(), 3);
        for (word, wanted) in
            [("a", true), ("b", false), ("c", true), ("d", false), ("e\n", false), ("f", false)]
        {
            let at = text.find(word).unwrap_or_default();
            assert_eq!(markdown.is_text(Span::new(at, at + 1)), wanted, "{word}");
        }
        let at = text.find("\n> g").unwrap_or_default() + 3;
        assert!(!markdown.is_text(Span::new(at, at + 1)));
        let at = text.find("h <").unwrap_or_default();
        assert!(markdown.is_text(Span::new(at, at + 1)));
        assert!(!markdown.is_text(Span::new(at, at + 4)));
    }

    #[test]
    fn spans_are_those_of_the_file() {
        let markdown = Markdown::read("`a`", 10);
        assert!(!markdown.is_text(Span::new(11, 12)) && markdown.is_text(Span::new(13, 14)));
    }
}
