//! Reads a configuration file, and says what is wrong with it.

mod check;
mod typed;

#[cfg(test)]
mod tests;

pub(crate) use self::check::Problem;
use self::typed::File;
use crate::config::Config;
use crate::rules::Draft;
use crate::text::{Source, Span};
use crate::yaml::Tree;

/// What is wrong with a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The rule it falls under, `config-unknown-key` or the like.
    pub rule: &'static str,
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Reads a configuration. An empty file asks for nothing and gives the defaults.
///
/// # Errors
/// All that is wrong with it, each with its place.
pub fn read(text: &str) -> Result<Config, Vec<ConfigError>> {
    let examined = examine(text);
    match examined.config {
        Some(config) => Ok(config),
        None => Err(examined
            .problems
            .into_iter()
            .filter(|problem| !problem.is_only_warning())
            .map(|Problem { rule, draft }| ConfigError {
                rule,
                span: draft.span,
                message: draft.message,
                help: draft.help,
            })
            .collect()),
    }
}

/// What a look at a configuration gave.
#[derive(Debug)]
pub(crate) struct Examined<'s> {
    /// The configuration, when nothing worse than a warning was found.
    pub(crate) config: Option<Config>,
    /// The mistakes, in the order of the file.
    pub(crate) problems: Vec<Problem>,
    /// The tree, when the text is YAML.
    pub(crate) tree: Option<Tree<'s>>,
}

/// As [`examine`], for a file.
pub(crate) fn examine_source<'s>(source: &'s Source<'_>) -> Examined<'s> {
    let mut examined = examine(source.text());
    if let Some(&at) = source.invalid_bytes().first() {
        let draft = Draft::on_card(Span::new(at, at + 1), "this byte is not UTF-8")
            .help("Save the file as UTF-8.");
        examined.config = None;
        examined.problems.insert(0, Problem { rule: "config-syntax", draft });
    }
    examined
}

/// Checks a configuration and builds it.
fn examine(text: &str) -> Examined<'_> {
    // Windows editors put a byte-order mark first; YAML allows it, the typed reader does not.
    let yaml = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - yaml.len();
    let (tree, mut problems) = check::check(yaml, offset);
    if !problems.iter().all(Problem::is_only_warning) {
        return Examined { config: None, problems, tree };
    }
    match build(yaml, tree.as_ref()) {
        Ok(config) => Examined { config: Some(config), problems, tree },
        Err(error) => {
            problems.push(Problem { rule: "config-syntax", draft: refused(yaml, offset, &error) });
            Examined { config: None, problems, tree }
        }
    }
}

fn build(yaml: &str, tree: Option<&Tree<'_>>) -> Result<Config, serde_yaml::Error> {
    let empty = tree.and_then(Tree::root).is_none_or(|root| root.is_null());
    let file = if empty { File::default() } else { serde_yaml::from_str(yaml)? };
    Ok(file.into())
}

/// The two parsers differ in rare corners of YAML; what only one of them takes is refused.
fn refused(yaml: &str, offset: usize, error: &serde_yaml::Error) -> Draft {
    let mut at = error.location().map_or(0, |location| location.index()).min(yaml.len());
    while !yaml.is_char_boundary(at) {
        at -= 1;
    }
    Draft::on_card(Span::empty(offset + at), format!("this can't be read: {error}"))
}
