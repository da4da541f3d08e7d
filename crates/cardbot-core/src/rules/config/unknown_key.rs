//! `config-unknown-key`: a key that the configuration does not have.

use super::nothing;
use crate::finding::Severity;
use crate::rules::{Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "config-unknown-key",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Config,
    summary: "a key that the configuration does not have",
    page: include_str!("unknown_key.md"),
    check: nothing,
};
