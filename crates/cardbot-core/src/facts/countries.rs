//! Codes of countries, which people take for languages.

use super::find;
use super::tables::countries::COUNTRIES;

/// A country or territory with an ISO 3166 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// The code in lower case.
    pub code: &'static str,
    /// The English name.
    pub name: &'static str,
    /// The language most likely spoken there.
    pub spoken: &'static str,
    /// The language that is certainly meant by one who writes the code as a language.
    pub language: Option<&'static str>,
    /// The language that is likely meant.
    pub maybe: Option<&'static str>,
}

/// The country of a code in lower case.
#[must_use]
pub fn country(code: &str) -> Option<&'static Country> {
    find(COUNTRIES, code, |row| row.code)
}
