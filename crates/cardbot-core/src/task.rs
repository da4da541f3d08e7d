//! The task a model's page shows, as far as the card decides it.

use crate::card::Card;
use crate::facts;

/// The task of a card: the explicit `pipeline_tag`, else the task among the tags that stands first
/// in the Hub's order. `None` where the card names none that is known.
///
/// The architecture in `config.json` may imply another one; a card alone can't tell.
#[must_use]
pub fn of(card: &Card<'_>) -> Option<&'static str> {
    named(card).first().copied()
}

/// All tasks that a card names, each once, the Hub's choice first: with a `pipeline_tag` only
/// that one, else all that stand among the tags.
#[must_use]
pub fn named(card: &Card<'_>) -> Vec<&'static str> {
    if let Some(explicit) =
        card.get("pipeline_tag").and_then(|node| node.as_str()).filter(|id| !id.is_empty())
    {
        let task = facts::task(explicit).map(|task| task.id);
        return task
            .or_else(|| facts::former_task(explicit).map(|task| task.id))
            .into_iter()
            .collect();
    }
    let Some(tags) = card.get("tags") else { return vec![] };
    // One item that is no text and the Hub ignores the whole list.
    if tags.is_seq() && tags.items().any(|item| item.as_str().is_none()) {
        return vec![];
    }
    let tags: Vec<&str> =
        tags.as_str().into_iter().chain(tags.items().filter_map(|item| item.as_str())).collect();
    facts::tasks().iter().map(|task| task.id).filter(|id| tags.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn tasks_of(yaml: &str) -> Vec<&'static str> {
        let text = format!("---\n{yaml}\n---\n");
        let source = Source::new(text.as_bytes());
        let card = Card::new("README.md", &source);
        assert_eq!(of(&card), named(&card).first().copied());
        named(&card)
    }

    #[test]
    fn an_explicit_task_wins_even_when_it_is_unknown() {
        assert_eq!(tasks_of("tags: [fill-mask]\npipeline_tag: summarization"), ["summarization"]);
        assert_eq!(tasks_of("pipeline_tag: conversational"), ["conversational"]);
        assert!(tasks_of("tags: [fill-mask]\npipeline_tag: text-to-tea").is_empty());
    }

    #[test]
    fn else_the_hub_takes_the_first_in_its_own_order() {
        let both = ["text-classification", "fill-mask"];
        assert_eq!(tasks_of("tags: [fill-mask, x, text-classification]"), both);
        assert_eq!(tasks_of("tags: [fill-mask]\npipeline_tag: false"), ["fill-mask"]);
        assert_eq!(tasks_of("tags: fill-mask"), ["fill-mask"]);
        assert!(tasks_of("tags: [fill-mask, 1]").is_empty(), "the Hub ignores such a list");
        assert!(tasks_of("license: mit").is_empty());
    }
}
