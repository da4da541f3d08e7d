//! Findings on the same lines share a comment, and their fixes one suggestion.

use super::card::Reviewed;
use super::limits;
use super::place::{self, Placement};
use crate::card::Card;
use crate::config;
use crate::edit::Edit;
use crate::finding::{Fix, Severity};
use crate::fixing::{Prover, disjoint};
use crate::text::Source;

/// Findings whose lines overlap. Lines are of the head, from 1.
#[derive(Debug)]
pub(super) struct Group<'r> {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) members: Vec<&'r Reviewed>,
    /// What the lines become, and the places in `members` of the fixes that this does.
    pub(super) suggestion: Option<(String, Vec<usize>)>,
}

impl Group<'_> {
    pub(super) fn severity(&self) -> Severity {
        self.members.iter().map(|r| r.finding.severity).max().unwrap_or(Severity::Note)
    }
}

impl<'r> Group<'r> {
    /// Findings in a comment that stands on these lines already. Their fixes are suggested when
    /// they are for the very same lines.
    pub(super) fn on_lines(
        path: &str,
        source: &Source<'_>,
        members: Vec<&'r Reviewed>,
        lines: Option<(usize, usize)>,
    ) -> Self {
        let again = groups(path, source, members.iter().copied(), &[]);
        match (again.into_iter().next(), lines) {
            (Some(group), Some((first, last)))
                if group.members.len() == members.len()
                    && (group.first, group.last) == (first, last) =>
            {
                group
            }
            _ => Self { first: 0, last: 0, members, suggestion: None },
        }
    }
}

/// Groups the findings that are told on lines of one card, in the order of the file. On lines that
/// are `taken`, nothing is suggested: two suggestions for one line can't both be applied.
///
/// All suggestions of a card are proved together, so that whoever applies them all gets what each
/// of them promises.
pub(super) fn groups<'r>(
    path: &str,
    source: &Source<'_>,
    told: impl Iterator<Item = &'r Reviewed>,
    taken: &[(usize, usize)],
) -> Vec<Group<'r>> {
    let mut groups = overlapping(told);
    for group in &mut groups {
        let taken = taken.iter().any(|(first, last)| *first <= group.last && group.first <= *last);
        if !taken {
            group.suggestion = joint(source, group, &disjoint_fixes(group));
        }
    }
    prove(path, source, &mut groups);
    groups
}

fn overlapping<'r>(told: impl Iterator<Item = &'r Reviewed>) -> Vec<Group<'r>> {
    let mut single: Vec<Group<'r>> = told
        .filter_map(|reviewed| {
            let (first, last) = reviewed.placement.lines()?;
            Some(Group { first, last, members: vec![reviewed], suggestion: None })
        })
        .collect();
    single.sort_by_key(|group| (group.first, group.last));
    let mut groups: Vec<Group<'r>> = vec![];
    for next in single {
        match groups.last_mut() {
            Some(open) if next.first <= open.last => {
                open.last = open.last.max(next.last);
                open.members.extend(next.members);
            }
            _ => groups.push(next),
        }
    }
    groups.iter_mut().for_each(cut_down);
    groups
}

/// Keeps the most important members; the others are told in the summary.
fn cut_down(group: &mut Group<'_>) {
    if group.members.len() <= limits::FINDINGS_PER_COMMENT {
        return;
    }
    group.members.sort_by_key(|r| std::cmp::Reverse(r.finding.severity));
    group.members.truncate(limits::FINDINGS_PER_COMMENT);
    group.members.sort_by_key(|r| (r.finding.span, r.finding.rule));
    let kept = || group.members.iter().filter_map(|reviewed| reviewed.placement.lines());
    group.first = kept().map(|(first, _)| first).min().unwrap_or(group.first);
    group.last = kept().map(|(_, last)| last).max().unwrap_or(group.last);
}

fn fix_of<'r>(group: &Group<'r>, member: usize) -> Option<&'r Fix> {
    group.members.get(member).and_then(|reviewed| reviewed.finding.fix.as_ref())
}

/// The members whose fixes can be suggested and do not get in each other's way; of those that do,
/// the first.
fn disjoint_fixes(group: &Group<'_>) -> Vec<usize> {
    let mut chosen: Vec<usize> = vec![];
    for (at, reviewed) in group.members.iter().enumerate() {
        let Placement::Inline { suggestion: Some(_), .. } = reviewed.placement else { continue };
        let Some(fix) = &reviewed.finding.fix else { continue };
        let mut others = chosen.iter().filter_map(|other| fix_of(group, *other));
        if others.all(|other| disjoint(fix, other)) {
            chosen.push(at);
        }
    }
    chosen
}

fn joint(
    source: &Source<'_>,
    group: &Group<'_>,
    members: &[usize],
) -> Option<(String, Vec<usize>)> {
    let fixes = members.iter().filter_map(|member| fix_of(group, *member));
    let mut edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    edits.sort();
    let text = place::joint_replacement(source, &edits, group.first, group.last)?;
    Some((text, members.to_vec()))
}

/// Takes suggestions back until those that are left keep their promises together.
fn prove(path: &str, source: &Source<'_>, groups: &mut [Group<'_>]) {
    let offered = |group: &Group<'_>| group.suggestion.as_ref().map_or(0, |(_, m)| m.len());
    // A fix alone has been proved by the engine.
    if groups.iter().map(offered).sum::<usize>() < 2 {
        return;
    }
    let card;
    let prover = if config::is_config_path(path) {
        Prover::of_yaml(source)
    } else {
        card = Card::new(path, source);
        Prover::of_card(&card)
    };
    let fixes_of = |group: &Group<'_>| -> Vec<Fix> {
        let members = group.suggestion.iter().flat_map(|(_, members)| members.iter());
        members.filter_map(|member| fix_of(group, *member)).cloned().collect()
    };
    let all: Vec<Fix> = groups.iter().flat_map(fixes_of).collect();
    if prover.holds(&all.iter().collect::<Vec<_>>()) {
        return;
    }
    let mut kept: Vec<Fix> = vec![];
    let mut tries = MOST_TRIES;
    for group in groups {
        let Some((_, members)) = group.suggestion.take() else { continue };
        let mut chosen = vec![];
        for member in members {
            let Some(fix) = fix_of(group, member) else { continue };
            kept.push(fix.clone());
            tries = tries.saturating_sub(1);
            if tries > 0 && prover.holds(&kept.iter().collect::<Vec<_>>()) {
                chosen.push(member);
            } else {
                kept.pop();
            }
        }
        if !chosen.is_empty() {
            group.suggestion = joint(source, group, &chosen);
            // What can't be said as lines is not applied either, but does no harm to the others.
        }
    }
}

/// So often a card is read again to find fixes that go together; beyond, none more is suggested.
const MOST_TRIES: usize = 100;
