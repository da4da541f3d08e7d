//! Evaluation results: fields, task types, metric types.

use super::find;
use super::tables::eval::{
    DATASET_FIELDS, ENTRY_FIELDS, FIELD_NAMES, LETTERS_ALIKE, METRIC_TYPES, METRIC_TYPES_MEANT,
    NO_VALUES, SOURCE_FIELDS, TEMPLATE_NAMES, TOOL_TASK_TYPES,
};

/// A map of an `.eval_results` file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMap {
    /// One result.
    Entry,
    /// Its `dataset`.
    Dataset,
    /// Its `source`.
    Source,
}

/// The fields of a map of an `.eval_results` file.
#[must_use]
pub fn eval_file_fields(map: FileMap) -> &'static [&'static str] {
    match map {
        FileMap::Entry => ENTRY_FIELDS,
        FileMap::Dataset => DATASET_FIELDS,
        FileMap::Source => SOURCE_FIELDS,
    }
}

/// The field that is meant by a name that people write in its place.
#[must_use]
pub fn eval_field_meant(name: &str) -> Option<&'static str> {
    find(FIELD_NAMES, name, |row| row.0).map(|row| row.1)
}

/// Whether an evaluation tool writes this as a task type.
#[must_use]
pub fn is_tool_task_type(name: &str) -> bool {
    TOOL_TASK_TYPES.binary_search(&name).is_ok()
}

/// Common metric types, sorted.
#[must_use]
pub fn metric_types() -> &'static [&'static str] {
    METRIC_TYPES
}

/// Whether a metric type is a common one.
#[must_use]
pub fn is_metric_type(name: &str) -> bool {
    METRIC_TYPES.binary_search(&name).is_ok()
}

/// The metric type that is meant by a common misspelling.
#[must_use]
pub fn metric_type_meant(name: &str) -> Option<&'static str> {
    find(METRIC_TYPES_MEANT, &name.to_lowercase(), |row| row.0).map(|row| row.1)
}

/// A name in Latin letters, where it has letters of other scripts that look the same; `None` when
/// it has none of these, or other letters as well.
#[must_use]
pub fn metric_type_alike(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let latin = |c: char| {
        if c.is_ascii() {
            return Some(c);
        }
        let at = LETTERS_ALIKE.binary_search_by_key(&c, |row| row.0).ok()?;
        LETTERS_ALIKE.get(at).map(|row| row.1)
    };
    name.chars().map(latin).collect()
}

/// Whether a text stands for a value that is not there: `N/A`, `???`.
#[must_use]
pub fn is_no_value(text: &str) -> bool {
    NO_VALUES.binary_search(&text.trim().to_lowercase().as_str()).is_ok()
}

/// Whether a text is a name from a template, to be replaced by what it names.
#[must_use]
pub fn is_eval_template_name(text: &str) -> bool {
    TEMPLATE_NAMES.binary_search(&text.trim().to_lowercase().as_str()).is_ok()
}
