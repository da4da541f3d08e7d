//! Finds names in the code blocks of a card.

use crate::text::Span;

/// A name in a code block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use<'t> {
    /// Where the name stands.
    pub(super) span: Span,
    /// The code of the block before it.
    pub(super) before: &'t str,
    /// The code of the block after it.
    pub(super) after: &'t str,
}

/// Where a name stands in a code block that begins at `start`, as a word of its own.
pub(super) fn uses<'t>(
    block: &'t str,
    start: usize,
    name: &'t str,
) -> impl Iterator<Item = Use<'t>> + use<'t> {
    block.match_indices(name).filter_map(move |(at, _)| {
        let (before, after) = (block.get(..at)?, block.get(at + name.len()..)?);
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let is_word = !before.ends_with(part) && !after.starts_with(part);
        let span = Span::new(start + at, start + at + name.len());
        is_word.then_some(Use { span, before, after })
    })
}

/// So far back the call of an argument is looked for.
const FARTHEST: usize = 1000;

/// A function that is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call<'t> {
    /// Its name: `from_pretrained`.
    pub(super) function: &'t str,
    /// What stands before its dot: `AutoModel`, `transformers.AutoModel`, or nothing.
    pub(super) object: &'t str,
}

/// The call in whose brackets the code after `before` stands.
pub(super) fn call(before: &str) -> Option<Call<'_>> {
    let mut depth = 0_usize;
    for (far, (at, c)) in before.char_indices().rev().enumerate() {
        match c {
            _ if far > FARTHEST => return None,
            ')' | ']' | '}' => depth += 1,
            '(' if depth == 0 => {
                let path = path_at_end(before.get(..at)?);
                let (object, function) = path.rsplit_once('.').unwrap_or(("", path));
                return Some(Call { function, object }).filter(|call| !call.function.is_empty());
            }
            '(' | '[' | '{' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// The name with its dots with which a text ends: `datasets.load`.
pub(super) fn path_at_end(text: &str) -> &str {
    let is_other = |c: char| !c.is_alphanumeric() && c != '_' && c != '.';
    let start = text.char_indices().rfind(|(_, c)| is_other(*c));
    start.and_then(|(at, c)| text.get(at + c.len_utf8()..)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_around_an_argument_is_found() {
        for (before, wanted) in [
            ("m = A.from_pretrained(\"x\", ", Some(("A", "from_pretrained"))),
            ("m = t.models.A.from_pretrained(", Some(("t.models.A", "from_pretrained"))),
            ("iter(load_dataset(\"a\", b[1], c(2), ", Some(("", "load_dataset"))),
            ("“load_dataset(", Some(("", "load_dataset"))),
            ("f(a)\n", None),
            ("f.(", None),
            ("x = (", None),
            ("", None),
        ] {
            let found = call(before).map(|call| (call.object, call.function));
            assert_eq!(found, wanted, "{before}");
        }
    }

    #[test]
    fn only_whole_words_count() {
        let block = "load_metric(1); load_metrics\nmy_load_metric x-load_metric\n";
        let found: Vec<_> = uses(block, 10, "load_metric").collect();
        assert_eq!(found.iter().map(|u| u.span).collect::<Vec<_>>(), [Span::new(10, 21)]);
        assert!(found.iter().all(|u| u.before.is_empty() && u.after.starts_with("(1)")));
    }
}
