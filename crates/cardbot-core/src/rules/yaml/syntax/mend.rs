//! Tries guesses until the text can be read.

use std::ops::ControlFlow;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::guess::{Broken, Guess};
use super::{brackets, characters, colons, indents, lists, quotes, tabs};
use crate::edit::{self, Edit};
use crate::finding::Safety;
use crate::text::Span;
use crate::yaml::{self, Problem, Value};

/// At most this many mistakes are undone in one text.
const MOST_STEPS: usize = 20;
/// At most this many bytes are parsed while trying, so that a large text costs no more than a
/// small one.
const MOST_BYTES: usize = 2 << 20;

/// What was found out.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// The guess at the first mistake, if undoing it let the reading go on.
    pub(super) first: Option<Guess>,
    /// The places of further mistakes, in the text as it is, and what they are.
    pub(super) further: Vec<(Span, String)>,
    /// The edits that make the text readable, and how certain they are.
    pub(super) fix: Option<(Vec<Edit>, Safety)>,
}

/// Finds what the author did wrong by undoing it. Offsets are those of the YAML text.
pub(super) fn mend(text: &str, problem: &Problem) -> Mended {
    let mut mended = Mended::default();
    let mut budget = MOST_BYTES;
    let mut current = text.to_owned();
    let mut problem = problem.clone();
    let mut safety = Safety::Safe;
    for _ in 0..MOST_STEPS {
        let broken = Broken { text: &current, at: problem.span.start, kind: &problem.kind };
        let Some(step) = best(broken, &mut budget) else { return mended };
        safety = safety.max(step.guess.safety);
        let further = mended.first.is_some();
        if further {
            let at = original_offset(text, &current, step.guess.place.start);
            let line = super::lines::Line::at(text, at);
            mended.further.push((line.place(), step.guess.message.clone()));
        } else {
            mended.first = Some(step.guess);
        }
        match step.rest {
            None => {
                mended.fix = Some((edits_between(text, &step.after), safety));
                return mended;
            }
            Some(next) => {
                current = step.after;
                problem = *next;
            }
        }
    }
    mended
}

struct Step {
    guess: Guess,
    after: String,
    /// What is still wrong.
    rest: Option<Box<Problem>>,
}

/// All guesses, the likeliest first.
fn guesses(broken: Broken<'_>) -> Vec<Guess> {
    let mut guesses = vec![];
    tabs::guess(broken, &mut guesses);
    characters::guess(broken, &mut guesses);
    quotes::guess(broken, &mut guesses);
    brackets::guess(broken, &mut guesses);
    colons::guess(broken, &mut guesses);
    lists::guess(broken, &mut guesses);
    indents::guess(broken, &mut guesses);
    guesses
}

/// The first guess that makes all readable, else the one after which reading goes furthest.
fn best(broken: Broken<'_>, budget: &mut usize) -> Option<Step> {
    let left_before = broken.text.len() - broken.at.min(broken.text.len());
    let mut best: Option<(usize, Step)> = None;
    let tried = guesses(broken).into_iter().try_for_each(|guess| {
        if *budget < broken.text.len() {
            return ControlFlow::Break(None);
        }
        *budget -= broken.text.len();
        let mut edits = guess.edits.clone();
        edits.sort();
        let Some(after) = edit::apply(broken.text, &edits) else {
            return ControlFlow::Continue(());
        };
        let rest = match yaml::parse(&after, 0) {
            Ok(tree) => {
                let is_map = tree.root().is_some_and(|root| root.is_map());
                let fine = is_map && tree.duplicates().is_empty() && !is_odd(&tree);
                if fine {
                    return ControlFlow::Break(Some(Step { guess, after, rest: None }));
                }
                return ControlFlow::Continue(());
            }
            Err(rest) => rest,
        };
        let left = after.len() - rest.span.start.min(after.len());
        let line_end = super::lines::Line::at(broken.text, broken.at).end();
        let beyond = left < broken.text.len() - line_end;
        if left < left_before && beyond && best.as_ref().is_none_or(|(least, _)| left < *least) {
            best = Some((left, Step { guess, after, rest: Some(rest) }));
        }
        ControlFlow::Continue(())
    });
    match tried {
        ControlFlow::Break(Some(step)) => Some(step),
        _ => best.map(|(_, step)| step),
    }
}

/// A reading that no author meant: a whole line that became a part of the value above it.
fn is_odd(tree: &yaml::Tree<'_>) -> bool {
    let value = tree.root().map(|root| root.value());
    matches!(value, Some(Value::Map(entries)) if entries.iter().any(|(key, _)| key.contains('\n')))
}

/// Where an offset into a changed text lies in the original, by whole lines.
fn original_offset(original: &str, changed: &str, at: usize) -> usize {
    let line = changed.get(..at).map_or(0, |before| before.matches('\n').count());
    // Most steps keep the number of lines.
    let mut starts = std::iter::once(0).chain(original.match_indices('\n').map(|(at, _)| at + 1));
    starts.nth(line).unwrap_or(original.len())
}

/// The edits that turn one text into the other: line by line, each cut down to what differs.
fn edits_between(before: &str, after: &str) -> Vec<Edit> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let offsets: Vec<usize> = old
        .iter()
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start)
        })
        .collect();
    let mut edits = vec![];
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (from, to) = match op {
            DiffOp::Equal { .. } => continue,
            _ => (op.old_range(), op.new_range()),
        };
        let start = offsets.get(from.start).copied().unwrap_or(before.len());
        let old_lines = old.get(from).unwrap_or(&[]);
        let new_lines = new.get(to).unwrap_or(&[]);
        if old_lines.len() == new_lines.len() {
            let mut at = start;
            for (a, b) in old_lines.iter().zip(new_lines) {
                edits.extend(edit_of(at, a, b));
                at += a.len();
            }
        } else {
            edits.extend(edit_of(start, &old_lines.concat(), &new_lines.concat()));
        }
    }
    edits
}

/// One piece of text becomes another: what both begin and end with stays.
fn edit_of(start: usize, old: &str, new: &str) -> Option<Edit> {
    if old == new {
        return None;
    }
    let prefix: usize =
        old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(prefix..)?, new.get(prefix..)?);
    let suffix: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let span = Span::new(start + prefix, start + old.len() - suffix);
    Some(Edit::replace(span, new_rest.get(..new_rest.len() - suffix)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_as_small_as_they_can_be() {
        let before = "a: x: y\nb: 1\nc: - d\n";
        let after = "a: \"x: y\"\nb: 1\nc:\n- d\n";
        let edits = edits_between(before, after);
        assert_eq!(edit::apply(before, &edits).as_deref(), Some(after));
        assert_eq!(edits[0], Edit::replace(Span::new(3, 7), "\"x: y\""));
        assert_eq!(edits[1], Edit::replace(Span::new(15, 16), "\n"));
        assert_eq!(edits.len(), 2);
    }
}
