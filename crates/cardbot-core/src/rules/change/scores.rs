//! The scores that a card or a file of `.eval_results/` reports, and which of them are the same
//! before and after a change.

use std::collections::HashMap;

use crate::card::Card;
use crate::kind::Kind;
use crate::rules::eval;
use crate::rules::words::code;
use crate::spelling::fold;
use crate::yaml::{NodeRef, Value};

/// One reported score.
pub(super) struct Score<'t> {
    /// The value's node.
    pub(super) node: NodeRef<'t>,
    /// The number, or the text with its spread.
    value: Number,
    /// What was measured, with all that tells it from others.
    exact: String,
    /// The data on which it was measured.
    data: String,
    /// Metric and data, whatever the score is called; `None` where the data is not told.
    loose: Option<String>,
    /// What is measured by it, so that a score under another name is found by its value.
    metric: String,
    /// In words: `accuracy` on `imdb`.
    label: String,
}

/// A value without its notation: `"0.91"`, `0.910` and `0,91` are the same.
#[derive(Debug, Clone, PartialEq)]
enum Number {
    Plain(f64),
    Text(String),
}

impl Number {
    fn of(node: NodeRef<'_>) -> Option<Self> {
        if let Some(number) = node.as_f64() {
            return Some(Self::Plain(number));
        }
        let text = node.as_str()?.trim();
        let bare = text.trim_end_matches('%').trim_end().replace(',', ".");
        if let Ok(number) = bare.parse::<f64>() {
            return Some(Self::Plain(number));
        }
        // Without a digit it reports nothing.
        text.contains(|c: char| c.is_ascii_digit()).then(|| Self::Text(text.to_owned()))
    }

    fn key(&self) -> String {
        match self {
            Self::Plain(number) => Value::Float(*number).canonical(),
            Self::Text(text) => text.split_whitespace().collect(),
        }
    }
}

impl Number {
    /// Whether two scores hardly ever share this value by chance.
    fn is_telling(&self) -> bool {
        const DIGITS: usize = 5;
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let key = self.key();
        digits(key.trim_start_matches(['-', '0', '.'])) >= DIGITS
    }
}

/// A number as briefly as it can be told from another one; text as it is.
pub(super) fn brief(score: &Score<'_>, other: Option<&Score<'_>>) -> String {
    let text = score.node.text().trim();
    let Number::Plain(number) = score.value else { return text.to_owned() };
    if text.len() <= SHORT {
        return text.to_owned();
    }
    let other = other.and_then(|other| match other.value {
        Number::Plain(number) => Some(number),
        Number::Text(_) => None,
    });
    let short = |number: f64, digits: usize| format!("{number:.digits$}");
    let digits = (4..12).find(|digits| {
        let told = short(number, *digits);
        let zero = told.chars().all(|c| matches!(c, '0' | '.' | '-')) && number != 0.0;
        !zero && other.is_none_or(|other| short(other, *digits) != told)
    });
    match digits {
        Some(digits) if short(number, digits).len() < text.len() => short(number, digits),
        _ => text.to_owned(),
    }
}

/// Numbers of this length are shown as they are written.
const SHORT: usize = 8;

impl Score<'_> {
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// The value as it is written.
    pub(super) fn shown(&self) -> &str {
        self.node.text()
    }

    /// Whether this is another score's value in percent, or the other way round.
    pub(super) fn is_rescaled(&self, other: &Score<'_>) -> bool {
        let (Number::Plain(a), Number::Plain(b)) = (&self.value, &other.value) else {
            return false;
        };
        let near = |x: f64, y: f64| (x - y).abs() <= y.abs() * 1e-9;
        near(a * 100.0, *b) || near(b * 100.0, *a)
    }
}

/// All scores of a card or file.
pub(super) fn of<'c>(card: &'c Card<'_>) -> Vec<Score<'c>> {
    if card.kind == Kind::EvalResults {
        return eval::file::entries(card).filter_map(of_entry).collect();
    }
    let of_result = |result: NodeRef<'c>| {
        let about = About::of(result);
        eval::metrics(result).filter_map(move |metric| of_metric(&about, metric))
    };
    eval::results(card).flat_map(of_result).collect()
}

/// What all metrics of a result have in common.
struct About<'t> {
    task: String,
    data: String,
    dataset: Option<&'t str>,
}

impl<'t> About<'t> {
    fn of(result: NodeRef<'t>) -> Self {
        let dataset = result.get("dataset");
        let of = |field: &str| eval::said(dataset.and_then(|dataset| dataset.get(field)));
        let id = if of("type").is_empty() { of("name") } else { of("type") };
        let data = joined(&[id, of("config"), of("split"), of("args")]);
        Self {
            task: eval::said(result.get("task").and_then(|task| task.get("type"))),
            data: if dataset.is_some() { data } else { String::new() },
            dataset: dataset.and_then(|dataset| text(dataset, ["name", "type"])),
        }
    }
}

