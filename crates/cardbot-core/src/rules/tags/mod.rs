//! `tags`: free words, of which some act.

pub(super) mod duplicate;
pub(super) mod not_text;
pub(super) mod own_key;
pub(super) mod placeholder;
pub(super) mod several;
pub(super) mod task;
