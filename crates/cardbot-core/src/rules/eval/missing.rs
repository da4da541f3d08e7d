//! `eval-missing-field`: a field of `model-index` that must be there.

use std::collections::BTreeMap;

use super::missing_dataset::{has_no_dataset, has_no_score};
use super::misspelt_key::is_misspelt_in;
use super::tally::{Tally, first_line};
use super::{dataset_ids, doubtful_metrics, doubtful_results, filled, maps, models};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling::fold;
use crate::yaml::{NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-missing-field",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a field of model-index that must be there",
    page: include_str!("missing.md"),
    check,
};

/// What lacks which field, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    ModelName,
    Results,
    Task,
    DatasetAndMetrics,
    Metrics,
    TaskType,
    DatasetType,
    DatasetName,
    MetricType,
    MetricValue,
}

impl Lack {
    /// What lacks it, one and many, and the field.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ModelName => ("the model", "models", "name"),
            Self::Results => ("the model", "models", "results"),
            Self::Task => ("a result", "results", "task"),
            Self::DatasetAndMetrics | Self::Metrics => ("a result", "results", "metrics"),
            Self::TaskType => ("a task", "tasks", "type"),
            Self::DatasetType => ("a dataset", "datasets", "type"),
            Self::DatasetName => ("a dataset", "datasets", "name"),
            Self::MetricType => ("a metric", "metrics", "type"),
            Self::MetricValue => ("a metric", "metrics", "value"),
        }
    }
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: BTreeMap<(Lack, State), Tally<'_, ()>> = BTreeMap::new();
    for (map, field, lack) in needs(ctx) {
        if let Some(state) = State::of(map.get(field)) {
            found.entry((lack, state)).or_default().add(map, ());
        }
    }
    for ((lack, state), tally) in &found {
        if let Some(draft) = told(ctx, *lack, *state, tally) {
            out.push(draft);
        }
    }
}

/// In which way a field is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// It is not there.
    Absent,
    /// It is there without a value.
    Null,
    /// It is a text without letters.
    Empty,
}

impl State {
    fn of(value: Option<NodeRef<'_>>) -> Option<Self> {
        match value {
            None => Some(Self::Absent),
            Some(value) if value.is_null() => Some(Self::Null),
            Some(value) => {
                value.as_str().is_some_and(|text| text.trim().is_empty()).then_some(Self::Empty)
            }
        }
    }
}

/// All maps with the fields that they need.
fn needs<'c>(ctx: &'c Ctx<'c>) -> impl Iterator<Item = (NodeRef<'c>, &'static str, Lack)> {
    let of_model = |model: NodeRef<'c>| {
        // `results` without a value is a matter of form.
        let told = model.get("results").is_some() || has_misspelt_results(model);
        let results = (!told).then_some((model, "results", Lack::Results));
        std::iter::once((model, "name", Lack::ModelName)).chain(results)
    };
    let of_metric = |metric: NodeRef<'c>| {
        // A value that is there but empty is judged as a value.
        let value = metric.get("value").is_none().then_some((metric, "value", Lack::MetricValue));
        std::iter::once((metric, "type", Lack::MetricType)).chain(value)
    };
    let of_result = move |result: NodeRef<'c>| {
        let metrics_lack = match has_no_dataset(result) && has_no_score(result) {
            true => Lack::DatasetAndMetrics,
            false => Lack::Metrics,
        };
        let own = [("task", Lack::Task), ("metrics", metrics_lack)]
            .into_iter()
            .filter(move |(field, _)| !is_misspelt_in(result, field))
            .map(move |(field, lack)| (result, field, lack));
        let task = maps(result.get("task")).map(|task| (task, "type", Lack::TaskType));
        let dataset = maps(result.get("dataset")).flat_map(|dataset| {
            [(dataset, "type", Lack::DatasetType), (dataset, "name", Lack::DatasetName)]
        });
        own.chain(task).chain(dataset).chain(doubtful_metrics(ctx, result).flat_map(of_metric))
    };
    models(ctx.card).flat_map(of_model).chain(doubtful_results(ctx).flat_map(of_result))
}

