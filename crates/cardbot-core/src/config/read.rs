//! Reads a configuration file.

use super::Config;
use crate::text::Span;

/// What is wrong with a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Reads a configuration.
///
/// # Errors
/// All that is wrong with it, each with its place.
pub fn read(_text: &str) -> Result<Config, Vec<ConfigError>> {
    Ok(Config::default())
}
