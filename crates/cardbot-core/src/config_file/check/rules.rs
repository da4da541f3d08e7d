//! `rules`: a map from rules to `off` or a severity.

use std::collections::HashMap;

use super::{Problems, rule_name, word};
use crate::config::keys::SETTINGS;
use crate::rules::{self, Draft};
use crate::yaml::NodeRef;

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    if !node.is_map() {
        let message = format!("a map of rules is expected, this is {}", node.kind());
        let help = "Each line is a rule and its setting, such as `thumbnail-url: off`.";
        return problems.wrong_value(Draft::at(node, message).help(help));
    }
    let mut set: HashMap<&str, NodeRef<'_>> = HashMap::new();
    for entry in node.entries() {
        rule_name(entry.key, Some(entry), problems);
        word(entry.value, "a setting of a rule", SETTINGS, problems);
        // A rule can be set by its former name too, but not by both.
        let Some(rule) = rules::find(entry.name()) else { continue };
        match set.get(rule.name) {
            Some(first) if first.text() != entry.name() => problems.wrong_value(
                Draft::on_key(entry, format!("the rule `{}` is set twice", rule.name))
                    .help("A former name of a rule means the same rule.")
                    .related(first.span(), "here as well"),
            ),
            Some(_) => {}
            None => {
                set.insert(rule.name, entry.key);
            }
        }
    }
}
