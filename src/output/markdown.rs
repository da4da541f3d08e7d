//! `--format markdown`: for a comment or a job summary.

use cardbot_core::review::markdown::{code, inline};

use super::rule_url;
use crate::judge::Judgement;
use crate::report::{FileReport, Summary};

/// The findings of `check` as lists by file.
#[must_use]
pub fn check(files: &[FileReport], summary: &Summary) -> String {
    let mut out = format!("{}\n", super::text::closing(summary));
    for file in files.iter().filter(|f| !f.findings.is_empty() || f.trouble().is_some()) {
        out.push_str(&format!("\n### {}\n\n", code(&file.path, 200)));
        if let Some(error) = file.trouble() {
            out.push_str(&format!("- {}\n", inline(&error)));
        }
        for located in &file.findings {
            let finding = &located.finding;
            let help =
                finding.help.as_deref().map(|h| format!(" {}", inline(h))).unwrap_or_default();
            out.push_str(&format!(
                "- Line {}, **{}**: {}.{help} ([{}]({}))\n",
                located.start.line,
                finding.severity.word(),
                inline(&finding.message),
                finding.rule,
                rule_url(finding.rule)
            ));
        }
    }
    out
}

/// The whole review: the summary, then the comments as they would stand on the diff.
#[must_use]
pub fn review(judgement: &Judgement) -> String {
    review_within(judgement, usize::MAX)
}

/// The same in so many bytes at most. Comments that do not fit are counted.
#[must_use]
pub fn review_within(judgement: &Judgement, most: usize) -> String {
    let mut out = judgement.body.clone();
    let mut left_out = 0;
    for comment in &judgement.comments {
        let lines = if comment.first == comment.last {
            format!("line {}", comment.last)
        } else {
            format!("lines {} to {}", comment.first, comment.last)
        };
        let told = format!("\n#### {}, {lines}\n\n{}\n", code(&comment.path, 200), comment.body);
        if left_out > 0 || out.len() + told.len() > most {
            left_out += 1;
        } else {
            out.push_str(&told);
        }
    }
    if left_out > 0 {
        let n = super::text::count(left_out, "further comment");
        out.push_str(&format!("\n{n} did not fit here.\n"));
    }
    out
}
