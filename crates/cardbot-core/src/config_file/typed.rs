//! The configuration as serde types: what the checks let through is built from these, so a key
//! that they do not have can't slip in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::globs::normal;
use crate::config::{Config, FailOn, HubLink, PathIgnore};
use crate::finding::Severity;
use crate::rules;

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    cards: Option<Cards>,
    rules: Option<BTreeMap<String, Setting>>,
    fail_on: Option<FailOnWord>,
    require: Option<Vec<String>>,
    ignore: Option<Vec<IgnoreItem>>,
    hub: Option<BTreeMap<String, Hub>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Cards {
    Include(Vec<String>),
    Both(CardsMap),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CardsMap {
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Setting {
    Off,
    Note,
    Warning,
    Error,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FailOnWord {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum IgnoreItem {
    Rule(String),
    InPath(IgnoreInPath),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct IgnoreInPath {
    path: String,
    rules: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Hub {
    id: Option<String>,
    #[serde(default)]
    mirror: bool,
}

impl From<File> for Config {
    fn from(file: File) -> Self {
        let mut config = Self::default();
        match file.cards {
            Some(Cards::Include(globs)) => config.include = globs,
            Some(Cards::Both(cards)) => {
                config.include = cards.include.unwrap_or_default();
                config.exclude = cards.exclude.unwrap_or_default();
            }
            None => {}
        }
        let set = file.rules.unwrap_or_default();
        config.rules = set.into_iter().map(|(name, set)| (current(name), set.into())).collect();
        if let Some(word) = file.fail_on {
            config.fail_on = word.into();
        }
        config.require = file.require.unwrap_or_default();
        for item in file.ignore.unwrap_or_default() {
            match item {
                IgnoreItem::Rule(name) => config.ignore.push(current(name)),
                IgnoreItem::InPath(IgnoreInPath { path, rules }) => {
                    let rules = rules.into_iter().map(current).collect();
                    config.ignore_paths.push(PathIgnore { path, rules });
                }
            }
        }
        let hub = file.hub.unwrap_or_default();
        config.hub = hub.into_iter().map(|(path, hub)| (folder(&path), hub.into())).collect();
        config
    }
}

/// The name that a rule has today.
fn current(name: String) -> String {
    rules::find(&name).map_or(name, |rule| rule.name.to_owned())
}

/// A path as it is looked up: without `./` before it or `/` behind it, and `.` for the root.
fn folder(path: &str) -> String {
    match normal(path).trim_end_matches('/') {
        "" => ".".to_owned(),
        path => path.to_owned(),
    }
}

impl From<Setting> for Option<Severity> {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Off => None,
            Setting::Note => Some(Severity::Note),
            Setting::Warning => Some(Severity::Warning),
            Setting::Error => Some(Severity::Error),
        }
    }
}

impl From<FailOnWord> for FailOn {
    fn from(word: FailOnWord) -> Self {
        match word {
            FailOnWord::Error => Self::At(Severity::Error),
            FailOnWord::Warning => Self::At(Severity::Warning),
            FailOnWord::Note => Self::At(Severity::Note),
            FailOnWord::Never => Self::Never,
        }
    }
}

impl From<Hub> for HubLink {
    fn from(hub: Hub) -> Self {
        Self { id: hub.id, mirror: hub.mirror, files: None }
    }
}
