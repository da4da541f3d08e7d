//! `config-wrong-value`: a value that the configuration can't use.

use super::nothing;
use crate::finding::Severity;
use crate::rules::{Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "config-wrong-value",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Config,
    summary: "a value that the configuration can't use",
    page: include_str!("wrong_value.md"),
    check: nothing,
};
