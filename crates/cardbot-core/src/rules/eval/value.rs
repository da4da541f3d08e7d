//! `eval-value`: a metric's value that is no number.

use super::tally::Tally;
use super::{doubtful_metrics, doubtful_results, in_braces, is_blank, metrics, results};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-value",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a metric's value that is no number, such as `25.59%` or `N/A`",
    page: include_str!("value.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.model_index().infinite_values {
        tell_infinite(ctx, out);
    }
    for result in doubtful_results(ctx) {
        for metric in doubtful_metrics(ctx, result) {
            let Some(entry) = metric.entry("value") else { continue };
            if entry.value.as_f64().is_some() {
                continue;
            }
            if out.is_full() {
                out.count();
            } else if let Some(draft) = judge(entry, Some(metric)) {
                out.push(draft);
            }
        }
    }
}

/// Tells once of all values that are no finite numbers.
fn tell_infinite(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found = Tally::default();
    for metric in results(ctx.card).flat_map(metrics) {
        if let Some(value) = metric.get("value")
            && !value.is_simple_number()
            && value.as_f64().is_some_and(|n| !n.is_finite())
        {
            found.add(value, metric);
        }
    }
    let Some((first, metric)) = found.first() else { return };
    let more = match found.len() {
        1 => String::new(),
        2 => ", nor is another value".to_owned(),
        number => format!(", nor are {} more values", number - 1),
    };
    let draft = not_finite(*first, &more).severity(Severity::Note);
    let draft = found.others().fold(draft, |draft, span| draft.related(span, "here too"));
    out.push(draft.fix(without(Some(*metric)).only_if(found.len() == 1)));
}

/// What is to be said about `.nan` and `.inf`. Where a score can't be computed, tools write them.
fn not_finite(value: NodeRef<'_>, more: &str) -> Draft {
    Draft::at(value, format!("{} is no finite number{more}", code(value.raw()))).help(
        "It can be neither compared nor sorted. Leave the metric out until there is a number.",
    )
}

/// Leaves out a metric that has no value.
fn without(metric: Option<NodeRef<'_>>) -> FixBuilder {
    let fix = FixBuilder::ask("Remove the metric");
    match metric {
        Some(metric) => {
            fix.only_if(metric.parent().is_some_and(|parent| parent.is_seq())).remove_item(metric)
        }
        None => fix.only_if(false),
    }
}

const COMPARED: &str = "Only a number can be compared and sorted.";

/// What is to be said about a value that is no finite number. `metric` is the item that may go with it.
pub(super) fn judge(entry: Entry<'_>, metric: Option<NodeRef<'_>>) -> Option<Draft> {
    let value = entry.value;
    if in_braces(value).is_some() {
        return None;
    }
    if value.as_f64().is_some() {
        return Some(not_finite(value, ""));
    }
    if is_blank(value) {
        return Some(
            Draft::on_key(entry, "the metric has no value")
                .help("Leave the metric out until there is a number.")
                .fix(without(metric)),
        );
    }
    let Some(text) = value.as_str().map(str::trim) else {
        return Some(
            Draft::at(value, format!("the value is {}, not a number", value.kind()))
                .span(super::tally::first_line(value))
                .identity(value.kind())
                .severity(Severity::Note)
                .help("Each number is a metric of its own: a list item with `type`, `name` and `value`."),
        );
    };
    if facts::is_no_value(text) {
        return Some(
            Draft::at(value, format!("{} is no value", code(text)))
                .help("Leave the metric out until there is a number.")
                .fix(without(metric)),
        );
    }
    if let Some(number) = plain_number(text) {
        // Without quotes it would be a number already.
        return Some(
            Draft::at(value, format!("{} is text, not a number", code(value.raw())))
                .help(COMPARED)
                .fix(FixBuilder::safe(format!("Write {}", code(text))).set_raw(
                    value,
                    text.to_owned(),
                    number,
                )),
        );
    }
    let (message, help, meant) = if let Some(number) = text.strip_suffix('%') {
        let number = number.trim_end().replace(',', ".");
        (
            "is text, not a number",
            "Only a number can be compared. Write it on the scale of your other scores, and say in `name` if it is in percent.",
            number,
        )
    } else if text.matches(',').count() == 1 && !text.contains('.') {
        ("is text, not a number", "YAML's decimal sign is the point.", text.replace(',', "."))
    } else {
        return other(value, text);
    };
    let draft = Draft::at(value, format!("{} {message}", code(text))).help(help);
    Some(match plain_number(&meant) {
        Some(number) => draft
            .fix(FixBuilder::ask(format!("Write {}", code(&meant))).set_raw(value, meant, number)),
        None => return other(value, text),
    })
}

/// Text with more than a number. With a spread (`20.0 ± 1.2`) or a remark it is a value for people;
/// without a digit it is none.
fn other(value: NodeRef<'_>, text: &str) -> Option<Draft> {
    if text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(
        Draft::at(value, format!("{} is no number", code(text)))
            .severity(Severity::Note)
            .help(COMPARED),
    )
}

/// The number that a text is, written as YAML and JSON write it.
fn plain_number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    // A leading zero is another number to old loaders.
    let octal = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    (plain && !octal).then(|| text.parse::<f64>().ok().map(Value::Float)).flatten()
}
