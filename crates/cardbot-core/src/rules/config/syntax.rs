//! `config-syntax`: a configuration that can't be read.

use super::nothing;
use crate::finding::Severity;
use crate::rules::{Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "config-syntax",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Config,
    summary: "a configuration that can't be read",
    page: include_str!("syntax.md"),
    check: nothing,
};
