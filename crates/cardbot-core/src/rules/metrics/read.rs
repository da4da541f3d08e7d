//! What a text in `metrics` means, where another metric's id is certain.

use crate::facts;

/// Longer texts are prose.
const LONGEST: usize = 120;

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Another spelling of this id.
    Spelling(&'static str),
    /// Several ids or spellings of such.
    Several(Vec<&'static str>),
}

/// What a text means; `None` for an id, and for what can't be told for certain.
pub(super) fn read(text: &str) -> Option<Reading> {
    if facts::is_metric(text) || text.len() > LONGEST {
        return None;
    }
    if let Some(id) = facts::metric_by_spelling(text.trim()) {
        return Some(Reading::Spelling(id));
    }
    let ids = several(text, &[",", ";", "/", "|", "&", " and "])
        .or_else(|| several(text, &[" "]).filter(|_| text.split(' ').all(facts::is_metric)))?;
    Some(Reading::Several(ids))
}

fn several(text: &str, separators: &[&str]) -> Option<Vec<&'static str>> {
    let mut parts = vec![text];
    for separator in separators {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let ids = parts.map(facts::metric_by_spelling).collect::<Option<Vec<_>>>()?;
    (ids.len() > 1).then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_read() {
        assert_eq!(read("Accuracy"), Some(Reading::Spelling("accuracy")));
        assert_eq!(read("F1 Measure "), Some(Reading::Spelling("f1")));
        assert_eq!(read("Accuracy, F1 Score"), Some(Reading::Several(vec!["accuracy", "f1"])));
        assert_eq!(read("wer cer"), Some(Reading::Several(vec!["wer", "cer"])));
        for text in ["accuracy", "wer", "EER", "rougeL", "chrf++", "cosine_accuracy@1", "Loss, EER"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
