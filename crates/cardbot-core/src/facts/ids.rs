//! Ids of metrics and datasets, and what people write in their place.

use super::find;
use super::tables::ids::{
    DATASET_PLACEHOLDERS, DATASET_TITLES, DATASETS, METRIC_PLACEHOLDERS, METRIC_SPELLINGS, METRICS,
    TAG_KEYS, TAG_PLACEHOLDERS,
};

/// Longer texts name no metric and no dataset.
const MOST: usize = 60;

/// Whether this is the id of a metric that Hugging Face publishes.
#[must_use]
pub fn is_metric(id: &str) -> bool {
    METRICS.binary_search(&id).is_ok()
}

/// The metric that a text names in another spelling: `F1 Score` is `f1`.
#[must_use]
pub fn metric_by_spelling(text: &str) -> Option<&'static str> {
    if text.len() > MOST {
        return None;
    }
    let squeezed: String =
        text.chars().filter(|c| !"-_ '’".contains(*c)).flat_map(char::to_lowercase).collect();
    find(METRIC_SPELLINGS, &squeezed, |row| row.0).map(|row| row.1)
}

/// Whether a name stands for one dataset and nothing else.
#[must_use]
pub fn is_dataset_name(name: &str) -> bool {
    DATASETS.binary_search(&name).is_ok()
}

/// The id of a dataset with this title.
#[must_use]
pub fn dataset_by_title(title: &str) -> Option<&'static str> {
    if title.len() > MOST {
        return None;
    }
    let spaced = title.to_lowercase().replace(['-', '_', '/'], " ");
    let folded = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    find(DATASET_TITLES, &folded, |row| row.0).map(|row| row.1)
}

/// Whether a template left this text in `datasets`, `metrics` or `tags`.
#[must_use]
pub fn is_id_placeholder(key: &str, text: &str) -> bool {
    let table = match key {
        "datasets" => DATASET_PLACEHOLDERS,
        "metrics" => METRIC_PLACEHOLDERS,
        "tags" => TAG_PLACEHOLDERS,
        _ => return false,
    };
    text.len() <= MOST && table.binary_search(&text.trim().to_lowercase().as_str()).is_ok()
}

/// The key that is meant by what stands before the colon of a tag: `licence:mit`.
#[must_use]
pub fn key_of_tag(prefix: &str) -> Option<&'static str> {
    find(TAG_KEYS, prefix, |row| row.0).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_have_many_spellings() {
        assert_eq!(metric_by_spelling("F1-Score"), Some("f1"));
        assert_eq!(metric_by_spelling("Matthew's Correlation"), Some("matthews_correlation"));
        assert_eq!(metric_by_spelling("BERTScore"), Some("bertscore"));
        assert_eq!(metric_by_spelling("AUC"), None, "of which curve?");
        for id in METRICS {
            assert_eq!(metric_by_spelling(id), Some(*id));
        }
        assert!(METRIC_SPELLINGS.iter().all(|(_, id)| is_metric(id)));
    }

    #[test]
    fn titles_and_placeholders_are_looked_up_folded() {
        assert_eq!(dataset_by_title("CNN/Daily  Mail"), Some("abisee/cnn_dailymail"));
        assert_eq!(dataset_by_title("1.5B Arabic Corpus"), None);
        assert!(is_id_placeholder("datasets", " Dataset1 "));
        assert!(!is_id_placeholder("tags", "dataset1"));
        assert_eq!(key_of_tag("licence"), Some("license"));
        assert_eq!(key_of_tag("loss"), None);
        assert!(is_dataset_name("squad") && !is_dataset_name("data"));
    }
}
