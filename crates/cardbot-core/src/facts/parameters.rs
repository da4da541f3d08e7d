//! The parameters of inference.

use super::find;
use super::tables::parameters::{
    CERTAIN_RENAMES, GENERATE_ARGUMENTS, GENERATION, GENERATIVE_TASKS, KNOWN_PARAMETERS, LIMITS,
    NEUTRAL, RENAMED_PARAMETERS, TASK_PARAMETERS,
};

/// A kind of value that a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A text.
    Text,
    /// A map.
    Map,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
    /// A list of maps.
    Maps,
}

impl ValueKind {
    /// The kind in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "`true` or `false`",
            Self::Text => "a text",
            Self::Map => "a map",
            Self::Texts => "a list of texts",
            Self::Numbers => "a list of numbers",
            Self::Maps => "a list of maps",
        }
    }
}

/// A parameter as one task takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The kinds of value it takes; empty in a row that only gives limits.
    pub kinds: &'static [ValueKind],
    /// The words it takes; empty when any text will do.
    pub words: &'static [&'static str],
    /// The least number.
    pub min: Option<f64>,
    /// The number must be greater than this.
    pub above: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// The greatest length of a list.
    pub most_items: Option<usize>,
    /// What it does, in a few words; empty where our table does not say.
    pub meaning: &'static str,
}

/// The parameters of a task by its schema; `None` for a task without one. A chat takes those of
/// chat completion.
#[must_use]
pub fn task_parameters(task: &str) -> Option<&'static [Parameter]> {
    let schema = match task {
        "conversational" | "image-text-to-text" => "chat-completion",
        task => task,
    };
    find(TASK_PARAMETERS, schema, |row| row.0).map(|row| row.1)
}

/// Whether a task generates text, so that the settings of text generation may stand there.
#[must_use]
pub fn is_generative(task: &str) -> bool {
    find(GENERATIVE_TASKS, task, |row| row).is_some()
}

/// A parameter as a task's own schema has it.
#[must_use]
pub fn task_parameter(task: &str, name: &str) -> Option<&'static Parameter> {
    find(task_parameters(task)?, name, |row| row.name)
}

/// All descriptions of a parameter: the tasks' schemas, the settings of text generation, and what
/// no schema lists.
pub fn parameter(name: &str) -> impl Iterator<Item = &'static Parameter> {
    let tables = TASK_PARAMETERS.iter().map(|row| row.1).chain([GENERATION, GENERATE_ARGUMENTS]);
    tables.filter_map(move |rows| find(rows, name, |row| row.name))
}

/// The tasks whose schema has a parameter.
pub fn tasks_with(name: &str) -> impl Iterator<Item = &'static str> {
    TASK_PARAMETERS
        .iter()
        .filter(move |row| find(row.1, name, |row| row.name).is_some())
        .map(|row| row.0)
}

/// Whether a parameter belongs to the generation of text, whatever the schemas say.
#[must_use]
pub fn is_generation_setting(name: &str) -> bool {
    find(GENERATION, name, |row| row.name).is_some()
        || find(GENERATE_ARGUMENTS, name, |row| row.name).is_some()
        || task_parameter("text-generation", name).is_some()
        || task_parameter("conversational", name).is_some()
}

/// Whether some pipeline or server takes a parameter of this name.
#[must_use]
pub fn is_known_parameter(name: &str) -> bool {
    parameter(name).next().is_some() || is_common_parameter(name)
}

/// Whether pipelines take a parameter for many tasks, whatever the schemas say: `truncation` is
/// passed on to the tokenizer.
#[must_use]
pub fn is_common_parameter(name: &str) -> bool {
    find(KNOWN_PARAMETERS, name, |row| row).is_some()
}

/// All names of parameters that a task, or the generation of text, takes.
pub fn parameter_names(task: Option<&str>) -> impl Iterator<Item = &'static str> {
    let generates = task.is_none_or(is_generative);
    let own = TASK_PARAMETERS.iter().filter({
        let schema = task.and_then(task_parameters);
        move |row| schema.is_none_or(|schema| std::ptr::eq(schema, row.1))
    });
    let settings = [GENERATION, GENERATE_ARGUMENTS].into_iter().filter(move |_| generates);
    own.map(|row| row.1).chain(settings).flatten().map(|row| row.name)
}

/// Limits of a parameter that hold for every task.
#[must_use]
pub fn parameter_limits(name: &str) -> Option<&'static Parameter> {
    find(LIMITS, name, |row| row.name)
}

/// The name that is meant by an old or a wrong one, and whether it can mean nothing else.
#[must_use]
pub fn parameter_renamed(name: &str) -> Option<(&'static str, bool)> {
    let (_, today) = find(RENAMED_PARAMETERS, name, |row| row.0)?;
    Some((today, find(CERTAIN_RENAMES, name, |row| row).is_some()))
}

/// The values at which a setting of sampling changes nothing; `None` for other parameters.
#[must_use]
pub fn neutral_values(name: &str) -> Option<&'static [f64]> {
    find(NEUTRAL, name, |row| row.0).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_name_what_there_is() {
        for (wrong, right) in RENAMED_PARAMETERS {
            assert!(parameter(right).next().is_some(), "{right}");
            assert!(!is_known_parameter(wrong), "{wrong}");
        }
        for row in LIMITS {
            assert!(parameter(row.name).next().is_some(), "{}", row.name);
        }
        for (name, _) in NEUTRAL {
            assert!(is_generation_setting(name), "{name}");
        }
        for (task, rows) in TASK_PARAMETERS {
            assert!(*task == "chat-completion" || crate::facts::task(task).is_some(), "{task}");
            assert!(rows.iter().all(|row| !row.kinds.is_empty()), "{task}");
        }
    }

    #[test]
    fn a_chat_takes_the_parameters_of_chat_completion() {
        assert!(task_parameter("conversational", "max_tokens").is_some());
        assert!(task_parameter("text-generation", "max_tokens").is_none());
        assert!(task_parameters("robotics").is_none());
        assert!(parameter_names(Some("fill-mask")).eq(["targets", "top_k"]));
    }
}
