//! Inline comments: findings on the same lines share one.

use std::fmt::Write as _;

use super::card::{CardReview, Origin, Reviewed};
use super::markdown;
use super::place::{self, Placement};
use crate::edit::Edit;
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
    /// The worst severity among them.
    pub severity: Severity,
}

/// At most this many bytes in one comment.
const MOST_BYTES: usize = 60_000;

/// The comments of one card. `url` gives the page of a rule.
///
/// Findings whose lines overlap share a comment, with one suggestion that does all their fixes;
/// where those fixes get in each other's way, only the first is offered.
#[must_use]
pub fn comments(review: &CardReview, head: &[u8], url: &dyn Fn(&str) -> String) -> Vec<Comment> {
    let source = Source::new(head);
    let mut inline: Vec<Group<'_>> = review
        .findings
        .iter()
        .filter(|r| r.origin == Origin::Introduced)
        .filter_map(|reviewed| match &reviewed.placement {
            Placement::Inline { first, last, .. } => {
                Some(Group { first: *first, last: *last, members: vec![reviewed] })
            }
            Placement::Summary => None,
        })
        .collect();
    inline.sort_by_key(|group| (group.first, group.last));
    let mut groups: Vec<Group<'_>> = vec![];
    for next in inline {
        match groups.last_mut() {
            Some(open) if next.first <= open.last => {
                open.last = open.last.max(next.last);
                open.members.extend(next.members);
            }
            _ => groups.push(next),
        }
    }
    groups.iter().map(|group| group.comment(&review.path, &source, url)).collect()
}

struct Group<'r> {
    first: usize,
    last: usize,
    members: Vec<&'r Reviewed>,
}

impl Group<'_> {
    fn comment(&self, path: &str, source: &Source<'_>, url: &dyn Fn(&str) -> String) -> Comment {
        let fixes = self.joint_fix();
        let suggestion = (!fixes.is_empty())
            .then(|| {
                let mut edits: Vec<Edit> = fixes
                    .iter()
                    .filter_map(|r| r.finding.fix.as_ref())
                    .flat_map(|f| f.edits.clone())
                    .collect();
                edits.sort();
                place::joint_replacement(source, &edits, self.first, self.last)
            })
            .flatten();
        let asks = suggestion.is_some()
            && fixes
                .iter()
                .any(|r| r.finding.fix.as_ref().is_some_and(|f| f.safety == Safety::Ask));
        let mut body = String::new();
        if asks {
            body.push_str("Please check: ");
        }
        for (i, reviewed) in self.members.iter().enumerate() {
            if i > 0 {
                body.push_str("\n\n");
            }
            body.push_str(&said(reviewed, url));
        }
        if let Some(text) = &suggestion {
            body.push_str("\n\n");
            if text.is_empty() {
                // An empty suggestion shows nothing but a deletion: its title says why.
                let titles = fixes.iter().filter_map(|r| r.finding.fix.as_ref());
                let titles: Vec<_> = titles.map(|fix| markdown::inline(&fix.title)).collect();
                let _ = write!(body, "{}:\n\n", titles.join("; "));
            }
            body.push_str(&markdown::fenced("suggestion", text));
        }
        // Fixes that could not go into the suggestion are shown, so that nothing is lost.
        for reviewed in &self.members {
            let offered = suggestion.is_some() && fixes.iter().any(|f| std::ptr::eq(*f, *reviewed));
            if !offered && let Some(shown) = fix_block(reviewed, source) {
                body.push_str("\n\n");
                body.push_str(&shown);
            }
        }
        let fingerprints: Vec<String> =
            self.members.iter().map(|r| r.finding.fingerprint.clone()).collect();
        let body = markdown::cut(&body, MOST_BYTES, "(cut: this comment was too long)");
        Comment {
            path: path.to_owned(),
            first: self.first,
            last: self.last,
            body,
            fingerprints,
            severity: self
                .members
                .iter()
                .map(|r| r.finding.severity)
                .max()
                .unwrap_or(Severity::Note),
        }
    }

    /// The members whose fixes are offered together.
    fn joint_fix(&self) -> Vec<&Reviewed> {
        let mut chosen: Vec<&Reviewed> = vec![];
        for reviewed in &self.members {
            let Placement::Inline { suggestion: Some(_), .. } = reviewed.placement else {
                continue;
            };
            let Some(fix) = &reviewed.finding.fix else { continue };
            let free = chosen
                .iter()
                .filter_map(|c| c.finding.fix.as_ref())
                .all(|other| crate::fixing::disjoint(fix, other));
            if free {
                chosen.push(reviewed);
            }
        }
        chosen
    }
}

/// What is said of one finding: the message, why or what to do, and the rule with its page.
#[must_use]
pub(super) fn said(reviewed: &Reviewed, url: &dyn Fn(&str) -> String) -> String {
    let finding = &reviewed.finding;
    let mut out = String::new();
    let _ = write!(out, "**{}:** {}.", finding.severity.word(), markdown::inline(&finding.message));
    if let Some(help) = &finding.help {
        let _ = write!(out, " {}", markdown::inline(help));
    }
    let _ = write!(out, " ([{}]({}))", finding.rule, url(finding.rule));
    out
}

/// A fix as a plain block, for places where it can't be a suggestion.
#[must_use]
pub(super) fn fix_block(reviewed: &Reviewed, source: &Source<'_>) -> Option<String> {
    const MOST_LINES: usize = 30;
    let fix = reviewed.finding.fix.as_ref()?;
    let after = crate::edit::apply(source.text(), &fix.edits)?;
    let diff = similar::TextDiff::from_lines(source.text(), after.as_str());
    let text = diff.unified_diff().context_radius(0).to_string();
    let lines: Vec<&str> =
        text.lines().filter(|l| !l.starts_with("@@") && !l.starts_with('\\')).collect();
    let title = match fix.safety {
        Safety::Safe => markdown::inline(&fix.title),
        Safety::Ask => format!("Please check: {}", markdown::inline(&fix.title)),
    };
    if lines.len() > MOST_LINES {
        return Some(format!("{title} (`cardbot check --fix` does it)."));
    }
    let clean: String = lines.join("\n").replace('\r', "");
    Some(format!("{title}:\n\n{}", markdown::fenced("diff", &clean)))
}
