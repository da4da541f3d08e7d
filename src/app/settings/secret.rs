//! Text that is shown to nobody.

use std::fmt;
use std::path::Path;

use crate::trouble::said;

/// A secret. It prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Some text from now on kept secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for whoever needs it and prints it nowhere.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A secret from its variable, or from the file that the variable with `_FILE` at its end names.
pub(super) fn find(
    name: &str,
    value: Option<&str>,
    file: Option<&str>,
) -> Result<Option<Secret>, String> {
    match (value, file) {
        (Some(_), Some(_)) => Err(format!("{name} and {name}_FILE are both set; keep one")),
        (Some(text), None) => Ok(Some(Secret::new(text.trim()))),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(Path::new(path))
                .map_err(|error| format!("{name}_FILE names {path}: {}", said(&error)))?;
            let text = text.trim();
            if text.is_empty() {
                return Err(format!("{name}_FILE names {path}, which is empty"));
            }
            Ok(Some(Secret::new(text)))
        }
        (None, None) => Ok(None),
    }
}
