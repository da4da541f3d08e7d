//! `eval-metric-type`: a metric type that is misspelt.

use std::collections::{BTreeMap, HashSet};

use super::tally::Tally;
use super::{metrics, results};
use crate::facts;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-metric-type",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a metric type that is misspelt, such as rogue1",
    page: include_str!("metric_type.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !ctx.model_index().doubtful_types {
        return;
    }
    let mut found: BTreeMap<&str, Tally<'_, ()>> = BTreeMap::new();
    // Cards have thousands of metrics, but few types.
    let mut right: HashSet<&str> = HashSet::new();
    for metric in results(ctx.card).flat_map(metrics) {
        let Some(kind) = metric.get("type") else { continue };
        let Some(text) = kind.as_str().filter(|text| text.len() <= LONGEST) else { continue };
        if right.contains(text) {
            continue;
        }
        if !found.contains_key(text) && meant(text).is_none() {
            right.insert(text);
            continue;
        }
        found.entry(text).or_default().add(kind, ());
    }
    for (text, tally) in &found {
        let Some((meant, safety)) = meant(text) else { continue };
        if out.is_full() {
            out.count();
        } else if let Some(draft) = told(text, &meant, safety, tally) {
            out.push(draft);
        }
    }
}

/// Nothing longer is a slip of a metric's name.
const LONGEST: usize = 40;

/// Whether a type is none that the rule tells of.
pub(super) fn is_right(text: &str) -> bool {
    text.len() > LONGEST || meant(text).is_none()
}

/// The type that a misspelt one stands for.
fn meant(text: &str) -> Option<(String, Safety)> {
    if facts::is_metric_type(text) {
        return None;
    }
    if let Some(latin) = facts::metric_type_alike(text) {
        return Some((latin, Safety::Safe));
    }
    if let Some(right) = facts::metric_type_meant(text) {
        return Some((right.to_owned(), Safety::Safe));
    }
    // Short names are near to each other, and numbers in them tell them apart.
    let wordlike = |text: &str| text.len() > 6 && text.bytes().all(|b| b.is_ascii_lowercase());
    if !wordlike(text) {
        return None;
    }
    let near = |right: &&&str| {
        right.len().abs_diff(text.len()) <= 1
            && wordlike(right)
            && spelling::is_slip(text, right)
            // A plural or a further letter makes another name: `pearsonr`.
            && !text.starts_with(**right)
            && !right.starts_with(text)
    };
    let right = facts::metric_types().iter().find(near)?;
    Some(((*right).to_owned(), Safety::Ask))
}

fn told(text: &str, meant: &str, safety: Safety, tally: &Tally<'_, ()>) -> Option<Draft> {
    let (first, ()) = tally.first()?;
    let (message, help) = if text.is_ascii() {
        let message = format!("{} is not a known metric type", code(text));
        (message, format!("It looks like `{meant}`, under which scores are compared."))
    } else {
        let message = format!("{} has letters of another script", code(text));
        (message, format!("They look like those of `{meant}`, but no search finds them."))
    };
    let draft = Draft::at(*first, message).help(help);
    let draft = tally.others().fold(draft, |draft, span| draft.related(span, "here too"));
    let fix = FixBuilder::safe(format!("Write {}", code(meant)))
        .with_safety(safety)
        .only_if(tally.can_be_fixed());
    let set = |fix: FixBuilder, node: NodeRef<'_>| fix.set_text(node, meant);
    Some(draft.fix(tally.iter().fold(fix, |fix, (node, ())| set(fix, *node))))
}
