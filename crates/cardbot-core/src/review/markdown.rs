//! Markdown that stays what it is: card text in it can't ping, link, or become HTML.

/// A message of a rule as Markdown: what stands in backticks is code, all else is escaped.
///
/// Values in messages come from cards and may hold backticks themselves; whatever they break up,
/// each piece is either inside a code span or escaped.
#[must_use]
pub fn inline(message: &str) -> String {
    let flat: String =
        message.chars().map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c }).collect();
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
    let mut flat: String = text
        .chars()
        .take(most)
        .map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c })
        .collect();
    if text.chars().nth(most).is_some() {
        flat.push('…');
    }
    if flat.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run(&flat) + 1);
    let pad = if flat.starts_with('`') || flat.ends_with('`') { " " } else { "" };
    // A pipe would end the cell of a table, even in code.
    format!("{fence}{pad}{}{pad}{fence}", flat.replace('|', "\\|"))
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

/// Escapes what Markdown or GitHub would act on: markup, HTML, mentions, references, links.
pub fn escape_into(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        let rest = || text.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '`' => {
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

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
