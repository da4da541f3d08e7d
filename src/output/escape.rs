//! Text from outside made safe to print: what can't be seen is shown, and never obeyed.

use std::borrow::Cow;

/// Whether a character commands a terminal, or changes a line without being seen in it. Joiners
/// and variation selectors are left alone: emoji and many scripts need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0001}'..='\u{e007f}')
}

/// Text with every hidden character written out, such as `\u{202e}`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// As [`plain`], on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    plain(text).replace(['\n', '\t'], " ")
}

/// A path on one line: a line end in it is written out too.
#[must_use]
pub fn path(path: &str) -> String {
    plain(path).replace('\n', "\\n").replace('\t', "\\t")
}

/// Text whose hidden characters are stood in for by visible ones of the same length in bytes, so
/// that offsets into it hold. The control characters of ASCII are left to the renderer.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let changes = |c: char| is_hidden(c) && !c.is_ascii_control();
    if !text.contains(changes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.len_utf8() {
            _ if !changes(c) => out.push(c),
            2 => out.push('·'),
            3 => out.push('\u{fffd}'),
            _ => out.push_str("··"),
        }
    }
    Cow::Owned(out)
}

/// Text for the log of GitHub Actions, whose runner obeys lines that begin with `::` and whatever
/// stands behind `##[`: such lines lose their colours and are broken up, all others stay.
#[must_use]
pub fn for_runner(text: &str) -> Cow<'_, str> {
    let obeyed = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
    let bare = |line: &str| anstream::adapter::strip_str(line).to_string();
    if !text.lines().any(|line| obeyed(&bare(line))) {
        return Cow::Borrowed(text);
    }
    let broken = |line: &str| {
        let bare = bare(line);
        if !obeyed(&bare) {
            return line.to_owned();
        }
        let bare = bare.replace("##[", "# #[");
        if bare.trim_start().starts_with("::") { bare.replacen("::", ": :", 1) } else { bare }
    };
    Cow::Owned(text.split_inclusive('\n').map(broken).collect())
}

/// JSON for the same log. It means the same to whoever reads it as JSON.
#[must_use]
pub fn json_for_runner(json: &str) -> Cow<'_, str> {
    if json.contains("##[") { json.replace("##[", "#\\u0023[").into() } else { json.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_without_a_command() {
        let json = serde_json::json!({"a": "##[error]###[x]", "b": ["\\##["]}).to_string();
        let safe = json_for_runner(&json);
        assert!(!safe.contains("##["), "{safe}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&safe), read(&json));
        assert!(matches!(json_for_runner("{}"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_line_commands_the_runner() {
        let safe = |text: &str| for_runner(text).into_owned();
        assert_eq!(safe("a\n  ::error::x\n"), "a\n  : :error::x\n");
        assert_eq!(safe("\u{1b}[31m::add-mask::x"), ": :add-mask::x");
        assert_eq!(safe("12 | ##[error]x ::y"), "12 | # #[error]x ::y");
        assert_eq!(safe("#\u{1b}[0m#[group]"), "# #[group]");
        assert!(matches!(for_runner("\u{1b}[31m1 | a::b\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_hidden_is_shown() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(plain("mit\u{200b}"), "mit\\u{200b}");
        assert_eq!(one_line("a\nb\tc"), "a b c");
        assert_eq!(path("a\nb"), "a\\nb");
        assert!(matches!(plain("👩‍💻 日本語 ❤️"), Cow::Borrowed(_)), "emoji stay whole");
    }

    #[test]
    fn stand_ins_are_as_long_as_what_they_stand_for() {
        let hidden: String = (0..=0x000e_007f_u32).filter_map(char::from_u32).collect();
        let shown = visible(&hidden);
        assert_eq!(shown.len(), hidden.len());
        assert!(!shown.contains(|c| is_hidden(c) && !c.is_ascii_control()));
        for (at, c) in hidden.char_indices().filter(|(_, c)| !is_hidden(*c)) {
            assert_eq!(shown.get(at..at + c.len_utf8()), hidden.get(at..at + c.len_utf8()));
        }
    }
}
