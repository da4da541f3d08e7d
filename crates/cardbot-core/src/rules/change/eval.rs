//! `change-eval`: reported scores that change or go.

use super::on_missing_key;
use super::scores::{self, Fate, Score, brief};
use super::words::{code, some};
use crate::card::Card;
use crate::finding::Severity;
use crate::kind::Kind;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-eval",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::AnyChange,
    summary: "a change of reported scores, or scores that are dropped",
    page: include_str!("eval.md"),
    check,
};

const KEY: &str = "model-index";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(base) = ctx.base else { return };
    // What can't be read, or is all gone, is told as such.
    let is_card = ctx.card.kind != Kind::EvalResults;
    let readable = if is_card {
        ctx.card.root().is_some_and(|root| !root.is_empty())
    } else {
        ctx.card.tree().is_some()
    };
    if !readable {
        return;
    }
    let fate = scores::compare(scores::of(base), scores::of(ctx.card));
    if fate.altered.is_empty() && fate.dropped.is_empty() {
        return;
    }
    let draft = match (fate.altered.first(), ctx.card.entry(KEY).filter(|_| is_card)) {
        (Some((_, after)), _) => Draft::at(after.node, message(&fate)),
        (None, Some(entry)) => Draft::on_key(entry, message(&fate)),
        (None, None) if is_card => on_missing_key(ctx.card, KEY, message(&fate)),
        (None, None) => Draft::on_card(start(ctx.card), message(&fate)),
    };
    let rescaled = fate.dropped.is_empty()
        && fate.altered.iter().all(|(before, after)| before.is_rescaled(after));
    let draft = if rescaled {
        draft.severity(Severity::Note).help("The numbers are the same on another scale.")
    } else if fate.altered.is_empty() {
        draft.help(if is_card {
            "If they moved to `.eval_results/`, all is well; else say why they go."
        } else {
            "If they moved to another file, all is well; else say why they go."
        })
    } else {
        draft.help(
            "Readers compare models by these numbers: say in the card what was measured anew.",
        )
    };
    out.push(draft.identity(identity(&fate)));
}

/// The first line of a file of results.
fn start(card: &Card<'_>) -> Span {
    card.source.line_span(1)
}

fn message(fate: &Fate<'_, '_>) -> String {
    let altered = |(before, after): &(Score<'_>, Score<'_>)| {
        let (old, new) = (brief(before, Some(after)), brief(after, Some(before)));
        format!("{} from {} to {}", after.label(), code(&old), code(&new))
    };
    let dropped = |score: &Score<'_>| format!("{} ({})", score.label(), code(&brief(score, None)));
    let told_altered = some(fate.altered.iter().map(altered));
    let told_dropped = some(fate.dropped.iter().map(dropped));
    match (fate.altered.len(), fate.dropped.len()) {
        (1, 0) => format!("a reported score changes: {told_altered}"),
        (n, 0) => format!("{n} reported scores change: {told_altered}"),
        (0, 1) => format!("a reported score is dropped: {told_dropped}"),
        (0, n) => format!("{n} reported scores are dropped: {told_dropped}"),
        (n, m) => {
            let change = if n == 1 { "score changes" } else { "scores change" };
            let go = if m == 1 { "is" } else { "are" };
            format!("{n} reported {change}: {told_altered}; {m} {go} dropped: {told_dropped}")
        }
    }
}

/// What makes this change this change.
fn identity(fate: &Fate<'_, '_>) -> String {
    const MOST: usize = 50;
    let altered =
        fate.altered.iter().map(|(a, b)| format!("{} {} {}", b.label(), a.shown(), b.shown()));
    let dropped = fate.dropped.iter().map(|score| format!("{} {}", score.label(), score.shown()));
    altered.chain(dropped).take(MOST).collect::<Vec<_>>().join("\n")
}
