//! The JSON Schemas that `cardbot schema` prints: of a card's metadata, of the configuration and of
//! the JSON output. Word lists come from the same tables that the rules read.

mod carbon;
mod card;
mod config;
mod output;

#[cfg(test)]
mod tests;

pub use card::card;
pub use config::config;
pub use output::output;

/// Draft 7 is what editors understand best.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";
