//! Where a README's front matter begins and ends, by the rule the Hub follows today.
//!
//! Rule: white space of any kind may come first (JavaScript's `\s`, so a byte-order mark too);
//! then `---` and at once a line end (CR LF, CR or LF); then the text, as short as possible; then a
//! line end, `---`, spaces or tabs, and LF, CR LF or the end of the file. The text holds at least
//! one character more than its own line end, so `---` directly followed by `---` is no block.
//! Source: `metadata.md` section 1 (huggingface_hub 922b819, 2026-07-23).

use memchr::memmem;

use crate::text::Span;

/// The parts of a README that has front matter. All spans are into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatter {
    /// White space before the opening fence.
    pub leading: Span,
    /// The opening `---`.
    pub open: Span,
    /// The YAML text, without the line end before the closing fence.
    pub yaml: Span,
    /// The closing `---`.
    pub close: Span,
    /// Spaces and tabs after the closing `---`.
    pub close_blanks: Span,
    /// The card text.
    pub body: Span,
}

impl FrontMatter {
    /// The whole file as YAML, without fences and without text.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let end = Span::empty(text.len());
        Self {
            leading: Span::new(0, start),
            open: Span::empty(start),
            yaml: Span::new(start, text.len()),
            close: end,
            close_blanks: end,
            body: end,
        }
    }
}

/// Finds the front matter of a README, if it has one.
#[must_use]
pub fn split(text: &str) -> Option<FrontMatter> {
    let leading_end = text.len() - text.trim_start_matches(is_js_space).len();
    block_at(text, leading_end)
}

/// Finds a block whose opening fence stands exactly at `open`.
#[must_use]
pub fn block_at(text: &str, open: usize) -> Option<FrontMatter> {
    let bytes = text.as_bytes();
    let after_fence = bytes.get(open..)?.strip_prefix(b"---")?;
    let eol = line_end_len(after_fence);
    if eol == 0 {
        return None;
    }
    let yaml_start = open + 3 + eol;
    for at in memmem::find_iter(bytes.get(yaml_start..)?, b"---") {
        let fence = yaml_start + at;
        let yaml = bytes.get(yaml_start..fence)?;
        // Only at the start of a line, and not of the first.
        let eol = match yaml {
            [.., b'\r', b'\n'] => 2,
            [.., b'\n' | b'\r'] => 1,
            _ => continue,
        };
        if let Some(found) = block(text, open, Span::new(yaml_start, fence - eol), fence) {
            return Some(found);
        }
    }
    // `---` CR LF `---`: nothing closes after the CR LF, but the CR alone may end the opening line
    // and the LF then begins the closing one. The pattern finds this reading last.
    if eol == 2 && closing_fence_end(bytes, yaml_start).is_some() {
        return block(text, open, Span::empty(yaml_start - 1), yaml_start);
    }
    None
}

fn block(text: &str, open: usize, yaml: Span, fence: usize) -> Option<FrontMatter> {
    let end = closing_fence_end(text.as_bytes(), fence)?;
    Some(FrontMatter {
        leading: Span::new(0, open),
        open: Span::new(open, open + 3),
        yaml,
        close: Span::new(fence, fence + 3),
        close_blanks: Span::new(fence + 3, end.blanks),
        body: Span::new(end.body, text.len()),
    })
}

struct FenceEnd {
    blanks: usize,
    body: usize,
}

/// Checks for `---[ \t]*(LF | CR LF | end)` at `at`.
fn closing_fence_end(bytes: &[u8], at: usize) -> Option<FenceEnd> {
    let rest = bytes.get(at..)?.strip_prefix(b"---")?;
    let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let after = rest.get(blanks..)?;
    let eol = match after {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    Some(FenceEnd { blanks: at + 3 + blanks, body: at + 3 + blanks + eol })
}

fn line_end_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// White space as JavaScript's `\s` has it.
#[must_use]
pub fn is_js_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202f}'
                | '\u{205f}'
                | '\u{3000}'
                | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Option<&str> {
        split(text).map(|fm| &text[fm.yaml.range()])
    }

    #[test]
    fn the_table_of_cases() {
        assert_eq!(yaml("---\na: 1\n---\nbody"), Some("a: 1"));
        assert_eq!(yaml("---\r\na: 1\r\n---\r\nbody"), Some("a: 1"));
        assert_eq!(yaml("---\ra: 1\r---\nbody"), Some("a: 1"));
        assert_eq!(yaml("---\ra: 1\r---\rbody"), None, "a lone CR does not close");
        assert_eq!(yaml("---\n\n\na: 1\n---"), Some("\n\na: 1"));
        assert_eq!(yaml(" \n\t\n---\na: 1\n---\n"), Some("a: 1"));
        assert_eq!(yaml("\u{feff}---\na: 1\n---\n"), Some("a: 1"));
        assert_eq!(yaml("--- \na: 1\n---\n"), None);
        assert_eq!(yaml("----\na: 1\n---\n"), None);
        assert_eq!(yaml("---\na: 1\n--- \t\nx"), Some("a: 1"));
        assert_eq!(yaml("---\na: 1\n---x\n"), None);
        assert_eq!(yaml("---\n---\nbody\n"), None);
        assert_eq!(yaml("---\n---\nbody\n---\n"), Some("---\nbody"));
        assert_eq!(yaml("---\na: |\n  x\n---\nb"), Some("a: |\n  x"));
        assert_eq!(yaml("# x\n---\na: 1\n---\n"), None);
        assert_eq!(yaml("---\na: 1\n"), None);
        assert_eq!(yaml(""), None);
        assert_eq!(yaml("---\n\n---\n"), Some(""));
        assert_eq!(yaml("---\r\n---\r\nbody"), Some(""));
    }

    #[test]
    fn the_parts_join_to_the_whole() {
        let text = "\n---\na: 1\n---  \nbody\n";
        let fm = split(text).unwrap();
        assert_eq!(&text[fm.body.range()], "body\n");
        assert_eq!(&text[fm.close_blanks.range()], "  ");
        assert_eq!(&text[fm.open.range()], "---");
        assert_eq!(&text[fm.close.range()], "---");
    }
}
