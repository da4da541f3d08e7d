//! `eval-duplicate`: one and the same score twice in `model-index`.

use std::collections::HashMap;

use super::{metrics, models, said, said_of};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-duplicate",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "one and the same score twice in model-index",
    page: include_str!("duplicate.md"),
    check,
};

/// Room for so many scores is made at once; aliases can make the number absurd.
const MOST_AT_FIRST: usize = 10_000;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let survey = ctx.model_index();
    if !survey.may_repeat {
        return;
    }
    let unusual = survey.unusual_metrics;
    for model in models(ctx.card) {
        // Results about the same thing share a number.
        let mut groups: HashMap<String, usize> = HashMap::new();
        let results = || super::maps(model.get("results"));
        let many = results().filter_map(|r| r.get("metrics")).map(|m| m.len()).sum::<usize>();
        let mut seen: HashMap<(usize, Identity<'_>), NodeRef<'_>> =
            HashMap::with_capacity(many.min(MOST_AT_FIRST));
        for result in results() {
            let common = said_of(result, &["task", "dataset", "source"]);
            let next = groups.len();
            let group = *groups.entry(common).or_insert(next);
            for metric in metrics(result) {
                let identity = (group, Identity::of(metric, unusual));
                let Some(first) = seen.get(&identity) else {
                    seen.insert(identity, metric);
                    continue;
                };
                if out.is_full() {
                    out.count();
                } else {
                    out.push(judge(*first, result, metric));
                }
            }
        }
    }
}

/// What tells a score from the others of its result.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity<'t> {
    /// Type and name of a metric that has nothing else but a value: nearly all are so.
    Usual(&'t str, &'t str),
    Unusual(String),
}

impl<'t> Identity<'t> {
    fn of(metric: NodeRef<'t>, unusual: bool) -> Self {
        if unusual {
            return Self::Unusual(said_of(metric, &["type", "name", "config", "args"]));
        }
        let text = |field| metric.get(field).map_or("", |node| node.resolved().text());
        Self::Usual(text("type"), text("name"))
    }
}

fn judge(first: NodeRef<'_>, result: NodeRef<'_>, metric: NodeRef<'_>) -> Draft {
    let name = metric.get("name").or_else(|| metric.get("type")).map_or("", |node| node.text());
    let same = said(first.get("value")) == said(metric.get("value"));
    let draft =
        Draft::at(metric, format!("{} for this task and dataset stands here twice", code(name)))
            .span(super::tally::first_line(metric))
            .related(super::tally::first_line(first), "the first one");
    if !same {
        return draft.help(
            "The values differ. Say what tells them apart, such as `config`, `split` or `name`, or keep one.",
        );
    }
    let fix = FixBuilder::safe("Remove the second one");
    let only_metric = metric.parent().is_none_or(|list| !list.is_seq() || list.len() == 1);
    let fix = if only_metric { fix.remove_item(result) } else { fix.remove_item(metric) };
    draft.severity(Severity::Note).help("Both have the same value.").fix(fix)
}
