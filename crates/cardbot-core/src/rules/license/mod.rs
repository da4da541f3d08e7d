//! `license`: ids, spellings, and what belongs to `other`.

pub(super) mod unknown;
