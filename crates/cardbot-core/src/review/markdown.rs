//! Markdown that stays what it is: card text in it can't ping, link, or become HTML.

use std::fmt::Write as _;

/// A message of a rule as Markdown: what stands in backticks is code, all else is escaped.
///
/// Values in messages come from cards and may hold backticks themselves; whatever they break up,
/// each piece is either inside a code span or escaped.
#[must_use]
pub fn inline(message: &str) -> String {
    let flat = flat(message);
    let pieces: Vec<&str> = flat.split('`').collect();
    // An odd number of backticks: the last one opens nothing.
    let closed = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(flat.len() + 16);
    for (i, piece) in pieces.iter().enumerate() {
        let is_code = i % 2 == 1 && (closed || i + 1 < pieces.len());
        if is_code {
            if piece.trim().is_empty() {
                out.push_str("\\`");
                out.push_str(piece);
                out.push_str("\\`");
            } else {
                out.push('`');
                out.push_str(piece);
                out.push('`');
            }
        } else {
            if i % 2 == 1 {
                out.push_str("\\`");
            }
            escape_into(piece, &mut out);
        }
    }
    out
}

/// Text from outside as a code span, on one line and cut to `most` characters.
#[must_use]
pub fn code(text: &str, most: usize) -> String {
    let flat = shortened(&flat(text), most);
    if flat.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run(&flat) + 1);
    let pad = if flat.starts_with('`') || flat.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{flat}{pad}{fence}")
}

/// As [`code`], in the cell of a table: a pipe would end it, even in code.
#[must_use]
pub fn cell(text: &str, most: usize) -> String {
    code(text, most).replace('|', "\\|")
}

/// Text as a fenced block. The fence is longer than any in the text.
#[must_use]
pub fn fenced(info: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let eol = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{info}\n{text}{eol}{fence}")
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The block of a suggestion: the lines that the commented ones become, or none.
#[must_use]
pub fn suggestion(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    // A line end for each line, also for a last one that is empty.
    let eol = if text.is_empty() { "" } else { "\n" };
    format!("{fence}suggestion\n{text}{eol}{fence}")
}

/// The fence with which a line opens a block of a suggestion.
#[must_use]
pub(super) fn suggestion_fence(line: &str) -> Option<&str> {
    let ticks = line.trim_end().strip_suffix("suggestion")?;
    (ticks.len() >= 3 && ticks.chars().all(|c| c == '`')).then_some(ticks)
}

/// Whether a text of ours holds a suggestion.
#[must_use]
pub(super) fn suggests(body: &str) -> bool {
    body.lines().any(|line| suggestion_fence(line).is_some())
}

/// Text on one line, with what can't be seen written out.
fn flat(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " "))
}

/// Text with hidden characters written out, such as `[U+202E]`: what commands a terminal, turns the
/// direction of writing, or takes no room.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character is hidden. Joiners and variation selectors are left alone: emoji and many
/// scripts need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0001}'..='\u{e007f}')
}

/// Text cut to a number of characters.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// An address as the target of a link: nothing in it can end the link.
#[must_use]
pub fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace()
            || is_hidden(c)
            || matches!(c, '(' | ')' | '<' | '>' | '\\' | '`' | '|')
        {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Escapes what Markdown or GitHub would act on: markup, HTML, mentions, references, links.
pub fn escape_into(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        let rest = || text.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '`' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A mention or a reference needs its sign right before a letter; a word joiner
            // between the two is not seen.
            '@' | '#' => {
                out.push(c);
                out.push('\u{2060}');
            }
            // So does `GH-1`.
            'h' | 'H' if out.ends_with(['g', 'G']) && rest().starts_with('-') => {
                out.push(c);
                out.push('\u{2060}');
            }
            // `https://` and `www.` link by themselves.
            ':' if rest().starts_with("//") => out.push_str(":\u{2060}"),
            'w' | 'W' if rest().get(..3).is_some_and(|r| r.eq_ignore_ascii_case("ww.")) => {
                out.push(c);
                out.push('\u{2060}');
            }
            c => out.push(c),
        }
    }
}

/// Cuts Markdown to a number of bytes on a line end, closes an open fence and says that it was
/// cut.
#[must_use]
pub fn cut(text: &str, most: usize, remark: &str) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(remark.len() + 80);
    let mut end = 0;
    let mut fence: Option<&str> = None;
    let mut open_at_end = None;
    for line in text.split_inclusive('\n') {
        if end + line.len() > room {
            break;
        }
        end += line.len();
        let run = line.len() - line.trim_start_matches('`').len();
        if run >= 3 {
            match fence {
                None => fence = line.get(..run),
                Some(open) if run >= open.len() && line.trim_end().len() == run => fence = None,
                Some(_) => {}
            }
        }
        open_at_end = fence;
    }
    let mut out = text.get(..end).unwrap_or("").to_owned();
    if let Some(open) = open_at_end {
        out.push_str(open);
        out.push('\n');
    }
    out.push('\n');
    out.push_str(remark);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_can_not_break_out() {
        let hostile = format!("`{}` is unknown", "x` @everyone <img src=x> `y");
        let shown = inline(&hostile);
        assert!(!shown.contains("@everyone"), "{shown}");
        assert!(!shown.contains("<img"), "{shown}");
        assert_eq!(inline("`a` is *b*"), "`a` is \\*b\\*");
        assert_eq!(inline("odd ` one"), "odd \\` one");
        assert_eq!(inline("a: b www.x https://y"), "a: b w\u{2060}ww.x https:\u{2060}//y");
        assert_eq!(code("a`b", 10), "``a`b``");
        assert_eq!(code("abc", 2), "`ab…`");
        assert_eq!(fenced("suggestion", "a\n```\nb"), "````suggestion\na\n```\nb\n````");
        assert_eq!(fenced("suggestion", ""), "```suggestion\n```");
    }

    #[test]
    fn cut_text_closes_its_fence() {
        let text = format!("```diff\n{}```\n", "line\n".repeat(100));
        let short = cut(&text, 200, "cut");
        assert!(short.len() <= 200);
        assert!(short.ends_with("```\n\ncut"));
    }
}
