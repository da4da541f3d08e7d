//! Licences the Hub knows.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::find;
use super::license_spelling::{fold, page_key};
use super::tables::licenses::{
    LICENSE_ALIASES, LICENSE_GUESSES, LICENSE_PAGES, LICENSE_PLACEHOLDERS, LICENSES,
    LICENSES_ELSEWHERE,
};

/// A licence with an id on the Hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct License {
    /// The id, as the Hub wants it in a card.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// The SPDX id, if there is one.
    pub spdx: Option<&'static str>,
    /// Our grouping: permissive, copyleft, responsible-ai, ….
    pub family: &'static str,
    /// Names a family of licences without a version.
    pub versionless: bool,
    /// What it asks beyond naming the author: `non-commercial`, `share-alike`, ….
    pub terms: &'static [&'static str],
}

impl License {
    /// Whether it is one licence of a family: `gpl-3.0` of `gpl`.
    #[must_use]
    pub fn belongs_to(&self, family: &Self) -> bool {
        let of_family = match family.id {
            "openrail" => self.family == "responsible-ai",
            "cc" => self.family == "creative-commons",
            id => self.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('-')),
        };
        family.versionless && of_family && !self.versionless
    }
}

/// All licences, sorted by id.
#[must_use]
pub fn licenses() -> &'static [License] {
    LICENSES
}

/// The licence of an id, exactly as written.
#[must_use]
pub fn license(id: &str) -> Option<&'static License> {
    find(LICENSES, id, |row| row.id)
}

/// The licence that a spelling certainly means: another case, the SPDX id, the full name, the
/// address of its page, or a common alias.
#[must_use]
pub fn license_by_spelling(text: &str) -> Option<&'static License> {
    if text.len() > LONGEST_SPELLING {
        return None;
    }
    let text = text.trim();
    if let Some(key) = page_key(text) {
        return license_by_page(&key);
    }
    spellings().get(fold(text).as_str()).copied()
}

/// Nobody writes a licence's name longer than this.
const LONGEST_SPELLING: usize = 200;

/// The licence that is likeliest meant where a text names a family without a version.
#[must_use]
pub fn license_by_guess(text: &str) -> Option<&'static License> {
    if text.len() > LONGEST_SPELLING {
        return None;
    }
    let folded = fold(text.trim());
    LICENSE_GUESSES.iter().find(|row| fold(row.0) == folded).and_then(|row| license(row.1))
}

/// Whether a text stands where a licence will be written some day: `???`, `TODO`.
#[must_use]
pub fn is_license_placeholder(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    find(LICENSE_PLACEHOLDERS, &lower, |row| row).is_some()
}

/// Whether a text names a licence that the Hub has no id for. Other versions of Creative Commons
/// licences are among them.
#[must_use]
pub fn is_license_elsewhere(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    find(LICENSES_ELSEWHERE, &lower, |row| row).is_some() || fold(text).starts_with("cc-by-")
}

/// The licence whose page has an address.
fn license_by_page(key: &str) -> Option<&'static License> {
    if let Some((_, id)) = find(LICENSE_PAGES, key, |row| row.0) {
        return license(id);
    }
    // `creativecommons.org/licenses/by-sa/4.0`
    if let Some(rest) = key.strip_prefix("creativecommons.org/licenses/") {
        let (kind, version) = rest.split_once('/')?;
        let version = version.split('/').next().unwrap_or(version);
        return license(&format!("cc-{kind}-{version}"));
    }
    let lists = ["opensource.org/licenses/", "opensource.org/license/", "spdx.org/licenses/"];
    let lists = lists.into_iter().chain(["choosealicense.com/licenses/"]);
    let name = lists.filter_map(|list| key.strip_prefix(list)).next()?;
    spellings().get(fold(name).as_str()).copied()
}

