//! `datasets-not-id`: a text that has not the form of a dataset's id.

use super::read::{Reading, read};
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "datasets-not-id",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a text in `datasets` that can't be an id",
    page: include_str!("not_id.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    for (node, text) in list_items::distinct_texts(ctx, "datasets") {
        let Some(reading) = read(text) else { continue };
        let (id, safety) = match reading {
            Reading::Url { .. } | Reading::Several { .. } => continue,
            Reading::Wrapped(id) => (Some(id), Safety::Safe),
            Reading::Title(id) => (Some(id), Safety::Ask),
            Reading::Path | Reading::Unknown => (None, Safety::Ask),
        };
        if out.is_full() {
            out.count();
            continue;
        }
        let shown = words::code(text);
        let Some(id) = id else {
            let draft = Draft::at(node, format!("{shown} can't be the id of a dataset"));
            out.push(if reading == Reading::Path {
                draft.help("An id is `name` or `owner/name`, with one slash at most.")
            } else {
                // The data may be on no hub at all; then nothing is broken by naming it here.
                draft.severity(Severity::Note).help(
                    "The Hub links datasets by id, such as `squad` or `owner/name`; data that is \
                     not on the Hub belongs in the card's text.",
                )
            });
            continue;
        };
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "datasets"));
        let draft = Draft::at(node, list_items::not_the_id(text, id, "dataset"));
        out.push(draft.help(format!("The id is {}.", words::code(id))).fix(listed.put(
            node,
            &[id],
            safety,
        )));
    }
}
