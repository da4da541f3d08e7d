//! `datasets-several`: several datasets in one text.

use super::read::{Reading, read};
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "datasets-several",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "several datasets in one text",
    page: include_str!("several.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    for (node, text) in list_items::distinct_texts(ctx, "datasets") {
        let Some(Reading::Several { ids, sure }) = read(text) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let message = if sure {
            format!("{} holds {} datasets in one text", words::code(text), ids.len())
        } else {
            format!("{} looks like {} datasets in one text", words::code(text), ids.len())
        };
        let safety = if sure { Safety::Safe } else { Safety::Ask };
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "datasets"));
        out.push(
            Draft::at(node, message)
                .help("The Hub reads one text as one id; a list has an item for each.")
                .fix(listed.put(node, &ids, safety)),
        );
    }
}
