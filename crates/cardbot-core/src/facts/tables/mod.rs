//! The tables themselves.

pub(crate) mod countries;
pub(crate) mod languages;
pub(crate) mod libraries;
pub(crate) mod licenses;
pub(crate) mod tasks;
