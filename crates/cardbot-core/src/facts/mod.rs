//! Facts about the card format, from the tables in `data/`.

mod countries;
mod languages;
mod license_spelling;
mod licenses;
pub(crate) mod tables;
mod tasks;

pub use countries::{Country, country};
pub use languages::{
    Alike, Language, Named, alike, common_language_names, is_language_placeholder,
    is_language_variant, is_no_language, is_programming_beside_others, is_programming_language,
    is_region_pair, language, language_by_name, language_id, language_ids, language_name,
    short_language,
};
pub use licenses::{
    License, is_license_placeholder, license, license_by_guess, license_by_spelling, licenses,
};
pub use tasks::{Library, Task, libraries, library, task, tasks};

/// Looks a key up in a table sorted by it.
fn find<'t, T>(table: &'t [T], key: &str, key_of: impl Fn(&T) -> &str) -> Option<&'t T> {
    table.binary_search_by(|row| key_of(row).cmp(key)).ok().and_then(|at| table.get(at))
}
