//! The configuration: what a repository asks of cardbot. Its file is read by [`crate::config_file`].

pub(crate) mod globs;
pub mod keys;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Severity;

/// Where a configuration is looked for, from the repository's root; the first that is there
/// counts.
pub const PATHS: &[&str] = &[".github/cardbot.yml", "cardbot.yml"];

/// Whether a path from the repository's root is one of a configuration file.
#[must_use]
pub fn is_config_path(path: &str) -> bool {
    PATHS.contains(&globs::normal(path))
}

/// What fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Findings of this severity or a higher one.
    At(Severity),
    /// Nothing.
    Never,
}

impl FailOn {
    /// The setting of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "never" { Some(Self::Never) } else { Severity::from_word(word).map(Self::At) }
    }

    /// Whether a finding of this severity fails the run.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        matches!(self, Self::At(least) if severity >= least)
    }
}

/// The link between a card and its repository on the Hub.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubLink {
    /// The model's id, `org/name`.
    pub id: Option<String>,
    /// Whether this repository holds the same files as the one on the Hub.
    pub mirror: bool,
    /// The files of a mirrored repository, as paths from the card's folder. The configuration does
    /// not name them: whoever runs the check fills them in, where they can be listed.
    pub files: Option<BTreeSet<String>>,
}

/// Rules that are ignored in some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathIgnore {
    /// A glob of files or folders.
    pub path: String,
    /// Rule names.
    pub rules: Vec<String>,
}

/// A checked configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Globs of paths that are model cards even without front matter; empty for none.
    pub include: Vec<String>,
    /// Globs of files and folders that are never reviewed.
    pub exclude: Vec<String>,
    /// Severities by rule; `None` switches the rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// What fails a run.
    pub fail_on: FailOn,
    /// Keys that must be there.
    pub require: Vec<String>,
    /// Rules ignored everywhere.
    pub ignore: Vec<String>,
    /// Rules ignored in some paths.
    pub ignore_paths: Vec<PathIgnore>,
    /// Links to the Hub, by the path of a card or of the folder it stands in.
    pub hub: BTreeMap<String, HubLink>,
    /// Rules named on the command line: only these run. Empty for all.
    pub select: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            include: vec![],
            exclude: vec![],
            rules: BTreeMap::new(),
            fail_on: FailOn::At(Severity::Error),
            require: vec![],
            ignore: vec![],
            ignore_paths: vec![],
            hub: BTreeMap::new(),
            select: vec![],
        }
    }
}

impl Config {
    /// The Hub link of a card: of its own path, else of the folder it stands in.
    #[must_use]
    pub fn hub_link(&self, path: &str) -> Option<&HubLink> {
        let path = globs::normal(path);
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        self.hub.get(path).or_else(|| self.hub.get(folder))
    }

    /// Fills in the files of the mirrored repositories; `list` tells those below a folder, as paths
    /// from that folder (`""` for the root).
    pub fn list_mirrors(&mut self, list: impl Fn(&str) -> Option<BTreeSet<String>>) {
        for (path, link) in self.hub.iter_mut().filter(|(_, link)| link.mirror) {
            // A link names a card or the folder that it stands in.
            let folder = match path.rsplit_once('/') {
                _ if !path.ends_with(".md") => path.as_str(),
                Some((folder, _)) => folder,
                None => "",
            };
            link.files = list(if folder == "." { "" } else { folder });
        }
    }

    /// Whether `cards:` names the path as a card.
    #[must_use]
    pub fn names_card(&self, path: &str) -> bool {
        self.include.iter().any(|glob| globs::matches(glob, path))
    }

    /// Whether `cards:` excludes the path, or a folder that it lies in.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|glob| globs::covers(glob, path))
    }

    /// Whether `ignore:` silences a rule in a path.
    #[must_use]
    pub fn ignores(&self, rule: &str, path: &str) -> bool {
        self.ignore.iter().any(|name| name == rule)
            || self.ignore_paths.iter().any(|ignore| {
                ignore.rules.iter().any(|name| name == rule) && globs::covers(&ignore.path, path)
            })
    }
}
