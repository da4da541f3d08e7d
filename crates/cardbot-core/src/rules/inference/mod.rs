//! `inference`, and the `parameters` of widget examples: what the hosted model is given.

use super::{widget, words};
use crate::card::Card;
use crate::facts::{self, Parameter};
use crate::task;
use crate::yaml::{Entry, NodeRef};

pub(super) mod contradiction;
pub(super) mod form;
pub(super) mod old_name;
pub(super) mod other_task;
pub(super) mod out_of_range;
pub(super) mod unknown_parameter;
pub(super) mod wrong_type;

pub(super) use form::one_map;

/// Keys that hold a further block of text generation settings.
const NESTED: [&str; 4] =
    ["generation_parameters", "generate_parameters", "generate_kwargs", "generation_kwargs"];

/// All maps of parameters in a card, with the blocks nested in them.
fn parameter_maps<'c>(card: &'c Card<'_>) -> impl Iterator<Item = NodeRef<'c>> {
    let own = card.get("inference").and_then(|inference| inference.get("parameters"));
    let examples = widget::examples(card).filter_map(|example| example.get("parameters"));
    own.into_iter().chain(examples).filter(NodeRef::is_map).flat_map(|map| {
        let nested = NESTED.into_iter().filter_map(move |key| map.get(key));
        std::iter::once(map).chain(nested.filter(NodeRef::is_map))
    })
}

/// All parameters in a card.
fn parameters<'c>(card: &'c Card<'_>) -> impl Iterator<Item = Entry<'c>> {
    parameter_maps(card).flat_map(|map| map.entries()).filter(|entry| !entry.is_merge())
}

/// Whether a card has any parameter, told without much ado.
fn has_parameters(card: &Card<'_>) -> bool {
    parameter_maps(card).next().is_some()
}

/// What a card says about its task.
pub(super) struct Tasks(Vec<&'static str>);

impl Tasks {
    pub(super) fn of(card: &Card<'_>) -> Self {
        Self(task::named(card))
    }

    /// Whether the model generates text, as far as it is known; `None` where no task is named.
    fn generate(&self) -> Option<bool> {
        (!self.0.is_empty()).then(|| self.0.iter().any(|task| facts::is_generative(task)))
    }

    /// Whether one of the tasks takes a parameter.
    fn take(&self, name: &str) -> bool {
        self.0.iter().any(|task| facts::task_parameter(task, name).is_some())
            || (self.generate() == Some(true) && facts::is_generation_setting(name))
    }

    /// A parameter as the card's task has it, else as any has it.
    fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        let own = self.0.iter().find_map(|task| facts::task_parameter(task, name));
        own.or_else(|| facts::parameter(name).next())
    }
}
