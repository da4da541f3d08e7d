//! Writing scalars so that both loaders read back the same text.

use crate::yaml::scalar::{self, Scalar, Style};

/// Whether a text can stand without quotes and is read as this very text by the Hub and by
/// PyYAML, in block and in flow style.
#[must_use]
pub fn can_be_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let second = chars.next();
    let opens = match first {
        '-' | '?' | ':' => second.is_none_or(|c| c.is_whitespace() || ",[]{}".contains(c)),
        _ => ",[]{}#&*!|>'\"%@`".contains(first),
    };
    !opens
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(|c: char| c.is_whitespace() || c == ':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.chars().any(|c| ",[]{}".contains(c) || c.is_control() || is_break(c))
        && scalar::js(text) == Scalar::Str
        && scalar::py(text) == Scalar::Str
        && text != "="
}

fn is_break(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A text in double quotes.
#[must_use]
pub fn quote_double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_break(c) => {
                let code = u32::from(c);
                out.push_str(&format!("\\u{code:04x}"));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as a scalar: in the quotes that stood there before, else plain if it can be, else in
/// double quotes.
#[must_use]
pub fn scalar_text(text: &str, before: Option<Style>) -> String {
    let simple = !text.chars().any(|c| c.is_control() || is_break(c));
    match before {
        Some(Style::SingleQuoted) if simple => format!("'{}'", text.replace('\'', "''")),
        Some(Style::DoubleQuoted) => quote_double(text),
        _ if can_be_plain(text) => text.to_owned(),
        _ => quote_double(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_quotes_gets_them() {
        for plain in ["mit", "apache-2.0", "-x", "a:b", "a#b", "C++", "en", "日本"] {
            assert!(can_be_plain(plain), "{plain}");
        }
        for quoted in [
            "no",
            "1.0",
            "- x",
            "",
            "a: b",
            "a #b",
            "x:",
            "@x",
            "[x]",
            "a, b",
            "null",
            "2022-01-01",
            "1:30",
            " x",
        ] {
            assert!(!can_be_plain(quoted), "{quoted}");
        }
        assert_eq!(scalar_text("it's", Some(Style::SingleQuoted)), "'it''s'");
        assert_eq!(scalar_text("no", Some(Style::Plain)), "\"no\"");
        assert_eq!(scalar_text("a\nb", None), "\"a\\nb\"");
    }
}
