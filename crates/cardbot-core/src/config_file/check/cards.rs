//! `cards`: a list of globs, or a map with `include` and `exclude`.

use super::{Problems, entries, glob, list};
use crate::config::keys::CARDS_KEYS;
use crate::fixing::FixBuilder;
use crate::rules::Draft;
use crate::yaml::NodeRef;

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    if !node.is_map() {
        return include(node, problems);
    }
    entries(node, CARDS_KEYS, "`cards`", problems, |name, entry, problems| match name {
        _ if entry.value.is_null() => {}
        "include" => include(entry.value, problems),
        _ => exclude(entry.value, problems),
    });
}

/// What is included are files: a folder alone names none.
fn include(node: NodeRef<'_>, problems: &mut Problems) {
    for item in list(node, "a list of globs", problems) {
        match item.as_str().filter(|text| text.ends_with('/')) {
            Some(folder) => {
                let files = format!("{folder}**/README.md");
                let fix = FixBuilder::ask(format!("Write `{}`", super::brief(&files)));
                problems.wrong_value(
                    Draft::at(item, "a glob of cards names files, this is a folder")
                        .help(format!("All READMEs in it are `{}`.", super::brief(&files)))
                        .fix(fix.set_text(item, &files)),
                );
            }
            None => glob(item, problems),
        }
    }
}

fn exclude(node: NodeRef<'_>, problems: &mut Problems) {
    for item in list(node, "a list of globs", problems) {
        glob(item, problems);
    }
}
