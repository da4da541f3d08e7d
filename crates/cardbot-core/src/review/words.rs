//! The few sentences that are not about a finding.

use super::marker::{CommentMark, Mark};
use super::plan::{Event, Run};
use super::summary::severities;
use super::{limits, markdown, marker};

/// The text of a review that only approves.
pub(super) const APPROVED: &str = "**cardbot**: nothing to change in the metadata.";

/// The line of a later review.
pub(super) fn later([errors, warnings, notes]: &[usize; 3], url: &str, event: Event) -> String {
    let found = severities(*errors, *warnings, *notes);
    let said = match event {
        _ if !found.is_empty() => format!("new on these lines: {found}"),
        Event::Approve => "nothing to change in the metadata any more".to_owned(),
        Event::RequestChanges | Event::Comment => "there still are errors to fix".to_owned(),
    };
    format!("**cardbot**: {said}. The [summary]({}) is up to date.", markdown::address(url))
}

/// The text of a summary beside the living one.
pub(super) fn superseded(url: &str) -> String {
    format!(
        "**cardbot**: this review came twice; the [other one]({}) is kept up to date.",
        markdown::address(url)
    )
}

/// The text of a comment whose findings are gone, for those who answered it: what it said is kept,
/// without the button that would apply its suggestion.
pub(super) fn fixed(body: &str, run: &Run<'_>) -> String {
    let commit: String = run.head.chars().filter(char::is_ascii_alphanumeric).take(7).collect();
    let said: Vec<String> = marker::visible(body)
        .lines()
        .map(|line| match markdown::suggestion_fence(line) {
            Some(ticks) => format!("{ticks}yaml"),
            None => line.to_owned(),
        })
        .collect();
    let how = if run.ignored.is_empty() { "Fixed" } else { "Fixed or ignored" };
    let text = format!(
        "{how} as of {commit}.\n\n<details><summary>What was said</summary>\n\n{}\n\n</details>",
        markdown::cut(&said.join("\n"), limits::BODY_BYTES - 1_000, "(cut: too long)")
    );
    let (run, fingerprints) = (run.id.to_owned(), vec![]);
    Mark::Comment(CommentMark { run, fingerprints }).sign(&text)
}
