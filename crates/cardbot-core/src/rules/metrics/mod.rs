//! `metrics`: ids of metrics, and what people write in their place.

mod read;

pub(super) mod duplicate;
pub(super) mod not_list;
pub(super) mod not_text;
pub(super) mod placeholder;
pub(super) mod several;
pub(super) mod spelling;
