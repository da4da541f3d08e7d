//! Whether the widget of a model's page will have inputs to offer.

use crate::card::Card;
use crate::facts::{self, WidgetInputs};
use crate::task;
use crate::yaml::NodeRef;

/// What the widget offers to try, if an inference provider serves the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Widget {
    /// So many examples of the card. The task may be unknown: then the card does not tell it.
    Examples {
        /// How many have the inputs that the task needs.
        usable: usize,
        /// How many there are.
        all: usize,
    },
    /// The Hub's own example inputs, in this language.
    Defaults(&'static str),
    /// Nothing to begin with: people must write their own input.
    NoExamples,
    /// The card does not tell the task, on which all depends.
    TaskUnknown,
    /// `inference: false`.
    Off,
}

impl Widget {
    /// What the card makes of it.
    #[must_use]
    pub fn of(card: &Card<'_>) -> Self {
        if card.get("inference").is_some_and(|value| value.as_bool() == Some(false)) {
            return Self::Off;
        }
        let task = task::of(card);
        let examples: Vec<NodeRef<'_>> =
            card.get("widget").into_iter().flat_map(|widget| widget.items()).collect();
        if !examples.is_empty() {
            let inputs = task.and_then(facts::widget_inputs);
            let usable = examples.iter().filter(|example| is_usable(**example, inputs)).count();
            return Self::Examples { usable, all: examples.len() };
        }
        let Some(task) = task else { return Self::TaskUnknown };
        let languages = crate::tags::texts(card, "language");
        // A card without a language is taken for English.
        let languages = if languages.is_empty() { vec!["en"] } else { languages };
        facts::default_input_language(task, languages)
            .and_then(facts::language_name)
            .map_or(Self::NoExamples, Self::Defaults)
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Examples { usable: 0, all: 1 } => {
                "an example that lacks an input of the task".to_owned()
            }
            Self::Examples { usable: 0, all } => {
                format!("{all} examples, all without an input that the task needs")
            }
            Self::Examples { usable, all } if usable < all => {
                format!("{usable} of {all} examples have the inputs of the task")
            }
            Self::Examples { all: 1, .. } => "1 example of the card".to_owned(),
            Self::Examples { all, .. } => format!("{all} examples of the card"),
            Self::Defaults(language) => format!("the Hub's own example inputs ({language})"),
            Self::NoExamples => "no example inputs".to_owned(),
            Self::TaskUnknown => "unknown, as the card names no task".to_owned(),
            Self::Off => "switched off by `inference: false`".to_owned(),
        }
    }

    /// Whether it depends on somebody who serves the model.
    #[must_use]
    pub fn needs_provider(&self) -> bool {
        matches!(self, Self::Examples { usable: 1.., .. } | Self::Defaults(_))
    }
}

/// Whether an example has the inputs that the task needs, as far as they are stated; for any other
/// task, whether it has an input at all.
fn is_usable(example: NodeRef<'_>, inputs: Option<&WidgetInputs>) -> bool {
    let has = |key: &str| example.get(key).is_some_and(|value| !value.is_null());
    match inputs {
        Some(inputs) => {
            inputs.required.iter().all(|key| has(key))
                && (inputs.one_of.is_empty() || inputs.one_of.iter().any(|key| has(key)))
        }
        None => example.entries().any(|entry| {
            facts::widget_key(entry.name()).is_some_and(facts::InputKind::is_for_the_model)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn words(yaml: &str) -> String {
        let text = format!("---\n{yaml}\n---\n");
        let source = Source::new(text.as_bytes());
        Widget::of(&Card::new("README.md", &source)).words()
    }

    #[test]
    fn the_examples_of_the_card_come_first() {
        let two = "widget: [{text: a}, {text: b}]";
        assert_eq!(words(&format!("pipeline_tag: fill-mask\n{two}")), "2 examples of the card");
        assert_eq!(words(two), "2 examples of the card", "the files may tell the task");
        assert_eq!(
            words(&format!("pipeline_tag: question-answering\n{two}")),
            "2 examples, all without an input that the task needs"
        );
        assert_eq!(
            words("pipeline_tag: question-answering\nwidget: [{text: a, context: b}, {text: a}]"),
            "1 of 2 examples have the inputs of the task"
        );
        assert_eq!(
            words(
                "pipeline_tag: text-generation\nwidget: [{messages: [{role: user, content: a}]}]"
            ),
            "1 example of the card"
        );
        assert_eq!(
            words("widget: [{example_title: a}]"),
            "an example that lacks an input of the task"
        );
    }

    #[test]
    fn else_the_hub_has_inputs_for_some_languages_and_tasks() {
        let of = |language: &str, task: &str| words(&format!("{language}\npipeline_tag: {task}"));
        assert_eq!(of("language: fr", "fill-mask"), "the Hub's own example inputs (French)");
        assert_eq!(of("language: [ko, it]", "fill-mask"), "the Hub's own example inputs (Italian)");
        assert_eq!(of("license: mit", "fill-mask"), "the Hub's own example inputs (English)");
        assert_eq!(of("language: ko", "fill-mask"), "no example inputs");
        assert_eq!(of("language: en", "image-classification"), "no example inputs");
        assert_eq!(words("language: en"), "unknown, as the card names no task");
        assert_eq!(
            words("pipeline_tag: fill-mask\ninference: false"),
            "switched off by `inference: false`"
        );
    }
}
