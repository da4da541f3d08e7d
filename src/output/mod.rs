//! The output formats. Card text is hostile: what is printed is escaped for its format.

pub mod json;
pub mod markdown;
pub mod text;

use std::borrow::Cow;

use crate::cli::Format;
use crate::report::{FileReport, Summary};

/// Findings in one of the formats that show files.
#[must_use]
pub fn of_files(format: Format, files: &[FileReport], summary: &Summary) -> String {
    match format {
        Format::Text => text::findings(files),
        Format::Json => json::check(files, *summary) + "\n",
        Format::Markdown => markdown::check(files, summary),
        Format::Github | Format::Sarif | Format::Rdjson => String::new(),
    }
}

/// Text from outside made safe for a terminal: control characters are shown, not obeyed.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let hostile = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hostile(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The page of a rule, for links in outputs.
#[must_use]
pub fn rule_url(rule: &str) -> String {
    format!("{}/blob/main/docs/rules/{rule}.md", env!("CARGO_PKG_REPOSITORY"))
}

/// Says on standard error which rules broke down where; their findings are missing.
pub fn tell_broken(files: &[FileReport]) {
    for file in files.iter().filter(|file| !file.broken_rules.is_empty()) {
        let rules = file.broken_rules.join(", ");
        anstream::eprintln!(
            "cardbot: a fault of cardbot itself: {rules} broke down on {}; please report it",
            plain(&file.path)
        );
    }
}
