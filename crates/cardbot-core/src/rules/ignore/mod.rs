//! The comments that silence rules.

pub(super) mod unused;
