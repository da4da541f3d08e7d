//! Applies the safe fixes of a file.

use crate::edit::{self, Edit};
use crate::finding::{Finding, Safety};
use crate::text::Source;

/// Fixes can make room for further fixes; a file is gone over at most this often.
const MOST_PASSES: usize = 10;

/// Applies all safe fixes, again and again until there are none, and gives the rules whose findings
/// were fixed, one for each. The bytes are `None` when nothing changed.
pub fn apply_safe(
    bytes: &[u8],
    judge: impl Fn(&Source<'_>) -> Vec<Finding>,
) -> (Option<Vec<u8>>, Vec<&'static str>) {
    let mut after: Option<Vec<u8>> = None;
    let mut fixed = vec![];
    for _ in 0..MOST_PASSES {
        let source = Source::new(after.as_deref().unwrap_or(bytes));
        let (edits, rules) = safe_edits(&judge(&source));
        let text = edit::apply(source.text(), &edits).filter(|_| !rules.is_empty());
        let Some(text) = text else { break };
        after = Some(text.into_bytes());
        fixed.extend(rules);
    }
    (after, fixed)
}

/// The edits of the safe fixes that do not get in each other's way, and the rules they are of.
fn safe_edits(findings: &[Finding]) -> (Vec<Edit>, Vec<&'static str>) {
    let mut edits: Vec<Edit> = vec![];
    let mut rules = vec![];
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety == Safety::Safe) else {
            continue;
        };
        let clash = fix.edits.iter().any(|new| edits.iter().any(|old| old.span.touches(new.span)));
        if !clash {
            edits.extend(fix.edits.iter().cloned());
            rules.push(finding.rule);
        }
    }
    edits.sort();
    (edits, rules)
}
