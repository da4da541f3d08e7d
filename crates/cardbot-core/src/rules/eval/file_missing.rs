//! `eval-file-missing-field`: a field of a result in `.eval_results/` that must be there.

use super::tally::first_line;
use super::{file, filled};
use crate::facts::FileMap;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-file-missing-field",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::EvalResults,
    summary: "a field of a result in .eval_results that must be there",
    page: include_str!("file_missing.md"),
    check,
};

/// The fields that each map must have.
fn required(map: FileMap) -> &'static [&'static str] {
    match map {
        FileMap::Entry => &["dataset", "value"],
        FileMap::Dataset => &["id", "task_id"],
        FileMap::Source => &["url"],
    }
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (kind, map) in file::maps(ctx.card) {
        for field in required(kind) {
            if filled(map, field).is_some() || file::is_misspelt_in(kind, map, field) {
                continue;
            }
            if out.is_full() {
                out.count();
            } else {
                out.push(judge(kind, map, field));
            }
        }
    }
}

fn judge(kind: FileMap, map: NodeRef<'_>, field: &str) -> Draft {
    let what = match kind {
        FileMap::Entry => "the result",
        FileMap::Dataset => "the `dataset`",
        FileMap::Source => "the `source`",
    };
    let help = match field {
        "dataset" => "It has the benchmark's `id` and `task_id`.",
        "id" => "It is the id of the benchmark's dataset on the Hub, such as `cais/hle`.",
        "task_id" => "It is a task's id in the `eval.yaml` of that dataset.",
        "value" => "Without a score the Hub passes over the file.",
        _ => "A source is an address.",
    };
    let draft = Draft::at(map, format!("{what} has no `{field}`"))
        .span(first_line(map))
        .identity(field)
        .help(help);
    // The first form of the file said `config`.
    let config = map.entry("config").filter(|entry| entry.value.as_str().is_some());
    match config.filter(|_| field == "task_id" && map.get("task_id").is_none()) {
        Some(entry) => {
            draft.fix(FixBuilder::ask("Rename `config` to `task_id`").rename_key(entry, field))
        }
        None => draft,
    }
}
