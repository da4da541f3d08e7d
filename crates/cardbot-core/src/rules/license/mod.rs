//! `license`: ids, spellings, and what belongs to `other`.

use super::words;

pub(super) mod unknown;
