//! What was found in files, with the positions that every output needs.

mod fix_diff;
mod joint;
mod picture;

use std::borrow::Cow;

use cardbot_core::edit::Edit;
use cardbot_core::finding::{Finding, Safety, Severity};
use cardbot_core::kind::Kind;
use cardbot_core::text::{Position, Source, Span};

pub(crate) use fix_diff::window;
pub use fix_diff::{DiffLine, FixDiff, Sign};
pub use picture::{Excerpt, Label, Picture};

/// What was found in one file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The path as it was given or found; `-` for standard input.
    pub path: String,
    /// What kind of file it is.
    pub kind: Kind,
    /// The path from the repository's root, where that is another one.
    pub from_root: Option<String>,
    /// Why it could not be read; only with [`Kind::Unreadable`].
    pub error: Option<String>,
    /// Rules that broke down on it.
    pub broken_rules: Vec<&'static str>,
    /// The findings, in the order of the file.
    pub findings: Vec<Located>,
    /// How many were silenced.
    pub suppressed: usize,
    /// How many were left out because a rule had too many.
    pub not_shown: usize,
}

impl FileReport {
    /// A file that could not be read.
    #[must_use]
    pub fn unreadable(path: String, error: String) -> Self {
        Self {
            path,
            kind: Kind::Unreadable,
            from_root: None,
            error: Some(error),
            broken_rules: vec![],
            findings: vec![],
            suppressed: 0,
            not_shown: 0,
        }
    }

    /// The path from the repository's root, as machines want it.
    #[must_use]
    pub fn repository_path(&self) -> &str {
        self.from_root.as_deref().unwrap_or(&self.path)
    }

    /// What went wrong with the file itself, in words.
    #[must_use]
    pub fn trouble(&self) -> Option<Cow<'_, str>> {
        if let Some(error) = &self.error {
            return Some(Cow::Borrowed(error));
        }
        let rules = self.broken_rules.join(", ");
        (!rules.is_empty()).then(|| format!("these rules broke down here: {rules}").into())
    }
}

/// How much is worked out about a finding: as much as the output shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Where it is.
    Place,
    /// Where it and the edits of its fix are.
    Edits,
    /// The lines around it and its fix, to be drawn.
    Picture,
}

/// A finding with its place in words.
#[derive(Debug, Clone)]
pub struct Located {
    /// The finding.
    pub finding: Finding,
    /// Where it begins.
    pub start: Position,
    /// Where it ends; exclusive.
    pub end: Position,
    /// Where it is shown: as `start` and `end`, but always in a line that is there.
    pub shown: (Position, Position),
    /// The edits of its fix; with [`Detail::Edits`].
    pub edits: Vec<LocatedEdit>,
    /// The edits of its fix as a single one; with [`Detail::Edits`], where they are near to each
    /// other.
    pub joint_edit: Option<LocatedEdit>,
    /// The places of the finding's related spans; with [`Detail::Edits`].
    pub related: Vec<(Position, Position)>,
    /// With [`Detail::Picture`].
    pub picture: Option<Picture>,
}

/// An edit with its place in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedEdit {
    /// Where it begins.
    pub start: Position,
    /// Where it ends; exclusive.
    pub end: Position,
    /// What comes there.
    pub text: String,
}

impl Located {
    /// Finds the place of a finding in its file.
    #[must_use]
    pub fn new(finding: Finding, source: &Source<'_>, detail: Detail) -> Self {
        let places = |span: Span| (source.position(span.start), source.position(span.end));
        let (start, end) = places(finding.span);
        let mut located = Self {
            start,
            end,
            shown: places(in_lines(finding.span, source)),
            edits: vec![],
            joint_edit: None,
            related: vec![],
            picture: (detail == Detail::Picture).then(|| Picture::new(&finding, source)),
            finding,
        };
        if detail == Detail::Edits {
            let finding = &located.finding;
            located.related = finding.related.iter().map(|(span, _)| places(*span)).collect();
            if let Some(fix) = &finding.fix {
                let place = |edit: &Edit| {
                    let (start, end) = places(edit.span);
                    LocatedEdit { start, end, text: edit.text.clone() }
                };
                located.edits = fix.edits.iter().map(place).collect();
                located.joint_edit = joint::edit(&fix.edits, source).as_ref().map(place);
            }
        }
        located
    }
}

/// A span moved out of the place behind the last line end, where a file has no line any more.
fn in_lines(span: Span, source: &Source<'_>) -> Span {
    let last_line = source.line_span(source.line_count());
    let keep =
        |at: usize| if source.line_of(at) > source.line_count() { last_line.end } else { at };
    Span::new(keep(span.start), keep(span.end))
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
            self.safely_fixable += usize::from(fix.safety == Safety::Safe);
        }
    }
}