fn of_metric<'t>(about: &About<'t>, metric: NodeRef<'t>) -> Option<Score<'t>> {
    let node = metric.get("value")?;
    let value = Number::of(node)?;
    let kind = eval::said(metric.get("type"));
    let own = ["name", "config", "args"].map(|field| eval::said(metric.get(field)));
    let data = about.data.clone();
    let exact = [&[about.task.clone(), data.clone(), kind.clone()], &own[..]].concat();
    let loose = (!data.is_empty()).then(|| joined(&[fold(&kind), data.clone()]));
    let name = text(metric, ["name", "type"]).unwrap_or("a score");
    let label = match about.dataset {
        Some(dataset) => format!("{} on {}", code(name), code(dataset)),
        None => code(name),
    };
    Some(Score { node, value, exact: joined(&exact), data, loose, metric: fold(&kind), label })
}

/// The first of two fields that is a text.
fn text<'t>(map: NodeRef<'t>, fields: [&str; 2]) -> Option<&'t str> {
    let texts = fields.iter().filter_map(|field| map.get(field)?.as_str());
    texts.map(str::trim).find(|text| !text.is_empty())
}

fn of_entry(entry: NodeRef<'_>) -> Option<Score<'_>> {
    let node = entry.get("value")?;
    let value = Number::of(node)?;
    let dataset = entry.get("dataset");
    let text = |map: Option<NodeRef<'_>>, field: &str| {
        map.and_then(|map| map.get(field))
            .map(|node| node.text().trim().to_owned())
            .unwrap_or_default()
    };
    let (id, task) = (text(dataset, "id"), text(dataset, "task_id"));
    let source = text(entry.get("source"), "url");
    let exact = [id.clone(), task.clone(), text(Some(entry), "notes"), source];
    let label =
        if task.is_empty() { code(&id) } else { format!("{} of {}", code(&task), code(&id)) };
    let data = joined(&[id, task]);
    let loose = Some(data.clone());
    Some(Score { node, value, exact: joined(&exact), data, loose, metric: String::new(), label })
}

fn joined(parts: &[String]) -> String {
    parts.join("\u{0}")
}

/// What became of the scores.
pub(super) struct Fate<'b, 'h> {
    /// Scores with another value than before.
    pub(super) altered: Vec<(Score<'b>, Score<'h>)>,
    /// Scores that are there no more.
    pub(super) dropped: Vec<Score<'b>>,
}

/// Finds each score of the base in the head: by what was measured, whatever its place in the list.
pub(super) fn compare<'b, 'h>(base: Vec<Score<'b>>, head: Vec<Score<'h>>) -> Fate<'b, 'h> {
    let with_value =
        |key: &str, score: &Score<'_>| Some(format!("{key}\u{0}{}", score.value.key()));
    // First by all that a score says of itself.
    let (base, head, _) = pair(base, head, |score| with_value(&score.exact, score));
    let (base, head, mut altered) = pair(base, head, |score| Some(score.exact.clone()));
    // The same value under another name: of the task, the dataset, the metric.
    let (base, head, _) = pair(base, head, |score| with_value(&score.data, score));
    let (base, head, _) = pair(base, head, |score| with_value(&score.metric, score));
    let telling = |score: &Score<'_>| score.value.is_telling().then(|| score.value.key());
    let (base, head, _) = pair(base, head, telling);
    // With another value a score under another name is the same one only if there is no second.
    let loose = |score: &Score<'_>| score.loose.clone();
    let (mut in_base, mut in_head) = (HashMap::new(), HashMap::new());
    for score in &base {
        *in_base.entry(loose(score)).or_insert(0_usize) += 1;
    }
    for score in &head {
        *in_head.entry(loose(score)).or_insert(0_usize) += 1;
    }
    let (dropped, _, more) = pair(base, head, |score| {
        let key = loose(score)?;
        let single =
            |counts: &HashMap<Option<String>, usize>| counts.get(&Some(key.clone())) == Some(&1);
        (single(&in_base) && single(&in_head)).then_some(key)
    });
    altered.extend(more);
    altered.sort_by_key(|(_, after)| after.node.span());
    Fate { altered, dropped }
}

type Paired<'b, 'h> = (Vec<Score<'b>>, Vec<Score<'h>>, Vec<(Score<'b>, Score<'h>)>);

/// Pairs the scores that have the same key (those without one are left), in their order; gives back what is left.
fn pair<'b, 'h>(
    base: Vec<Score<'b>>,
    head: Vec<Score<'h>>,
    key: impl Fn(&Score<'_>) -> Option<String>,
) -> Paired<'b, 'h> {
    if base.is_empty() || head.is_empty() {
        return (base, head, vec![]);
    }
    let mut waiting: HashMap<String, Vec<Score<'h>>> = HashMap::new();
    // Last in, first out: put in backwards, they come out in their order.
    let mut rest = vec![];
    for score in head.into_iter().rev() {
        match key(&score) {
            Some(key) => waiting.entry(key).or_default().push(score),
            None => rest.push(score),
        }
    }
    let (mut left, mut pairs) = (vec![], vec![]);
    for score in base {
        match key(&score).and_then(|key| waiting.get_mut(&key)).and_then(Vec::pop) {
            Some(found) => pairs.push((score, found)),
            None => left.push(score),
        }
    }
    rest.extend(waiting.into_values().flatten());
    rest.sort_by_key(|score| score.node.span());
    (left, rest, pairs)
}
