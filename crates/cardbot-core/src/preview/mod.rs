//! What the model's page on the Hub will show, as far as the card decides it.
//!
//! Lines are written like messages: what comes from the card stands in backticks.

mod widget;

pub use widget::Widget;

use crate::card::Card;
use crate::described::{self, Described};
use crate::facts::{self, Topic};
use crate::rules::words::{code, some};
use crate::tags;
use crate::task;

/// What a model's page shows of its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The licence.
    pub license: Option<String>,
    /// The task.
    pub task: Option<String>,
    /// The library.
    pub library: Option<String>,
    /// The data sets.
    pub datasets: Option<String>,
    /// The models it was made from.
    pub base_models: Option<String>,
    /// What the widget offers.
    pub widget: Widget,
    /// What the card tells of.
    pub described: Described,
}

impl Page {
    /// The page of a card.
    #[must_use]
    pub fn of(card: &Card<'_>) -> Self {
        Self {
            license: license(card),
            task: task(card),
            library: library(card),
            datasets: listed(&tags::texts(card, "datasets")),
            base_models: base_models(card),
            widget: Widget::of(card),
            described: described::of(card),
        }
    }

    fn rows(&self) -> [(&'static str, &Option<String>); 5] {
        [
            ("licence", &self.license),
            ("task", &self.task),
            ("library", &self.library),
            ("datasets", &self.datasets),
            ("base model", &self.base_models),
        ]
    }
}

/// What the review tells of the page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What the page will show: for a new card all that it tells, for a change what becomes
    /// different, each `before → after`.
    pub page: Vec<String>,
    /// What the card describes and what not yet; only when it changes.
    pub described: Option<String>,
}

impl Preview {
    /// What a card, or a change to it, makes of the page. Where the Hub would refuse the card, the
    /// page stays, and there is nothing to tell.
    #[must_use]
    pub fn new(base: Option<&Card<'_>>, head: &Card<'_>) -> Self {
        if !tags::is_readable(head) {
            return Self::default();
        }
        let after = Page::of(head);
        match base {
            Some(base) => Self::of_change(&Page::of(base), &after),
            None => Self::of_new(&after),
        }
    }

    /// The preview of a new card.
    #[must_use]
    pub fn of_new(page: &Page) -> Self {
        let mut lines: Vec<String> = page
            .rows()
            .iter()
            .filter_map(|(label, value)| value.as_ref().map(|value| format!("{label}: {value}")))
            .collect();
        lines.push(widget_line(&page.widget.words(), &page.widget));
        Self { page: lines, described: Some(describes(page.described)) }
    }

    /// What a change makes of the page; empty where it stays as it is.
    #[must_use]
    pub fn of_change(base: &Page, head: &Page) -> Self {
        let mut lines: Vec<String> = base
            .rows()
            .iter()
            .zip(head.rows())
            .filter(|((_, before), (_, after))| before != after)
            .map(|((label, before), (_, after))| {
                let shown = |value: &Option<String>| {
                    value.clone().unwrap_or_else(|| absent(label).to_owned())
                };
                format!("{label}: {} → {}", shown(before), shown(after))
            })
            .collect();
        let (before, after) = (base.widget.words(), head.widget.words());
        if before != after {
            lines.push(widget_line(&format!("{before} → {after}"), &head.widget));
        }
        Self { page: lines, described: describes_now(base.described, head.described) }
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.page.is_empty() && self.described.is_none()
    }
}

/// Words for what the card does not say. Task and library may still be told by the files.
fn absent(label: &str) -> &'static str {
    if matches!(label, "task" | "library") { "not in the card" } else { "none" }
}

fn widget_line(words: &str, widget: &Widget) -> String {
    let condition =
        if widget.needs_provider() { ", if an inference provider serves the model" } else { "" };
    format!("widget: {words}{condition}")
}

/// The completeness line of a new card.
fn describes(described: Described) -> String {
    let told = list(described.topics());
    let missing = list(described.missing());
    match (told.is_empty(), missing.is_empty()) {
        (true, _) => format!("The card describes not yet: {missing}."),
        (_, true) => format!("The card describes: {told}."),
        _ => format!("The card describes: {told}; not yet: {missing}."),
    }
}

/// The completeness line of a change, where it makes a difference.
fn describes_now(before: Described, after: Described) -> Option<String> {
    let gained = list(after.topics().filter(|topic| !before.has(*topic)));
    let lost = list(before.topics().filter(|topic| !after.has(*topic)));
    let missing = list(after.missing().filter(|topic| !before.has(*topic)));
    let parts: Vec<String> = [("now describes", gained), ("no longer describes", lost)]
        .into_iter()
        .filter(|(_, topics)| !topics.is_empty())
        .map(|(words, topics)| format!("{words}: {topics}"))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let rest = if missing.is_empty() { String::new() } else { format!("; not yet: {missing}") };
    Some(format!("The card {}{rest}.", parts.join("; ")))
}

fn list(topics: impl Iterator<Item = Topic>) -> String {
    topics.map(Topic::words).collect::<Vec<_>>().join(", ")
}

/// A text value that is not empty.
fn text<'c>(card: &'c Card<'_>, key: &str) -> Option<&'c str> {
    card.get(key).and_then(|value| value.as_str()).filter(|text| !text.trim().is_empty())
}

fn license(card: &Card<'_>) -> Option<String> {
    let ids: Vec<&str> = card.texts("license").into_iter().map(|(_, id)| id).collect();
    let named = ids.iter().map(|id| license_shown(card, id));
    (!ids.is_empty()).then(|| some(named))
}

