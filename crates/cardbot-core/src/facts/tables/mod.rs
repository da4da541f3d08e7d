//! The tables themselves.

pub(crate) mod base_models;
pub(crate) mod countries;
pub(crate) mod default_inputs;
pub(crate) mod devices;
pub(crate) mod emissions;
pub(crate) mod eval;
pub(crate) mod gated_fields;
pub(crate) mod ids;
pub(crate) mod keys;
pub(crate) mod languages;
pub(crate) mod libraries;
pub(crate) mod license_texts;
pub(crate) mod licenses;
pub(crate) mod parameters;
pub(crate) mod placeholders;
pub(crate) mod places;
pub(crate) mod removed_names;
pub(crate) mod sections;
pub(crate) mod tasks;
pub(crate) mod thumbnails;
pub(crate) mod widgets;
