//! Lines of Markdown as plain words, to be compared with phrases.

/// The words of a line in lower case, one space between them: markup, link targets, HTML tags,
/// emoji and punctuation are left out.
pub(super) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut gap = false;
    // What was looked for in vain is not looked for again: the work stays linear.
    let (mut no_round, mut no_angle) = (false, false);
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            // The target of a link is no text for people.
            ']' => {
                if rest.starts_with('(') {
                    rest = after(rest, ')', &mut no_round);
                }
                gap = true;
            }
            '<' if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                rest = after(rest, '>', &mut no_angle);
            }
            '&' => {
                // An entity is punctuation; a lone sign is a word.
                match entity(rest) {
                    Some(behind) => rest = behind,
                    None => word(&mut out, "and"),
                }
                gap = true;
            }
            c if c.is_alphanumeric() || is_mark(c) => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.extend(c.to_lowercase());
            }
            // Emphasis may stand within a word.
            '*' => {}
            _ => gap = true,
        }
    }
    out
}

/// The text after the next mark; the text itself where there is none.
fn after<'t>(text: &'t str, mark: char, none: &mut bool) -> &'t str {
    if *none {
        return text;
    }
    match text.split_once(mark) {
        Some((_, behind)) => behind,
        None => {
            *none = true;
            text
        }
    }
}

fn word(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

/// The text after an HTML entity, of which the `&` is already read.
fn entity(text: &str) -> Option<&str> {
    let end = text.bytes().take(8).position(|byte| byte == b';').filter(|end| *end > 1)?;
    let name = text.get(..end)?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    is_name.then(|| text.get(end + 1..)).flatten()
}

/// Marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{e31}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn only_words_are_left() {
        for (line, wanted) in [
            ("## Intended uses & limitations", "intended uses and limitations"),
            ("**Bias, Risks**, and Limitations:", "bias risks and limitations"),
            ("[Open LLM Leaderboard](https://example.org/a)!", "open llm leaderboard"),
            ("CO<sub>2</sub> emissions", "co2 emissions"),
            ("Model fine-tuning 🏋️‍", "model fine tuning"),
            ("Out-of-Scope Use [optional]", "out of scope use optional"),
            ("a &nbsp; b", "a b"),
            ("训练数据 / Data", "训练数据 data"),
            ("a < b", "a b"),
            ("| --- | :-: |", ""),
        ] {
            assert_eq!(fold(line), wanted, "{line}");
        }
    }
}
