//! One look over `model-index`, after which most rules know that there is nothing for them.
//!
//! Cards of embedding models have thousands of scores, all of one shape, and a dozen rules that look
//! for one mistake each. What a rule may find, it finds by itself: here is only told where that can
//! not be.

use super::metric_type::is_right;
use super::{is_dataset_id, maps, metrics, models};
use crate::card::Card;
use crate::facts;
use crate::yaml::NodeRef;

/// What may be wrong in a card's `model-index`.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::rules) struct Survey {
    /// A result is anything but a map of a `task`, a `dataset` and a list of `metrics`, or the first
    /// two hold anything but what is usual there.
    pub(super) unusual_results: bool,
    /// A metric is anything but a map of a `type`, a `value` that is a number, and maybe a `name`.
    pub(super) unusual_metrics: bool,
    /// A value is `.nan` or `.inf`: there are thousands where a tool can't compute a score.
    pub(super) infinite_values: bool,
    /// A metric's type may be misspelt.
    pub(super) doubtful_types: bool,
    /// A score may stand there twice.
    pub(super) may_repeat: bool,
}

impl Survey {
    /// Looks at all results of a card.
    pub(in crate::rules) fn of(card: &Card<'_>) -> Self {
        let mut survey = Self::default();
        let mut types = RightTypes::default();
        let mut scores = vec![];
        for (number, model) in (0..).zip(models(card)) {
            for result in maps(model.get("results")) {
                let about = usual_result(result);
                survey.unusual_results |= about.is_none();
                let about = about.unwrap_or(0).wrapping_add(number);
                for metric in metrics(result) {
                    let metric = usual_metric(metric, &mut survey.infinite_values);
                    let Some((kind, name)) = metric else {
                        survey.unusual_metrics = true;
                        continue;
                    };
                    survey.doubtful_types |= !types.holds(kind);
                    scores.push(digest(digest(about, kind), name));
                }
            }
        }
        scores.sort_unstable();
        let twice = scores.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
        survey.may_repeat = twice || survey.unusual_results || survey.unusual_metrics;
        // The types of unusual metrics were not read.
        survey.doubtful_types |= survey.unusual_metrics;
        survey
    }
}

/// A number for what a result is about, if it is a usual one: the same for the same task and dataset.
fn usual_result(result: NodeRef<'_>) -> Option<u64> {
    let (mut task, mut dataset, mut metrics) = (None, None, false);
    for entry in result.entries() {
        match entry.name() {
            "task" if task.is_none() => task = Some(usual_task(entry.value)?),
            "dataset" if dataset.is_none() => dataset = Some(usual_dataset(entry.value)?),
            "metrics" if !metrics && entry.value.is_seq() => {
                metrics = entry.value.items().all(|item| item.is_map());
            }
            _ => return None,
        }
    }
    let about = task?.wrapping_mul(3).wrapping_add(dataset?);
    metrics.then_some(about)
}

fn usual_task(task: NodeRef<'_>) -> Option<u64> {
    let mut has_type = false;
    let about = usual_texts(task, |name, text| match name {
        "type" => {
            has_type = true;
            facts::task(text).is_some() || facts::is_tool_task_type(text)
        }
        name => name == "name",
    })?;
    has_type.then_some(about)
}

fn usual_dataset(dataset: NodeRef<'_>) -> Option<u64> {
    let (mut has_type, mut has_name) = (false, false);
    let about = usual_texts(dataset, |name, text| match name {
        "type" => {
            has_type = true;
            is_dataset_id(text)
        }
        "name" => {
            has_name = true;
            true
        }
        name => matches!(name, "config" | "split" | "revision"),
    })?;
    (has_type && has_name).then_some(about)
}

/// A number for a map that holds nothing but texts, of which `is_usual` approves: the same in
/// whatever order they stand.
fn usual_texts(map: NodeRef<'_>, mut is_usual: impl FnMut(&str, &str) -> bool) -> Option<u64> {
    if !map.is_map() {
        return None;
    }
    map.entries().try_fold(0_u64, |about, entry| {
        let text = filled_text(entry.value)?;
        is_usual(entry.name(), text)
            .then(|| about.wrapping_add(digest(digest(0, entry.name()), text)))
    })
}

/// The type and the name of a usual metric. Notes, of any metric, whether its value is no finite
/// number.
fn usual_metric<'t>(metric: NodeRef<'t>, infinite: &mut bool) -> Option<(&'t str, &'t str)> {
    let (mut kind, mut name, mut has_value, mut unusual) = (None, None, false, false);
    for entry in metric.entries() {
        match entry.name() {
            "type" if kind.is_none() => kind = filled_text(entry.value),
            "name" if name.is_none() => {
                name = filled_text(entry.value);
                unusual |= name.is_none();
            }
            "value" if entry.value.is_simple_number() => has_value = true,
            "value" => match entry.value.as_f64() {
                Some(number) => {
                    *infinite |= !number.is_finite();
                    has_value = true;
                }
                None => return None,
            },
            _ => unusual = true,
        }
    }
    kind.filter(|_| has_value && !unusual).map(|kind| (kind, name.unwrap_or("")))
}

fn filled_text(value: NodeRef<'_>) -> Option<&str> {
    let is_filled =
        |text: &&str| text.starts_with(|c: char| c.is_ascii_graphic()) || !text.trim().is_empty();
    value.as_str().filter(is_filled)
}

/// Types of metrics that are known to be no misspelt ones: a card has many metrics, but few types.
#[derive(Debug, Default)]
struct RightTypes<'t>(Vec<&'t str>);

impl<'t> RightTypes<'t> {
    /// There is room for all types that the cards of embedding models have.
    const ROOM: usize = 1024;

    fn holds(&mut self, kind: &'t str) -> bool {
        if self.0.is_empty() {
            self.0.resize(Self::ROOM, "");
        }
        let place = usize::try_from(digest(0, kind) >> 32).unwrap_or(0) % Self::ROOM;
        let Some(known) = self.0.get_mut(place) else { return is_right(kind) };
        if *known != kind {
            if !is_right(kind) {
                return false;
            }
            *known = kind;
        }
        true
    }
}

/// A number for a text that goes on from another number. Different texts may have the same one, by
/// chance or on purpose: it only tells what needs no closer look.
fn digest(from: u64, text: &str) -> u64 {
    let add = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut sum = from;
    for word in words {
        sum = add(sum, u64::from_le_bytes(*word));
    }
    // The length tells a text from one that ends in zeros.
    let length = u64::try_from(text.len()).unwrap_or(0);
    add(sum, rest.iter().fold(length, |last, byte| last << 8 | u64::from(*byte)))
}
