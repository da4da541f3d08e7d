//! The output formats. Card text is hostile: what is printed is escaped for its format.

pub mod escape;
pub mod github;
pub mod json;
pub mod markdown;
pub mod rdjson;
pub mod sarif;
pub mod terminal;
pub mod text;

use crate::cli::Format;
use crate::report::{Detail, FileReport, Summary};

pub use escape::plain;

/// Findings in one of the formats that show files.
#[must_use]
pub fn of_files(format: Format, files: &[FileReport], summary: &Summary) -> String {
    match format {
        Format::Text => text::findings(files, terminal::width()),
        Format::Json => json::check(files, *summary) + "\n",
        Format::Markdown => markdown::check(files, summary),
        Format::Github => github::commands(files),
        Format::Sarif => sarif::log(files) + "\n",
        Format::Rdjson => rdjson::result(files) + "\n",
    }
}

/// Prints what is in one of the formats on standard output. The runner of GitHub Actions reads
/// along there: no card may command it.
///
/// # Errors
/// A message for people.
pub fn print(format: Format, text: &str) -> Result<(), String> {
    match format {
        Format::Text | Format::Markdown => terminal::print(text),
        Format::Json | Format::Sarif | Format::Rdjson => terminal::print_json(text),
        // These are commands, and what stands in them is escaped.
        Format::Github => terminal::print_bytes(text.as_bytes()),
    }
}

/// What a format needs to know of each finding.
#[must_use]
pub fn detail(format: Format) -> Detail {
    match format {
        Format::Text => Detail::Picture,
        Format::Json | Format::Markdown | Format::Github => Detail::Place,
        Format::Sarif | Format::Rdjson => Detail::Edits,
    }
}

/// The page of a rule, for links in outputs.
#[must_use]
pub fn rule_url(rule: &str) -> String {
    RulePages::default().url(rule)
}

/// Where the pages of the rules are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePages {
    folder: String,
    ending: &'static str,
}

impl Default for RulePages {
    /// Those of the project.
    fn default() -> Self {
        let folder = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules");
        Self { folder: folder.to_owned(), ending: ".md" }
    }
}

impl RulePages {
    /// Those of a server: `FOLDER/NAME`.
    #[must_use]
    pub fn at(folder: &str) -> Self {
        Self { folder: folder.trim_end_matches('/').to_owned(), ending: "" }
    }

    /// The page of a rule.
    #[must_use]
    pub fn url(&self, rule: &str) -> String {
        format!("{}/{rule}{}", self.folder, self.ending)
    }
}

/// Says on standard error which rules broke down where; their findings are missing.
pub fn tell_broken(files: &[FileReport]) {
    for file in files.iter().filter(|file| !file.broken_rules.is_empty()) {
        let rules = file.broken_rules.join(", ");
        terminal::tell(&format!(
            "cardbot: a fault of cardbot itself: {rules} broke down on {}; please report it\n",
            escape::path(&file.path)
        ));
    }
}
