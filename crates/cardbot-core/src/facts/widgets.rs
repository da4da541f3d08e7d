//! What the examples under `widget` hold.

use super::find;
use super::tables::widgets::{
    CHAT_ROLE_NAMES, CHAT_ROLES, MASKS, MEDIA_ENDINGS, OTHER_CHAT_ROLES, OUTPUT_KEYS, OUTPUT_NAMES,
    WIDGET_INPUTS, WIDGET_KEYS, WIDGET_KEYS_MEANT, WIDGET_KEYS_RENAMED,
};

/// What kind of value a key of an example holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A text for people, such as the name of the example.
    Title,
    /// A text for the model.
    Text,
    /// The address or the path of a file.
    File,
    /// Several texts.
    Texts,
    /// Labels, as one text with commas between them.
    Labels,
    /// True or false.
    Boolean,
    /// Columns of a table: a map from names to lists of equal length.
    Columns,
    /// A conversation.
    Messages,
    /// Parameters of the model for this example.
    Parameters,
    /// What the model answers.
    Output,
}

impl InputKind {
    /// Whether it is something that the model is given.
    #[must_use]
    pub fn is_for_the_model(self) -> bool {
        !matches!(self, Self::Title | Self::Boolean | Self::Parameters | Self::Output)
    }
}

/// The inputs that the widget of a task wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WidgetInputs {
    /// The task.
    pub task: &'static str,
    /// Keys that must all be there.
    pub required: &'static [&'static str],
    /// Keys of which one must be there.
    pub one_of: &'static [&'static str],
    /// Keys that may be there.
    pub optional: &'static [&'static str],
    /// Whether a document, a public type or the widget's code says so; else it is our reading of
    /// the task's schema.
    pub stated: bool,
}

/// The inputs of a task, where they are stated somewhere.
#[must_use]
pub fn widget_inputs(task: &str) -> Option<&'static WidgetInputs> {
    find(WIDGET_INPUTS, task, |row| row.task).filter(|row| row.stated)
}

/// The kind of value under a key of an example; `None` for keys that are in no public type.
#[must_use]
pub fn widget_key(key: &str) -> Option<InputKind> {
    find(WIDGET_KEYS, key, |row| row.0).map(|row| row.1)
}

/// All keys that an example can have.
pub fn widget_keys() -> impl Iterator<Item = &'static str> {
    WIDGET_KEYS.iter().map(|row| row.0)
}

/// Today's name of a key that certainly means it: an old name or a known slip.
#[must_use]
pub fn widget_key_renamed(key: &str) -> Option<&'static str> {
    find(WIDGET_KEYS_RENAMED, key, |row| row.0).map(|row| row.1)
}

/// The key that is likely meant by another word.
#[must_use]
pub fn widget_key_meant(key: &str) -> Option<&'static str> {
    find(WIDGET_KEYS_MEANT, key, |row| row.0).map(|row| row.1)
}

/// The roles in a conversation that the widget knows.
#[must_use]
pub fn chat_roles() -> &'static [&'static str] {
    CHAT_ROLES
}

/// Whether chat templates know this role, though the widget does not.
#[must_use]
pub fn is_other_chat_role(role: &str) -> bool {
    find(OTHER_CHAT_ROLES, role, |row| row).is_some()
}

/// The role that is meant by another word for it, such as `human`.
#[must_use]
pub fn chat_role_meant(role: &str) -> Option<&'static str> {
    find(CHAT_ROLE_NAMES, role, |row| row.0).map(|row| row.1)
}

/// The keys of an output, in all its forms.
#[must_use]
pub fn output_keys() -> &'static [&'static str] {
    OUTPUT_KEYS
}

/// The key of an output that is meant by another word.
#[must_use]
pub fn output_key_meant(key: &str) -> Option<&'static str> {
    find(OUTPUT_NAMES, key, |row| row.0).map(|row| row.1)
}

/// Whether a text ends as the name of a picture, a recording or a video does.
#[must_use]
pub fn is_media_name(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    let Some((_, ending)) = path.rsplit_once('.') else { return false };
    // No ending is longer than this.
    ending.len() <= 5 && find(MEDIA_ENDINGS, &ending.to_ascii_lowercase(), |row| row).is_some()
}

/// Mask tokens, and what stands for one, in lower case.
#[must_use]
pub fn masks() -> &'static [&'static str] {
    MASKS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_inputs_are_keys_that_an_example_can_have() {
        for row in WIDGET_INPUTS {
            for key in row.required.iter().chain(row.one_of).chain(row.optional) {
                assert!(widget_key(key).is_some(), "{}: {key}", row.task);
            }
            let former = ["conversational", "text2text-generation"].contains(&row.task);
            assert!(former || crate::facts::task(row.task).is_some(), "{}", row.task);
        }
        for (wrong, right) in WIDGET_KEYS_RENAMED.iter().chain(WIDGET_KEYS_MEANT) {
            assert!(widget_key(right).is_some() && widget_key(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_only_inferred_is_not_told() {
        assert_eq!(widget_inputs("text-ranking"), None);
        assert_eq!(
            widget_inputs("question-answering").map(|row| row.required),
            Some(["text", "context"].as_slice())
        );
    }
}
