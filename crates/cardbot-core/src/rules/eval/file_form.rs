//! `eval-file-form`: a file of `.eval_results/` that is not of the shape that is read.

use super::tally::first_line;
use super::{file, in_braces, is_blank};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-file-form",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::EvalResults,
    summary: "a file of .eval_results that is no list of results",
    page: include_str!("file_form.md"),
    check,
};

const HELP: &str =
    "The Hub passes over a file of another shape: it is a list with one map for each result.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(root) = file::root(ctx.card) else { return };
    if !root.is_seq() {
        out.push(no_list(root));
    }
    for item in root.items().filter(|item| !item.is_map()) {
        push(out, || {
            Draft::at(item, format!("this result is {}, not a map", item.kind())).help(HELP)
        });
    }
    for entry in file::entries(ctx.card).flat_map(|entry| {
        ["dataset", "source"].into_iter().filter_map(move |name| entry.entry(name))
    }) {
        if !entry.value.is_map() && !is_blank(entry.value) {
            push(out, || no_map(entry));
        }
    }
}

fn push(out: &mut Out, draft: impl FnOnce() -> Draft) {
    if out.is_full() {
        out.count();
    } else {
        out.push(draft());
    }
}

fn no_list(root: NodeRef<'_>) -> Draft {
    let draft = Draft::at(root, format!("the file is {}, not a list of results", root.kind()))
        .span(first_line(root))
        .identity(root.kind())
        .help(HELP);
    let is_result = root.is_map() && root.get("dataset").is_some() && in_braces(root).is_none();
    draft
        .fix(FixBuilder::safe("Make it a list of one result").only_if(is_result).wrap_in_list(root))
}

fn no_map(entry: Entry<'_>) -> Draft {
    let (name, value) = (entry.name(), entry.value);
    let draft = Draft::at(value, format!("`{name}` is {}, not a map", value.kind()))
        .span(first_line(value));
    if name == "dataset" {
        return draft.help("It has `id` and `task_id`.");
    }
    let text = value.text().trim();
    let is_url = text.starts_with("https://") && !text.contains(char::is_whitespace);
    let map = Value::Map(vec![("url".to_owned(), Value::Str(text.to_owned()))]);
    draft.help("It has a `url`, and `name`, `user` or `org` if you like.").fix(
        FixBuilder::safe("Make it the `url` of a map").only_if(is_url).set_raw(
            value,
            format!("{{url: {}}}", quote_double(text)),
            map,
        ),
    )
}
