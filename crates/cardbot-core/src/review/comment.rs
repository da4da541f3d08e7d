//! The text of an inline comment.

use std::fmt::Write as _;

use super::card::Reviewed;
use super::group::Group;
use super::{limits, markdown, snippet};
use crate::finding::{Safety, Severity};
use crate::text::Source;

/// An inline comment. Lines are of the head, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The file.
    pub path: String,
    /// First line.
    pub first: usize,
    /// Last line.
    pub last: usize,
    /// The text, in Markdown.
    pub body: String,
    /// The fingerprints of the findings it tells.
    pub fingerprints: Vec<String>,
    /// Those among them that its suggestion mends.
    pub mended: Vec<String>,
    /// The worst severity among them.
    pub severity: Severity,
}

/// So much of a body is kept free for its mark.
const MARK_BYTES: usize = 2_000;

impl Comment {
    pub(super) fn new(
        group: &Group<'_>,
        path: &str,
        source: &Source<'_>,
        url: &dyn Fn(&str) -> String,
    ) -> Self {
        let print = |reviewed: &&Reviewed| reviewed.finding.fingerprint.clone();
        let mended = group.suggestion.iter().flat_map(|(_, members)| members.iter());
        Self {
            path: path.to_owned(),
            first: group.first,
            last: group.last,
            body: body(group, source, url),
            fingerprints: group.members.iter().map(print).collect(),
            mended: mended.filter_map(|at| group.members.get(*at)).map(print).collect(),
            severity: group.severity(),
        }
    }
}

/// What is said of each finding, the suggestion, and the fixes that it could not take.
fn body(group: &Group<'_>, source: &Source<'_>, url: &dyn Fn(&str) -> String) -> String {
    let offered = |member: usize| {
        group.suggestion.as_ref().is_some_and(|(_, members)| members.contains(&member))
    };
    let fix = |reviewed: &'_ &Reviewed| reviewed.finding.fix.clone();
    let fixes: Vec<_> = group
        .members
        .iter()
        .enumerate()
        .filter(|(at, _)| offered(*at))
        .filter_map(|(_, reviewed)| fix(reviewed))
        .collect();
    let mut out = String::new();
    if fixes.iter().any(|fix| fix.safety == Safety::Ask) {
        // On a line of its own: it is about all that follows, and each of that opens with its severity.
        out.push_str("Please check:\n\n");
    }
    for (i, reviewed) in group.members.iter().enumerate() {
        if i > 0 {
            out.push_str("\n\n");
        }
        out.push_str(&said(reviewed, url));
    }
    if let Some((text, _)) = &group.suggestion {
        out.push_str("\n\n");
        if text.is_empty() {
            // An empty suggestion shows nothing but a deletion: its title says why.
            let titles: Vec<_> = fixes.iter().map(|fix| markdown::inline(&fix.title)).collect();
            let _ = write!(out, "{}:\n\n", titles.join("; "));
        }
        out.push_str(&markdown::suggestion(text));
    }
    // Fixes that could not go into the suggestion are shown, so that nothing is lost.
    for (at, reviewed) in group.members.iter().enumerate() {
        if !offered(at)
            && let Some(fix) = &reviewed.finding.fix
            && let Some(shown) = snippet::fix(fix, source)
        {
            out.push_str("\n\n");
            out.push_str(&shown);
        }
    }
    markdown::cut(&out, limits::BODY_BYTES - MARK_BYTES, "(cut: this comment was too long)")
}

/// What is said of one finding: the message, why or what to do, and the rule with its page.
#[must_use]
pub(super) fn said(reviewed: &Reviewed, url: &dyn Fn(&str) -> String) -> String {
    let finding = &reviewed.finding;
    let words = |text: &str| markdown::inline(&markdown::shortened(text, limits::MESSAGE_CHARS));
    let mut out = format!("**{}:** {}.", finding.severity.word(), words(&finding.message));
    if let Some(help) = &finding.help {
        let _ = write!(out, " {}", words(help));
    }
    let _ = write!(out, " ([{}]({}))", finding.rule, url(finding.rule));
    out
}
