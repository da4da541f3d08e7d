//! `config-unknown-rule`: the name of a rule that is not there.

use super::nothing;
use crate::finding::Severity;
use crate::rules::{Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "config-unknown-rule",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Config,
    summary: "the name of a rule that is not there",
    page: include_str!("unknown_rule.md"),
    check: nothing,
};
