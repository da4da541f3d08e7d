//! `require`: keys that every card must have.

use super::{Problems, brief, list, text};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::Draft;
use crate::yaml::NodeRef;

pub(super) fn check(node: NodeRef<'_>, problems: &mut Problems) {
    for item in list(node, "a list of keys", problems) {
        let Some(key) = text(item, "a key", problems) else { continue };
        if key.trim().is_empty() {
            problems.wrong_value(Draft::at(item, "a key is expected, this is empty"));
            continue;
        }
        // Keys of one's own may be asked for; only what looks like a slip is told.
        if problems.is_full() || facts::key(key).is_some() {
            continue;
        }
        let spelt = facts::key_by_spelling(key).filter(|spelt| spelt.sure).map(|spelt| spelt.key);
        let Some(nearest) = spelt.or_else(|| facts::key_nearby(key)) else { continue };
        problems.wrong_value(
            Draft::at(item, format!("`{}` is not a key that the Hub knows", brief(key)))
                .severity(Severity::Warning)
                .help(format!("Did you mean `{nearest}`?"))
                .fix(FixBuilder::ask(format!("Write `{nearest}`")).set_text(item, nearest)),
        );
    }
}
