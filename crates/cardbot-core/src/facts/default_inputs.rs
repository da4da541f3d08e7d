//! The example inputs that the Hub has of its own.

use super::find;
use super::tables::default_inputs::DEFAULT_INPUTS;

/// The first of some languages in which the Hub has example inputs for a task.
#[must_use]
pub fn default_input_language<'l>(
    task: &str,
    languages: impl IntoIterator<Item = &'l str>,
) -> Option<&'l str> {
    languages
        .into_iter()
        .find(|id| find(DEFAULT_INPUTS, id, |row| row.0).is_some_and(|row| row.1.contains(&task)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_inputs_for_some_tasks_only() {
        assert_eq!(default_input_language("fill-mask", ["ko", "fr", "en"]), Some("fr"));
        assert_eq!(default_input_language("fill-mask", ["de"]), None);
        assert_eq!(default_input_language("question-answering", ["de"]), Some("de"));
        assert_eq!(default_input_language("image-classification", ["en"]), None);
    }
}
