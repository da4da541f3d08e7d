//! The tags that the Hub derives from a card.
//!
//! The rules are those of February 2022, held against the Hub's own answers for 4,119 cards by
//! `scripts/tags_check.py`, plus the tags of base models that came later; `docs/tags.md` tells
//! them. The order is today's, which is documented nowhere: rely on the set.

pub(crate) mod papers;

use std::collections::HashSet;

use crate::card::{Card, Metadata};
use crate::yaml::NodeRef;

/// How a model can be made from its base, in the words of `base_model_relation`.
const RELATIONS: [&str; 4] = ["adapter", "finetune", "merge", "quantized"];

/// The tags of a card, each once. Tags that come from the repository's files (frameworks,
/// architecture) or from the system (`region:us`) are not among them.
#[must_use]
pub fn derive(card: &Card<'_>) -> Vec<String> {
    let mut tags = Tags::default();
    let readable = is_readable(card);
    if readable {
        before_papers(card, &mut tags);
    }
    for id in papers::ids(card.body()) {
        tags.put(format!("arxiv:{id}"));
    }
    if readable {
        after_papers(card, &mut tags);
    }
    tags.list
}

fn before_papers(card: &Card<'_>, tags: &mut Tags) {
    if let Some(library) = text(card, "library_name") {
        tags.add(library);
    }
    if let Some(task) = text(card, "pipeline_tag") {
        tags.add(task);
    }
    for tag in texts(card, "tags") {
        tags.add(tag);
    }
    for language in texts(card, "language") {
        tags.add(language);
    }
    for dataset in texts(card, "datasets") {
        tags.put(format!("dataset:{dataset}"));
    }
}

fn after_papers(card: &Card<'_>, tags: &mut Tags) {
    base_models(card, tags);
    for (_, license) in card.texts("license") {
        tags.put(format!("license:{}", license.to_lowercase()));
    }
    for key in ["model-index", "co2_eq_emissions"] {
        if card.get(key).is_some_and(|value| !is_nothing(value)) {
            tags.add(key);
        }
    }
}

/// Whether the Hub can read the card's metadata. Where it can't, it refuses the card, and the
/// tags of the page stay what they were.
#[must_use]
pub fn is_readable(card: &Card<'_>) -> bool {
    match &card.metadata {
        Metadata::Missing => true,
        Metadata::Parsed(tree) => tree.duplicates().is_empty(),
        Metadata::Broken(_) => false,
    }
}

/// The tags that a change adds and those that it removes; all are added by a new card. Where the
/// Hub would refuse the changed card, the tags of the page stay, and both lists are empty.
#[must_use]
pub fn change(base: Option<&Card<'_>>, head: &Card<'_>) -> (Vec<String>, Vec<String>) {
    if !is_readable(head) {
        return (vec![], vec![]);
    }
    let before = base.map(derive).unwrap_or_default();
    let after = derive(head);
    let only_in = |these: &[String], others: &[String]| {
        let others: HashSet<&String> = others.iter().collect();
        these.iter().filter(|tag| !others.contains(tag)).cloned().collect()
    };
    (only_in(&after, &before), only_in(&before, &after))
}

/// A list without repetition, in the order of adding.
#[derive(Default)]
struct Tags {
    list: Vec<String>,
    seen: HashSet<String>,
}

impl Tags {
    fn add(&mut self, tag: &str) {
        self.put(tag.to_owned());
    }

    fn put(&mut self, tag: String) {
        if self.seen.insert(tag.clone()) {
            self.list.push(tag);
        }
    }
}

/// A key's text; a list or a boolean is ignored, as by the Hub.
fn text<'c>(card: &'c Card<'_>, key: &str) -> Option<&'c str> {
    card.get(key).and_then(|value| value.as_str()).filter(|text| !text.is_empty())
}

/// The texts of a string or a list. One item that is no text and the Hub ignores the whole list.
pub(crate) fn texts<'c>(card: &'c Card<'_>, key: &str) -> Vec<&'c str> {
    let Some(value) = card.get(key) else { return vec![] };
    if let Some(text) = value.as_str() {
        return if text.is_empty() { vec![] } else { vec![text] };
    }
    value.items().map(|item| item.as_str()).collect::<Option<_>>().unwrap_or_default()
}

/// Two tags for each base model: its id, and its id with the relation where the card tells it.
/// Without that key the Hub guesses the relation from files that a card does not show.
fn base_models(card: &Card<'_>, tags: &mut Tags) {
    let bases = base_model_ids(card);
    for base in &bases {
        tags.put(format!("base_model:{base}"));
    }
    let relation = text(card, "base_model_relation").filter(|word| is_relation(word));
    if let Some(relation) = relation {
        for base in &bases {
            tags.put(format!("base_model:{relation}:{base}"));
        }
    }
}

/// Whether a word of `base_model_relation` is one that the Hub knows.
pub(crate) fn is_relation(word: &str) -> bool {
    RELATIONS.contains(&word)
}

/// The base models with the shape of an id; the Hub refuses a card with another.
pub(crate) fn base_model_ids<'c>(card: &'c Card<'_>) -> Vec<&'c str> {
    texts(card, "base_model").into_iter().filter(|id| is_model_id(id)).collect()
}

/// `name` or `owner/name`, of letters, digits, `-`, `_` and `.`.
fn is_model_id(id: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    match id.split_once('/') {
        Some((owner, name)) => part(owner) && part(name),
        None => part(id),
    }
}

