//! `fail-on`: a severity or `never`.

use super::{Problems, word};
use crate::config::keys::FAIL_ON;
use crate::yaml::NodeRef;

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    word(node, "a value of `fail-on`", FAIL_ON, problems);
}
