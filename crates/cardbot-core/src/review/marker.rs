//! Hidden marks in what cardbot posts: an HTML comment at the end of a body, which GitHub keeps and
//! does not show. They tell a later run what was said, so that nothing is said twice.
//!
//! A mark only counts in text that the reader knows to be its own; anybody can write one.

use serde::{Deserialize, Serialize};

/// Hidden in the living summary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SummaryMark {
    /// The run that wrote it.
    pub run: String,
    /// The commit that was reviewed.
    pub head: String,
    /// Whether findings were ever told here.
    #[serde(skip_serializing_if = "is_false")]
    pub told: bool,
    /// Rules that somebody asked to ignore in this pull request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<String>,
    /// The findings that are told in the summary, by the first [`SHORT`] digits of their
    /// fingerprints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<String>,
    /// There were too many to name: all that is on no line is told in the summary.
    #[serde(skip_serializing_if = "is_false")]
    pub all_below: bool,
}

/// Hidden in each inline comment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentMark {
    /// The run that wrote it.
    pub run: String,
    /// The findings that it tells; none once it is retired.
    pub fingerprints: Vec<String>,
}

/// Hidden in the line of a later review, and in what was a summary and is none any more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewMark {
    /// The run that wrote it.
    pub run: String,
    /// The commit that was reviewed.
    pub head: String,
}

/// Hidden in an answer to what somebody asked of cardbot in a comment or by a button.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerMark {
    /// What is answered: the comment or the click.
    pub to: String,
    /// Whether the commands are listed there: once in a pull request is enough.
    #[serde(skip_serializing_if = "is_false")]
    pub list: bool,
}

/// A hidden mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Mark {
    /// Of the living summary.
    Summary(SummaryMark),
    /// Of an inline comment.
    Comment(CommentMark),
    /// Of a later review.
    Review(ReviewMark),
    /// Of an answer.
    Answer(AnswerMark),
}

/// How many digits of a fingerprint the summary remembers.
pub const SHORT: usize = 16;

const OPEN: &str = "<!-- cardbot:1 ";
const CLOSE: &str = " -->";
/// A mark longer than this was not written by cardbot.
const MOST_BYTES: usize = 60_000;

impl Mark {
    /// Finds the mark in a body: on a line of its own, the last one that can be read. Card text
    /// that a comment quotes stands before it, whatever it looks like.
    #[must_use]
    pub fn read(body: &str) -> Option<Self> {
        body.rsplit('\n').find_map(|line| Self::of_line(line.trim_end()))
    }

    fn of_line(line: &str) -> Option<Self> {
        let json = line.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        if json.len() > MOST_BYTES {
            return None;
        }
        serde_json::from_str(json).ok()
    }

    /// The mark as a line of HTML.
    #[must_use]
    pub fn line(&self) -> String {
        // Serialising these types to memory can't fail.
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut out = String::with_capacity(json.len() + 32);
        out.push_str(OPEN);
        for c in json.chars() {
            match c {
                // All three stand in texts only; escaped, nothing can end the comment early.
                '<' => out.push_str("\\u003c"),
                '>' => out.push_str("\\u003e"),
                '-' => out.push_str("\\u002d"),
                c => out.push(c),
            }
        }
        out.push_str(CLOSE);
        out
    }

    /// A body with this mark at its end.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        format!("{}\n\n{}", text.trim_end(), self.line())
    }

    /// The run that wrote it; an answer is not of a run.
    #[must_use]
    pub fn run(&self) -> &str {
        match self {
            Self::Summary(mark) => &mark.run,
            Self::Comment(mark) => &mark.run,
            Self::Review(mark) => &mark.run,
            Self::Answer(_) => "",
        }
    }
}

/// A body without its marks, as people see it.
#[must_use]
pub fn visible(body: &str) -> String {
    let lines: Vec<&str> =
        body.lines().filter(|line| Mark::of_line(line.trim_end()).is_none()).collect();
    lines.join("\n").trim_end().to_owned()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(print: &str) -> Mark {
        Mark::Comment(CommentMark { run: "r".to_owned(), fingerprints: vec![print.to_owned()] })
    }

    #[test]
    fn marks_read_back_whatever_they_hold() {
        for print in ["0a1b", "-->", "--!>", "<!--", "a\nb", "\\u002d", "\"", "--\u{2028}"] {
            let mark = comment(print);
            let body = mark.sign("Some text.\n\n```\ncode\n```\n");
            assert_eq!(Mark::read(&body), Some(mark.clone()), "{print:?}");
            assert_eq!(body.matches("-->").count(), 1);
            assert_eq!(visible(&body), "Some text.\n\n```\ncode\n```");
            // An editor in the browser writes CR LF, and may add a line.
            assert_eq!(Mark::read(&body.replace('\n', "\r\n")), Some(mark.clone()));
            assert_eq!(Mark::read(&(body + "\nThanks!\n")), Some(mark));
        }
    }

    #[test]
    fn quoted_marks_count_for_nothing() {
        let forged = comment("forged").line();
        let body = comment("true").sign(&format!("```suggestion\n{forged}\n```"));
        assert_eq!(Mark::read(&body), Some(comment("true")));
        assert_eq!(Mark::read(&format!("see `{forged}`")), None);
        assert_eq!(Mark::read(&format!("> {forged}")), None);
    }

    #[test]
    fn other_text_is_no_mark() {
        for text in [
            "",
            "<!-- cardbot:1  -->",
            "<!-- cardbot:1 {} -->",
            "<!-- cardbot:2 {\"kind\":\"comment\"} -->",
            "<!-- cardbot:1 {\"kind\":\"other\"} -->",
            "<!-- cardbot:1 {\"kind\":\"comment\",\"fingerprints\":7} -->",
            "<!-- cardbot:1 -->",
        ] {
            assert_eq!(Mark::read(text), None, "{text}");
        }
        let deep = format!("{OPEN}{}{CLOSE}", "[".repeat(5_000));
        assert_eq!(Mark::read(&deep), None);
        // A field of a later version is passed over.
        let later =
            "<!-- cardbot:1 {\"kind\":\"review\",\"run\":\"r\",\"head\":\"h\",\"x\":[1]} -->";
        assert_eq!(Mark::read(later).map(|m| m.run().to_owned()), Some("r".to_owned()));
    }
}
