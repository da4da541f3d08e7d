//! What was found in files, with the positions that every output needs.

use cardbot_core::finding::{Finding, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::text::{Position, Source, Span};

/// What was found in one file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The path as it was given or found; `-` for standard input.
    pub path: String,
    /// What kind of file it is.
    pub kind: Kind,
    /// Why it could not be read; only with [`Kind::Unreadable`].
    pub error: Option<String>,
    /// The findings, in the order of the file.
    pub findings: Vec<Located>,
    /// How many were silenced.
    pub suppressed: usize,
    /// How many were left out because a rule had too many.
    pub not_shown: usize,
    /// Rules that broke down on this file.
    pub broken_rules: Vec<&'static str>,
}

impl FileReport {
    /// A file that could not be read.
    #[must_use]
    pub fn unreadable(path: String, error: String) -> Self {
        Self {
            path,
            kind: Kind::Unreadable,
            error: Some(error),
            findings: vec![],
            suppressed: 0,
            not_shown: 0,
            broken_rules: vec![],
        }
    }
}

/// A finding with its place in words and the text around it.
#[derive(Debug, Clone)]
pub struct Located {
    /// The finding.
    pub finding: Finding,
    /// Where it begins.
    pub start: Position,
    /// Where it ends; exclusive.
    pub end: Position,
    /// The lines around the finding.
    pub excerpt: Excerpt,
    /// The lines around its fix; `None` without a fix, or when they are too many to show.
    pub fix_excerpt: Option<Excerpt>,
}

/// Some whole lines of a file.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// Offset of the first byte in the file.
    pub offset: usize,
    /// The lines.
    pub text: String,
}

/// A fix that touches more lines than this is named, not shown.
const MOST_FIX_LINES: usize = 24;
/// Of a finding that spans more lines than this, the first ones are shown.
const MOST_LINES: usize = 6;

impl Located {
    /// Finds the place of a finding in its file.
    #[must_use]
    pub fn new(finding: Finding, source: &Source<'_>) -> Self {
        let start = source.position(finding.span.start);
        let end = source.position(finding.span.end);
        let excerpt = Excerpt::new(source, finding.span, MOST_LINES);
        let fix_excerpt = finding.fix.as_ref().and_then(|fix| {
            let first = fix.edits.first()?.span.start;
            let last = fix.edits.last()?.span.end;
            let lines = source.line_of(last).saturating_sub(source.line_of(first)) + 1;
            (lines <= MOST_FIX_LINES)
                .then(|| Excerpt::new(source, Span::new(first, last), MOST_FIX_LINES))
        });
        Self { finding, start, end, excerpt, fix_excerpt }
    }
}

impl Excerpt {
    /// The lines that a span touches, at most `most`.
    fn new(source: &Source<'_>, span: Span, most: usize) -> Self {
        let first_line = source.line_of(span.start);
        let last_line = source.line_of(span.end.max(span.start)).min(first_line + most - 1);
        let offset = source.line_span(first_line).start;
        let end = source.line_span(last_line).end;
        Self { first_line, offset, text: source.slice(Span::new(offset, end)).to_owned() }
    }

    /// A span of the file as a range of the excerpt, cut to it.
    #[must_use]
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let cut = |at: usize| at.saturating_sub(self.offset).min(self.text.len());
        cut(span.start)..cut(span.end)
    }
}

/// The counts over all files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Files looked at.
    pub files: usize,
    /// Of these, model cards.
    pub model_cards: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Findings with a fix.
    pub fixable: usize,
    /// Findings with a fix that needs no look.
    pub safely_fixable: usize,
    /// Findings that were silenced.
    pub suppressed: usize,
    /// Findings left out because a rule had too many in one file.
    pub not_shown: usize,
    /// Files that could not be read.
    pub unreadable: usize,
}

impl Summary {
    /// Counts over files.
    #[must_use]
    pub fn of(files: &[FileReport]) -> Self {
        let mut summary = Self { files: files.len(), ..Self::default() };
        for file in files {
            summary.model_cards += usize::from(file.kind == Kind::ModelCard);
            summary.unreadable += usize::from(file.kind == Kind::Unreadable);
            summary.suppressed += file.suppressed;
            summary.not_shown += file.not_shown;
            for located in &file.findings {
                summary.take(&located.finding);
            }
        }
        summary
    }

    /// Counts one finding.
    pub fn take(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        if let Some(fix) = &finding.fix {
            self.fixable += 1;
            self.safely_fixable += usize::from(fix.safety == cardbot_core::finding::Safety::Safe);
        }
    }
}
