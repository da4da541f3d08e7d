//! `eval-file-misspelt-key`: a field in `.eval_results/` that is not read, but near to one that is.

use super::file;
use super::misspelt_key::MOST_FIELDS;
use crate::facts::{self, FileMap};
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::Entry;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-file-misspelt-key",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::EvalResults,
    summary: "a field in .eval_results that is not read, but near to one that is",
    page: include_str!("file_misspelt_key.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (kind, map) in file::maps(ctx.card) {
        for entry in map.entries().take(MOST_FIELDS).filter(|entry| !entry.is_merge()) {
            let Some(field) = file::meant(kind, map, entry.name()) else { continue };
            if out.is_full() {
                out.count();
            } else {
                out.push(judge(kind, entry, field));
            }
        }
    }
}

fn judge(kind: FileMap, entry: Entry<'_>, field: &str) -> Draft {
    let name = entry.name();
    let is_required = matches!(
        (kind, field),
        (FileMap::Entry, "dataset" | "value") | (FileMap::Dataset, _) | (FileMap::Source, "url")
    ) && field != "revision";
    let is_sure = facts::eval_field_meant(name).is_some() || spelling::is_slip(name, field);
    let fix = FixBuilder::safe(format!("Write `{field}`"))
        .with_safety(if is_sure { Safety::Safe } else { Safety::Ask })
        .rename_key(entry, field);
    Draft::on_key(entry, format!("{} is not read here", code(name)))
        .identity(name)
        .severity(if is_required { Severity::Error } else { Severity::Warning })
        .help(format!("The field is `{field}`."))
        .fix(fix)
}
