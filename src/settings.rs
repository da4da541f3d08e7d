//! The configuration in force: the file, then what the command line says.

use std::fs;
use std::path::{Path, PathBuf};

use cardbot_core::config::{self, Config, FailOn};
use cardbot_core::config_file;
use cardbot_core::rules;
use cardbot_core::text::Source;

use crate::trouble::said;

/// What the command line may say on top.
#[derive(Debug, Default, Clone)]
pub struct Overrides {
    /// Configuration file to use instead of the repository's.
    pub config: Option<PathBuf>,
    /// What fails the run.
    pub fail_on: Option<FailOn>,
    /// Only these rules.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
}

/// Reads the configuration of a folder's repository and puts the overrides on top.
///
/// # Errors
/// A message for people, when the file can't be read, is not valid, or a rule is not known.
pub fn load(root: &Path, overrides: &Overrides) -> Result<Config, String> {
    let config = match &overrides.config {
        Some(path) => {
            let bytes = fs::read(path).map_err(|e| {
                format!("the configuration {} can't be read: {}", path.display(), said(&e))
            })?;
            parse(&path.display().to_string(), &bytes)?
        }
        None => {
            let found = config::PATHS.iter().find_map(|name| {
                let bytes = fs::read(root.join(name)).ok()?;
                Some((name, bytes))
            });
            match found {
                Some((name, bytes)) => parse(name, &bytes)?,
                None => Config::default(),
            }
        }
    };
    with_overrides(config, overrides)
}

/// Puts the command line's options on top of a configuration.
///
/// # Errors
/// A message for people, when a rule is not known.
pub fn with_overrides(mut config: Config, overrides: &Overrides) -> Result<Config, String> {
    config.select = rule_names(&overrides.select, "--select")?;
    config.ignore.extend(rule_names(&overrides.ignore, "--ignore")?);
    if let Some(fail_on) = overrides.fail_on {
        config.fail_on = fail_on;
    }
    Ok(config)
}

/// Reads the text of a configuration file.
///
/// # Errors
/// All that is wrong with it, one `file:line:column: message` a line.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Config, String> {
    let source = Source::new(bytes);
    config_file::read(source.text()).map_err(|errors| {
        let lines: Vec<String> = errors
            .iter()
            .map(|error| {
                let at = source.position(error.span.start);
                let help = error.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
                format!("{name}:{}:{}: {}{help}", at.line, at.column, error.message)
            })
            .collect();
        format!("the configuration is not valid\n{}", lines.join("\n"))
    })
}

/// Checks rule names; a family name stands for all its rules.
fn rule_names(names: &[String], option: &str) -> Result<Vec<String>, String> {
    let mut known = vec![];
    for name in names.iter().flat_map(|n| n.split(',')).map(str::trim).filter(|n| !n.is_empty()) {
        if let Some(rule) = rules::find(name) {
            known.push(rule.name.to_owned());
            continue;
        }
        let family: Vec<_> = rules::REGISTRY
            .iter()
            .filter(|rule| rule.family() == name.trim_end_matches(['-', '*']))
            .map(|rule| rule.name.to_owned())
            .collect();
        if family.is_empty() {
            let hint = rules::nearest(name).map(|n| format!("; did you mean `{n}`?"));
            return Err(format!(
                "{option}: there is no rule `{name}`{}",
                hint.unwrap_or_else(|| "; `cardbot rules` lists them".to_owned())
            ));
        }
        known.extend(family);
    }
    Ok(known)
}

/// The root of the git repository around a folder, else the folder itself.
#[must_use]
pub fn root_of(folder: &Path) -> PathBuf {
    let start = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    start
        .ancestors()
        .find(|ancestor| ancestor.join(".git").exists())
        .map_or_else(|| start.clone(), Path::to_path_buf)
}