/// What JavaScript takes for nothing.
fn is_nothing(value: NodeRef<'_>) -> bool {
    value.is_null()
        || value.as_bool() == Some(false)
        || value.as_f64().is_some_and(|n| n == 0.0 || n.is_nan())
        || value.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn tags(text: &str) -> Vec<String> {
        let source = Source::new(text.as_bytes());
        derive(&Card::new("README.md", &source))
    }

    /// The tags of metadata alone.
    fn of(yaml: &str) -> Vec<String> {
        tags(&format!("---\n{yaml}\n---\n"))
    }

    #[test]
    fn a_language_is_a_text_or_a_list_and_never_split() {
        assert_eq!(of("language: en"), ["en"]);
        assert_eq!(of("language: [sv, fi]"), ["sv", "fi"]);
        assert_eq!(of("language: Cszech Deustch"), ["Cszech Deustch"]);
        assert_eq!(of("language: no"), ["no"], "a text to the Hub's loader");
        assert!(of("language:").is_empty());
    }

    #[test]
    fn datasets_get_a_prefix() {
        assert_eq!(of("datasets: glue"), ["dataset:glue"]);
        assert_eq!(of("datasets:\n- a/b\n- c d"), ["dataset:a/b", "dataset:c d"]);
    }

    #[test]
    fn a_list_with_an_item_that_is_no_text_is_ignored_whole() {
        assert!(of("language: [en, null]").is_empty());
        assert!(of("datasets:\n- glue\n- name: squad").is_empty());
        assert!(of("tags: [a, 1]").is_empty());
        assert!(of("tags: {a: b}").is_empty());
    }

    #[test]
    fn papers_count_after_the_front_matter_only() {
        let card = "---\nlicense: mit # https://arxiv.org/abs/2001.00001\n---\n\
            See https://arxiv.org/abs/2002.00002v3.\n";
        assert_eq!(tags(card), ["arxiv:2002.00002", "license:mit"]);
        assert_eq!(tags("No metadata, arxiv.org/pdf/2002.00002.pdf"), ["arxiv:2002.00002"]);
    }

    #[test]
    fn an_explicit_library_and_task_are_tags() {
        assert_eq!(
            of("pipeline_tag: fill-mask\nlibrary_name: timm\ntags: [x, timm]"),
            ["timm", "fill-mask", "x"]
        );
        assert_eq!(of("pipeline_tag: tea-making"), ["tea-making"], "taken word for word");
        assert!(of("pipeline_tag: false\nlibrary_name: [timm]").is_empty());
        assert!(of("pipeline_tag: [fill-mask]").is_empty());
    }

    #[test]
    fn licences_are_lower_case() {
        assert_eq!(of("license: MIT"), ["license:mit"]);
        assert_eq!(of("license: [mit, Apache-2.0]"), ["license:mit", "license:apache-2.0"]);
        assert!(of("license:").is_empty());
    }

    #[test]
    fn flags_need_a_value() {
        assert_eq!(of("model-index:\n- name: a\n  results: []"), ["model-index"]);
        assert_eq!(of("co2_eq_emissions: 0.5"), ["co2_eq_emissions"]);
        assert_eq!(of("co2_eq_emissions: {emissions: 0}"), ["co2_eq_emissions"]);
        assert!(of("model-index:\nco2_eq_emissions: null").is_empty());
        assert!(of("model_index: []\nmetrics: [f1]\nthumbnail: x").is_empty());
    }

    #[test]
    fn a_base_model_gives_a_tag_and_one_more_with_its_relation() {
        assert_eq!(of("base_model: a/b"), ["base_model:a/b"]);
        assert_eq!(
            of("base_model: [a/b, c]\nbase_model_relation: merge"),
            ["base_model:a/b", "base_model:c", "base_model:merge:a/b", "base_model:merge:c"]
        );
        assert_eq!(of("base_model: a/b\nbase_model_relation: child"), ["base_model:a/b"]);
        assert!(of("base_model: ./out/checkpoint").is_empty());
        assert!(of("base_model: https://example.org/a").is_empty());
    }

    #[test]
    fn the_first_of_equal_tags_stays() {
        assert_eq!(of("tags: [a, en, a]\nlanguage: en"), ["a", "en"]);
    }

    #[test]
    fn only_a_block_at_the_top_counts() {
        assert!(tags("Some text\n\n---\nlicense: mit\n---\n").is_empty());
        assert_eq!(tags("\n\n---\nlicense: mit\n---\n"), ["license:mit"]);
    }

    #[test]
    fn a_change_adds_and_removes() {
        let change_of = |base: Option<&str>, head: &str| {
            let (base, head) =
                (base.map(|t| Source::new(t.as_bytes())), Source::new(head.as_bytes()));
            let base = base.as_ref().map(|source| Card::new("README.md", source));
            change(base.as_ref(), &Card::new("README.md", &head))
        };
        let strings = |tags: &[&str]| tags.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let base = "---\nlicense: mit\ntags: [a, b]\n---\n";
        let head = "---\ntags: [b, c]\nlicense: mit\n---\n";
        assert_eq!(change_of(Some(base), head), (strings(&["c"]), strings(&["a"])));
        assert_eq!(change_of(None, head), (strings(&["b", "c", "license:mit"]), vec![]));
        let broken = "---\ntags: [b\n---\n";
        assert_eq!(change_of(Some(base), broken), (vec![], vec![]));
        assert_eq!(change_of(Some(broken), base).0, strings(&["a", "b", "license:mit"]));
    }

    #[test]
    fn what_the_hub_refuses_is_told() {
        let readable = |text: &str| {
            let source = Source::new(text.as_bytes());
            is_readable(&Card::new("README.md", &source))
        };
        assert!(readable("no block"));
        assert!(readable("---\nlicense: mit\n---\n"));
        assert!(!readable("---\nlicense: mit\nlicense: mit\n---\n"));
        assert!(!readable("---\nlicense: [mit\n---\n"));
    }
}
