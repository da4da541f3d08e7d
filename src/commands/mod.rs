//! The commands, one file each: gather the input, ask the core, hand to an output.

pub(crate) mod action;
pub(crate) mod carbon;
pub(crate) mod check;
#[cfg(feature = "app")]
pub(crate) mod doctor;
pub(crate) mod manual;
mod pull_request;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod schema;
#[cfg(feature = "app")]
pub(crate) mod serve;
pub(crate) mod tags;