fn license_shown(card: &Card<'_>, id: &str) -> String {
    if id == "other" {
        let name = text(card, "license_name").map_or("other, without a name".to_owned(), code);
        let link = if text(card, "license_link").is_some() { ", with a link" } else { "" };
        return format!("{name}{link}");
    }
    facts::license(id).map_or_else(
        || format!("{} (not in the Hub's list)", code(id)),
        |known| known.name.to_owned(),
    )
}

fn task(card: &Card<'_>) -> Option<String> {
    if let Some(explicit) = text(card, "pipeline_tag") {
        let shown = facts::task(explicit).map(|known| known.name.to_owned());
        return Some(
            shown.unwrap_or_else(|| format!("{} (not in the Hub's list)", code(explicit))),
        );
    }
    // The architecture in config.json may say another one, and then that counts.
    let known = task::of(card).and_then(facts::task)?;
    Some(format!("{} (by the tags)", known.name))
}

fn library(card: &Card<'_>) -> Option<String> {
    if let Some(id) = text(card, "library_name") {
        return Some(facts::library(id).map_or_else(|| code(id), |known| known.name.to_owned()));
    }
    // A library among the tags counts, but not `transformers`, which the files tell.
    let known = tags::texts(card, "tags")
        .into_iter()
        .filter(|tag| *tag != "transformers")
        .find_map(facts::library)?;
    Some(format!("{} (by the tags)", known.name))
}

fn base_models(card: &Card<'_>) -> Option<String> {
    let bases = listed(&tags::base_model_ids(card))?;
    Some(match text(card, "base_model_relation") {
        Some(relation) if tags::is_relation(relation) => format!("{bases} ({relation})"),
        _ => bases,
    })
}

fn listed(ids: &[&str]) -> Option<String> {
    (!ids.is_empty()).then(|| some(ids.iter().map(|id| code(id))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn page(text: &str) -> Page {
        let source = Source::new(text.as_bytes());
        Page::of(&Card::new("README.md", &source))
    }

    fn change(base: &str, head: &str) -> Preview {
        let of = |yaml: &str| page(&format!("---\n{yaml}\n---\n"));
        Preview::of_change(&of(base), &of(head))
    }

    #[test]
    fn a_new_card_is_told_in_a_few_lines() {
        let card = "---\nlicense: apache-2.0\nlanguage: en\nlibrary_name: transformers\n\
            pipeline_tag: text-classification\ndatasets: [glue]\nbase_model: a/b\n\
            base_model_relation: finetune\n---\n\
            # A model\n\n## Model description\n\nIt sorts sentences.\n\n## Evaluation\n\n\
            More information needed\n";
        let preview = Preview::of_new(&page(card));
        assert_eq!(
            preview.page,
            [
                "licence: Apache license 2.0",
                "task: Text Classification",
                "library: Transformers",
                "datasets: `glue`",
                "base model: `a/b` (finetune)",
                "widget: the Hub's own example inputs (English), if an inference provider serves \
                 the model",
            ]
        );
        assert_eq!(
            preview.described.as_deref(),
            Some(
                "The card describes: model, training data, training type; not yet: intended uses, \
                 limitations, training, evaluation, emissions, experiment tracking link, hardware, \
                 place of training."
            )
        );
    }

    #[test]
    fn a_change_tells_only_what_becomes_different() {
        assert!(change("license: mit\ntags: [a]", "tags: [b]\nlicense: mit").is_empty());
        assert_eq!(
            change("license: mit", "license: apache-2.0").page,
            ["licence: MIT → Apache license 2.0"]
        );
        assert_eq!(change("license: mit", "tags: [a]").page, ["licence: MIT → none"]);
        assert_eq!(
            change("tags: [fill-mask]", "tags: [fill-mask]\npipeline_tag: summarization").page,
            ["task: Fill-Mask (by the tags) → Summarization",]
        );
        assert_eq!(
            change("a: 1", "widget: [{text: a}]").page,
            [
                "widget: unknown, as the card names no task → 1 example of the card, if an inference \
             provider serves the model"
            ]
        );
        assert_eq!(
            change("tags: [a]", "tags: [a, timm]").page,
            ["library: not in the card → timm (by the tags)"]
        );
    }

    #[test]
    fn other_licences_go_by_their_name() {
        assert_eq!(
            change("license: other", "license: other\nlicense_name: my-own\nlicense_link: LICENSE")
                .page,
            ["licence: other, without a name → `my-own`, with a link"]
        );
        assert_eq!(
            change("a: 1", "license: wtf").page,
            ["licence: none → `wtf` (not in the Hub's list)"]
        );
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(
            change("a: 1", "datasets: [a, b, c, d, e]").page,
            ["datasets: none → `a`, `b`, `c` and 2 more"]
        );
    }

    #[test]
    fn what_a_card_describes_is_told_when_it_changes() {
        let base = page("# A\n\n## Training data\n\nBooks.\n\n## Limitations\n\nIt guesses.\n");
        let head = page("# A\n\n## Training data\n\nBooks.\n\n## Evaluation\n\nF1 of 0.9.\n");
        assert_eq!(
            Preview::of_change(&base, &head).described.as_deref(),
            Some(
                "The card now describes: evaluation; no longer describes: limitations; not yet: \
                 model, intended uses, training, emissions, experiment tracking link, training \
                 type, hardware, place of training."
            )
        );
        assert_eq!(Preview::of_change(&head, &head).described, None);
        assert!(describes(Described::default()).starts_with("The card describes not yet: model,"));
        assert!(!describes(Topic::ALL.into_iter().collect()).contains("not yet"));
    }
}
