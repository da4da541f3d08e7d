//! `ignore`: a list of rules, and of rules in a path.

use super::{Problems, entries, glob, list, names, rule_name};
use crate::config::keys::IGNORE_KEYS;
use crate::rules::Draft;
use crate::yaml::NodeRef;

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    if node.is_map() {
        let help = "Write a list: `- RULE` for everywhere, `- {path: GLOB, rules: [RULE]}` for \
                    some files.";
        return problems
            .wrong_value(Draft::at(node, "a list of rules is expected, this is a map").help(help));
    }
    for item in list(node, "a list of rules", problems) {
        if item.is_map() { in_path(item, problems) } else { rule_name(item, None, problems) }
    }
}

fn in_path(node: NodeRef<'_>, problems: &mut Problems) {
    entries(
        node,
        IGNORE_KEYS,
        "an item of `ignore`",
        problems,
        |name, entry, problems| match name {
            "path" => glob(entry.value, problems),
            _ => rules(entry.value, problems),
        },
    );
    let missing = IGNORE_KEYS.iter().find(|key| node.get(key.name).is_none());
    // A misspelt key has been told already; that it is missing as well needs no word.
    if let Some(key) = missing
        && node.entries().all(|entry| IGNORE_KEYS.iter().any(|key| key.name == entry.name()))
    {
        let help = match key.name {
            "rules" => "To leave a path out altogether, put it under `exclude` of `cards`.".into(),
            _ => format!("The keys of an item are {}.", names(IGNORE_KEYS)),
        };
        problems.wrong_value(
            Draft::at(node, format!("`{}` is missing in this item", key.name)).help(help),
        );
    }
}

fn rules(node: NodeRef<'_>, problems: &mut Problems) {
    if node.is_seq() && node.is_empty() {
        let help = "To leave a path out altogether, put it under `exclude` of `cards`.";
        problems.wrong_value(Draft::at(node, "this list of rules is empty").help(help));
    }
    for item in list(node, "a list of rules", problems) {
        rule_name(item, None, problems);
    }
}
