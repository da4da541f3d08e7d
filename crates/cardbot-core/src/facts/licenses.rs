//! Licences the Hub knows.

use super::find;
use super::tables::licenses::{LICENSE_ALIASES, LICENSES};

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

/// The licence that a spelling certainly means: another case, the SPDX id, the full name or a
/// common alias.
#[must_use]
pub fn license_by_spelling(text: &str) -> Option<&'static License> {
    let folded = text.trim().to_lowercase();
    let plain = folded.replace(['_', ' '], "-");
    license(&folded)
        .or_else(|| license(&plain))
        .or_else(|| {
            LICENSES.iter().find(|row| {
                row.name.eq_ignore_ascii_case(&folded)
                    || row.spdx.is_some_and(|spdx| spdx.eq_ignore_ascii_case(&folded))
            })
        })
        .or_else(|| {
            [folded.as_str(), plain.as_str()]
                .into_iter()
                .find_map(|text| find(LICENSE_ALIASES, text, |row| row.0))
                .and_then(|(_, id)| license(id))
        })
}
