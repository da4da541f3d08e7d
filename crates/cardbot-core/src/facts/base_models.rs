//! What stands under `base_model`: relations, what is no model, and licences of weights.

use super::tables::base_models::{
    LOCAL_OWNERS, MODEL_PLACEHOLDERS, RELATION_LIKELY, RELATION_SAME, RELATIONS, WEIGHTS,
};
use super::{License, Meant, find, license, squeezed};

/// The values of `base_model_relation`, sorted.
#[must_use]
pub fn relations() -> &'static [&'static str] {
    RELATIONS
}

/// Whether a text is a value of `base_model_relation`, exactly as written.
#[must_use]
pub fn is_relation(text: &str) -> bool {
    RELATIONS.binary_search(&text).is_ok()
}

/// The relation that another word means.
#[must_use]
pub fn relation_meant(word: &str) -> Option<Meant> {
    const LONGEST: usize = 40;
    if word.len() > LONGEST {
        return None;
    }
    let own = squeezed(word);
    let sure = RELATIONS.iter().copied().find(|id| *id == own);
    let sure = sure.or_else(|| find(RELATION_SAME, &own, |row| row.0).map(|row| row.1));
    let slip = || RELATIONS.iter().copied().find(|id| strsim::osa_distance(id, &own) == 1);
    if let Some(id) = sure.or_else(slip) {
        return Some(Meant { id, sure: true });
    }
    find(RELATION_LIKELY, &own, |row| row.0).map(|row| Meant { id: row.1, sure: false })
}

/// Whether a text says that there is no model, or was left in from a template.
#[must_use]
pub fn is_model_placeholder(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    MODEL_PLACEHOLDERS.binary_search(&text.as_str()).is_ok()
}

/// Whether the first part of `part/name` is a folder of a training run and no owner on the Hub.
#[must_use]
pub fn is_local_owner(part: &str) -> bool {
    LOCAL_OWNERS.binary_search(&part).is_ok()
}

/// The licence that must go with what is made from these weights; none where that is not known.
#[must_use]
pub fn license_of_weights(id: &str) -> Option<&'static License> {
    let id = id.to_lowercase();
    let (owner, name) = id.split_once('/')?;
    WEIGHTS
        .iter()
        .find(|(of, begins, _)| *of == owner && begins.iter().any(|begin| name.starts_with(begin)))
        .and_then(|(.., id)| license(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_known_by_their_ids() {
        for (id, wanted) in [
            ("meta-llama/Llama-2-7b-hf", "llama2"),
            ("meta-llama/Meta-Llama-3-8B", "llama3"),
            ("meta-llama/Meta-Llama-3.1-8B", "llama3.1"),
            ("unsloth/llama-3.2-1b-instruct-bnb-4bit", "llama3.2"),
            ("google/gemma-2b-it", "gemma"),
            ("google/gemma-2-9b-it", "gemma"),
        ] {
            assert_eq!(license_of_weights(id).map(|l| l.id), Some(wanted), "{id}");
        }
        for id in [
            "TinyLlama/TinyLlama-1.1B",
            "openlm-research/open_llama_7b",
            "google/gemma-4-9b",
            "somebody/Llama-3.1-8B",
            "Llama-3.1-8B",
            "google/medgemma-4b-it",
        ] {
            assert_eq!(license_of_weights(id), None, "{id}");
        }
    }

    #[test]
    fn relations_are_known_by_other_forms() {
        let of = |word| relation_meant(word).map(|meant| (meant.id, meant.sure));
        assert_eq!(of("Fine-tuned"), Some(("finetune", true)));
        assert_eq!(of("quantizd"), Some(("quantized", true)));
        assert_eq!(of("LoRA"), Some(("adapter", false)));
        assert_eq!(of("distilled"), None);
    }
}
