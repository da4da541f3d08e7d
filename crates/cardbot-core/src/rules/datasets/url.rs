//! `datasets-url`: a web address in the place of a dataset's id.

use super::read::{Reading, read};
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "datasets-url",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a web address in the place of a dataset's id",
    page: include_str!("url.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    for (node, text) in list_items::distinct_texts(ctx, "datasets") {
        let Some(Reading::Url { id }) = read(text) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let draft = Draft::at(
            node,
            format!("{} is a web address, not the id of a dataset", words::code(text)),
        );
        let Some((id, sure)) = id else {
            out.push(draft.help(
                "This key takes ids of datasets on the Hub; a link to another place belongs in the \
                 card's text.",
            ));
            continue;
        };
        let safety = if sure { Safety::Safe } else { Safety::Ask };
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "datasets"));
        out.push(draft.help(format!("The id is {}.", words::code(&id))).fix(listed.put(
            node,
            &[id.as_str()],
            safety,
        )));
    }
}
