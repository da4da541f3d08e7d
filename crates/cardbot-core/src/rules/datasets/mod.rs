//! `datasets`: ids of datasets on the Hub, and what people write in their place.

mod read;

pub(super) mod duplicate;
pub(super) mod not_id;
pub(super) mod not_text;
pub(super) mod placeholder;
pub(super) mod several;
pub(super) mod url;

pub(super) use read::is_id;