/// Ids, SPDX ids, names and aliases, all folded. Built when the first odd spelling turns up.
fn spellings() -> &'static HashMap<String, &'static License> {
    static SPELLINGS: OnceLock<HashMap<String, &'static License>> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        let mut map = HashMap::new();
        for row in LICENSES {
            for text in [Some(row.id), row.spdx, Some(row.name)].into_iter().flatten() {
                map.entry(fold(text)).or_insert(row);
            }
        }
        for (text, id) in LICENSE_ALIASES {
            if let Some(row) = license(id) {
                map.entry(fold(text)).or_insert(row);
            }
        }
        map
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        license_by_spelling(text).map(|row| row.id)
    }

    #[test]
    fn every_spelling_means_one_licence() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let own = LICENSES.iter().flat_map(|row| {
            [Some(row.id), row.spdx, Some(row.name)].into_iter().flatten().map(|t| (t, row.id))
        });
        let tables = LICENSE_ALIASES.iter().chain(LICENSE_GUESSES).map(|(text, id)| (*text, *id));
        for (text, id) in own.chain(tables) {
            assert!(license(id).is_some(), "{text} points to {id}");
            let other = seen.insert(fold(text), id);
            assert!(other.is_none_or(|o| o == id), "{text}: {id} or {other:?}");
        }
        for (text, _) in LICENSE_GUESSES {
            assert_eq!(id_of(license_by_spelling(text)), None, "{text} is a guess");
        }
        for text in LICENSES_ELSEWHERE {
            assert_eq!(id_of(license_by_spelling(text)), None, "{text} has an id");
        }
        for (page, id) in LICENSE_PAGES {
            assert!(license(id).is_some(), "{page} points to {id}");
            assert_eq!(id_of(license_by_spelling(&format!("https://www.{page}/"))), Some(*id));
        }
    }

    fn id_of(row: Option<&License>) -> Option<&str> {
        row.map(|row| row.id)
    }

    #[test]
    fn spellings_that_people_use() {
        for (text, wanted) in [
            ("MIT", "mit"),
            ("MIT License", "mit"),
            ("the MIT licence", "mit"),
            ("Apache 2.0", "apache-2.0"),
            ("apache2", "apache-2.0"),
            ("Apache License, Version 2.0", "apache-2.0"),
            ("Apache_2.0", "apache-2.0"),
            ("CC BY 4.0", "cc-by-4.0"),
            ("CC-BY-NC-SA-4", "cc-by-nc-sa-4.0"),
            ("ccbync4.0", "cc-by-nc-4.0"),
            ("Creative Commons Attribution-NonCommercial 4.0 International", "cc-by-nc-4.0"),
            ("Attribution-ShareAlike 3.0 Unported", "cc-by-sa-3.0"),
            ("CC BY-NC-SA 4.0 International License", "cc-by-nc-sa-4.0"),
            ("Creative Commons Attribution 4.0 International (CC BY 4.0)", "cc-by-4.0"),
            ("GPL-3", "gpl-3.0"),
            ("GPLv3+", "gpl-3.0"),
            ("GNU GPL 3.0", "gpl-3.0"),
            ("GNU General Public License v3.0 or later", "gpl-3.0"),
            ("lgplv2.1", "lgpl-2.1"),
            ("bsd3", "bsd-3-clause"),
            ("BSD 3-Clause License", "bsd-3-clause"),
            ("Academic Free License v3.0", "afl-3.0"),
            ("creativeml openrail m", "creativeml-openrail-m"),
            ("OpenRAIL++", "openrail++"),
            ("Llama 3.1 Community License", "llama3.1"),
            ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT", "llama3"),
            ("https://creativecommons.org/licenses/by-nc/4.0/deed.en", "cc-by-nc-4.0"),
            ("http://www.apache.org/licenses/LICENSE-2.0.txt", "apache-2.0"),
            ("https://opensource.org/licenses/MIT", "mit"),
            ("Other", "other"),
        ] {
            assert_eq!(id(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_left_alone() {
        for text in [
            "cc-by-nc",
            "cc-by-nc-2.5",
            "apache-1.1",
            "mit-0",
            "llama",
            "openrail-m",
            "gpl-1.0",
            "mit or apache-2.0",
            "qwen",
            "non-commercial",
            "",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
        assert_eq!(license_by_guess("CC BY-NC").map(|row| row.id), Some("cc-by-nc-4.0"));
        assert!(is_license_placeholder("???"));
        assert!(is_license_placeholder("TBD "));
        assert!(!is_license_placeholder("mit"));
    }
}
