//! Apps: their keys, the tokens that they sign themselves, and what is delivered to them.

pub(crate) mod deliver;
pub(crate) mod event;
pub(crate) mod handle;
pub(crate) mod jwt;
pub(crate) mod key;
