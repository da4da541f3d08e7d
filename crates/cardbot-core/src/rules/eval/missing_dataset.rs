//! `eval-missing-dataset`: results that do not say on what they were measured.

use super::misspelt_key::is_misspelt_in;
use super::tally::{Tally, first_line};
use super::{dataset_ids, doubtful_results, filled};
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-missing-dataset",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "results in model-index that do not say on what data they were measured",
    page: include_str!("missing_dataset.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: Tally<'_, ()> = Tally::default();
    let mut all = 0;
    for result in doubtful_results(ctx) {
        all += 1;
        if has_no_dataset(result) && !has_no_score(result) {
            found.add(result, ());
        }
    }
    let Some((first, ())) = found.first() else { return };
    let message = match (found.len(), all) {
        (1, 1) => "the result names no dataset".to_owned(),
        (1, _) => "one result names no dataset".to_owned(),
        (n, all) if n == all => format!("none of the {n} results names its dataset"),
        (n, all) => format!("{n} of {all} results name no dataset"),
    };
    let draft = Draft::at(*first, message).span(first_line(*first)).identity("dataset").help(
        "A score means little without its data, and `huggingface_hub` can't load the card: each \
             result needs a `dataset` with `type` (its id on the Hub) and `name`.",
    );
    let draft = found.others().fold(draft, |draft, span| draft.related(span, "here too"));
    out.push(match dataset_ids(ctx.card).as_slice() {
        [id] => draft.fix(added(id, &found)),
        _ => draft,
    });
}

/// Whether a result names no dataset, in whatever spelling.
pub(super) fn has_no_dataset(result: NodeRef<'_>) -> bool {
    filled(result, "dataset").is_none() && !is_misspelt_in(result, "dataset")
}

/// Whether there is no score whose dataset could be asked for: what such a result lacks,
/// `eval-missing-field` tells in one finding.
pub(super) fn has_no_score(result: NodeRef<'_>) -> bool {
    let too_deep = result.entries().any(|entry| entry.value.get("metrics").is_some());
    result.get("metrics").is_none() && !is_misspelt_in(result, "metrics") && !too_deep
}

/// The only dataset of the card is the one that is meant, most likely.
fn added(id: &str, found: &Tally<'_, ()>) -> FixBuilder {
    let written = scalar_text(id, None);
    let written = format!("{{type: {written}, name: {written}}}");
    let value = || {
        let text = Value::Str(id.to_owned());
        Value::Map(vec![("type".to_owned(), text.clone()), ("name".to_owned(), text)])
    };
    let fix = FixBuilder::ask(format!("Name the card's dataset, {}", code(id)))
        .only_if(found.can_be_fixed());
    let add = |fix: FixBuilder, result: NodeRef<'_>| {
        let task = result.entry("task").filter(|_| result.get("dataset").is_none());
        match task {
            Some(task) => fix.add_entry_after(task, "dataset", &written, value()),
            None => fix.only_if(false),
        }
    };
    found.iter().fold(fix, |fix, (result, ())| add(fix, *result))
}
