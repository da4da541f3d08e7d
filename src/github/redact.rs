//! Keeps tokens out of logs and messages.

use std::borrow::Cow;
use std::io::{self, Write};

/// How the tokens of GitHub begin: `ghp_`, `ghs_`, `gho_`… and `github_pat_`.
fn token_start(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.starts_with("github_pat_")
        || matches!(bytes, [b'g', b'h', kind, b'_', ..] if kind.is_ascii_lowercase())
        || text.starts_with("eyJ")
}

/// A word shorter than this behind the start is none.
const LEAST: usize = 16;

/// Some text with every token in it replaced by `***`.
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    let in_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut out = String::new();
    let mut copied = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let word_starts = !before.is_ascii_alphanumeric() && before != '_';
        before = c;
        let Some(rest) = text.get(at..).filter(|_| at >= copied && word_starts) else { continue };
        if token_start(rest) {
            let len = rest.find(|c| !in_token(c)).unwrap_or(rest.len());
            if len >= LEAST {
                out.push_str(text.get(copied..at).unwrap_or_default());
                out.push_str("***");
                copied = at + len;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// A writer that lets no token through. It expects whole lines at a time, as logs come.
#[derive(Debug)]
pub struct Redacting<W>(pub W);

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(redact(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_every_kind_are_hidden() {
        for token in [
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            "github_pat_11AAAAAAA0abcdefghij_klmnopqrstuvwxyz",
            "ghs_12345_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N",
        ] {
            assert_eq!(redact(&format!("Bearer {token}, and")), "Bearer ***, and");
            assert_eq!(redact(&format!("https://x:{token}@h")), "https://x:***@h");
            assert_eq!(redact(token), "***");
        }
        for text in ["the ghp_ prefix", "weigh", "ghs_", "my_ghp_0123456789abcdefghij", ""] {
            assert!(matches!(redact(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        let mut out = Redacting(vec![]);
        out.write_all(b"a ghp_0123456789abcdefghij b\n").unwrap();
        assert_eq!(out.0, b"a *** b\n");
    }
}
