//! `ignore-unused`: an ignore comment that ignores nothing.

use crate::finding::Severity;
use crate::rules::{Rule, Scope};

/// Its findings come from applying the comments, see `suppress`.
pub(in crate::rules) static RULE: Rule = Rule {
    name: "ignore-unused",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Ignore,
    summary: "an ignore comment that ignores nothing",
    page: include_str!("unused.md"),
    check: |_, _| {},
};
