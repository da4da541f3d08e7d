//! `eval-file-value`: a field of a result in `.eval_results/` with a value that it does not take.

use super::{file, is_blank, is_dataset_id, value};
use crate::facts::FileMap;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Scalar, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-file-value",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::EvalResults,
    summary: "a value in .eval_results that its field does not take, such as a bare date",
    page: include_str!("file_value.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (kind, map) in file::maps(ctx.card) {
        for entry in map.entries() {
            let Some(draft) = judge(kind, entry) else { continue };
            if out.is_full() {
                out.count();
            } else {
                out.push(draft);
            }
        }
    }
}

fn judge(kind: FileMap, entry: Entry<'_>) -> Option<Draft> {
    let (name, node) = (entry.name(), entry.value);
    if is_blank(node) {
        return None;
    }
    match (kind, name) {
        (FileMap::Entry, "value") if node.as_f64().is_some_and(f64::is_finite) => None,
        (FileMap::Entry, "value") => value::judge(entry, None),
        (FileMap::Entry, "date") => date(node),
        (FileMap::Entry, "verifyToken" | "notes")
        | (FileMap::Source, "name" | "user" | "org")
        | (FileMap::Dataset, "task_id" | "revision") => not_text(entry),
        (FileMap::Source, "url") => not_text(entry).or_else(|| address(node)),
        (FileMap::Dataset, "id") => not_text(entry).or_else(|| dataset_id(node)),
        _ => None,
    }
}

fn not_text(entry: Entry<'_>) -> Option<Draft> {
    let value = entry.value;
    if value.as_str().is_some() {
        return None;
    }
    let draft = Draft::at(value, format!("`{}` is {}, not text", entry.name(), value.kind()));
    Some(if value.is_scalar() {
        draft.help("In quotes it is text.").fix(quoted(value))
    } else {
        draft.span(super::tally::first_line(value)).help("It takes one text.")
    })
}

fn quoted(value: NodeRef<'_>) -> FixBuilder {
    let raw = value.raw();
    FixBuilder::safe(format!("Write `\"{raw}\"`")).set_raw(
        value,
        quote_double(raw),
        Value::Str(raw.to_owned()),
    )
}

/// A day or a point in time in ISO form, as text.
fn date(value: NodeRef<'_>) -> Option<Draft> {
    if value.js() == Scalar::Date {
        return Some(
            Draft::at(value, "the date has no quotes")
                .help("The Hub wants a text here; without quotes YAML reads a point in time.")
                .fix(quoted(value)),
        );
    }
    let Some(text) = value.as_str() else {
        return Some(Draft::at(value, format!("`date` is {}, not text", value.kind())).help(ISO));
    };
    (!is_iso(text.trim()))
        .then(|| Draft::at(value, format!("{} is no ISO date", code(text))).help(ISO))
}

const ISO: &str = "It is written as in `\"2026-01-15\"` or `\"2026-01-15T10:30:00Z\"`.";

/// Whether a text begins as an ISO date does: year, month and day, then nothing or a time.
fn is_iso(text: &str) -> bool {
    let day = text.get(..10).unwrap_or("");
    let form = day.chars().enumerate().all(|(at, c)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    });
    let part = |from, to| day.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let rest = text.get(10..).unwrap_or("");
    day.len() == 10
        && form
        && (1..=12).contains(&part(5, 7))
        && (1..=31).contains(&part(8, 10))
        && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))
}

fn address(value: NodeRef<'_>) -> Option<Draft> {
    let text = value.as_str()?.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        return None;
    }
    let known = ["huggingface.co/", "hf.co/", "github.com/", "www."];
    let is_address = known.iter().any(|host| text.starts_with(host)) && !text.contains(' ');
    let whole = format!("https://{text}");
    let fix = FixBuilder::safe(format!("Write {}", code(&whole))).only_if(is_address);
    Some(
        Draft::at(value, format!("{} is no web address", code(text)))
            .help("`url` begins with `https://`.")
            .fix(fix.set_text(value, &whole)),
    )
}

fn dataset_id(value: NodeRef<'_>) -> Option<Draft> {
    let text = value.as_str()?.trim();
    if is_dataset_id(text) {
        return None;
    }
    let id = super::dataset_type::id_in_address(text);
    let draft = Draft::at(value, format!("{} can be no dataset's id", code(text)))
        .severity(Severity::Error)
        .help("It is the id of the benchmark's dataset on the Hub, such as `cais/hle`.");
    Some(match id {
        Some(id) => draft.fix(FixBuilder::safe(format!("Write `{id}`")).set_text(value, id)),
        None => draft,
    })
}