fn has_misspelt_results(model: NodeRef<'_>) -> bool {
    model.entries().any(|entry| crate::spelling::is_slip(entry.name(), "results"))
}

fn told(ctx: &Ctx<'_>, lack: Lack, state: State, tally: &Tally<'_, ()>) -> Option<Draft> {
    let (first, ()) = tally.first()?;
    let (one, many, field) = lack.words();
    let empty = if state == State::Empty { "an empty" } else { "no" };
    let neither = "neither `dataset` nor `metrics`";
    let message = match tally.len() {
        1 if lack == Lack::DatasetAndMetrics => format!("{one} in `model-index` has {neither}"),
        n if lack == Lack::DatasetAndMetrics => {
            format!("{n} {many} in `model-index` have {neither}")
        }
        1 => format!("{one} in `model-index` has {empty} `{field}`"),
        n => format!("{n} {many} in `model-index` have {empty} `{field}`"),
    };
    let too_deep = |part: &str| {
        lack == Lack::Metrics && first.get(part).is_some_and(|p| p.get("metrics").is_some())
    };
    let help =
        match ["task", "tasks", "dataset", "datasets"].into_iter().find(|part| too_deep(part)) {
            Some(part) => format!(
                "They stand inside `{part}`, one level too deep: `metrics` belongs beside it."
            ),
            None => match state {
                _ if lack == Lack::DatasetAndMetrics => {
                    "`huggingface_hub` can't load a card without them."
                }
                State::Absent => "`huggingface_hub` can't load a card without it.",
                State::Null => "It must be there with a value.",
                // The Trainer leaves it empty when its folder has no name of its own.
                State::Empty if lack == Lack::ModelName => {
                    "Leaderboards show the results under this name."
                }
                State::Empty => "Readers can't tell what it is about.",
            }
            .to_owned(),
        };
    // The Hub takes an empty text, but no empty id.
    let severity = match state {
        State::Empty if lack != Lack::DatasetType => Severity::Note,
        _ => Severity::Error,
    };
    let draft = Draft::at(*first, message)
        .span(first_line(*first))
        .identity(field)
        .severity(severity)
        .help(help);
    let draft = tally.others().fold(draft, |draft, span| draft.related(span, "here too"));
    if state != State::Absent || !tally.can_be_fixed() {
        return Some(draft);
    }
    let ids = dataset_ids(ctx.card);
    let fix = tally.iter().try_fold(
        match lack {
            Lack::Results => FixBuilder::safe("Add `results: []`"),
            Lack::DatasetType => FixBuilder::ask("Add the dataset's id as `type`"),
            Lack::DatasetName => FixBuilder::ask("Take `type` for its `name`"),
            _ => FixBuilder::ask("").only_if(false),
        },
        |fix, (map, ())| added(&ids, lack, *map, fix),
    );
    Some(match fix {
        Some(fix) => draft.fix(fix),
        None => draft,
    })
}

/// Adds the field where it is clear what it holds.
fn added(ids: &[&str], lack: Lack, map: NodeRef<'_>, fix: FixBuilder) -> Option<FixBuilder> {
    let last = map.entries().last()?;
    match lack {
        Lack::Results => Some(fix.add_entry_after(last, "results", "[]", Value::Seq(vec![]))),
        Lack::DatasetName => {
            let text = filled(map, "type")?.value.as_str()?;
            (map.get("name").is_none()).then(|| {
                fix.add_entry_after(
                    last,
                    "name",
                    &scalar_text(text, None),
                    Value::Str(text.to_owned()),
                )
            })
        }
        Lack::DatasetType => {
            let name = filled(map, "name")?.value.as_str()?.trim();
            let id = *ids.iter().find(|id| is_named(id, name))?;
            (map.get("type").is_none()).then(|| {
                fix.add_entry_after(last, "type", &scalar_text(id, None), Value::Str(id.to_owned()))
            })
        }
        _ => None,
    }
}

/// Whether a dataset's title names an id: `Common Voice` and `org/common_voice`.
fn is_named(id: &str, title: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id);
    title == id || fold(title) == fold(name) || fold(title).starts_with(&format!("{}-", fold(name)))
}
