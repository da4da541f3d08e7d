//! `language-group`: the id of a group of languages.

use super::items::items;
use super::read::Kind;
use crate::finding::Severity;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-group",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "the id of a group of languages",
    page: include_str!("group.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for item in items(ctx, |kind| matches!(kind, Kind::Group { .. })) {
        let Kind::Group { name, family } = item.reading.kind else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let message =
            format!("{} is the id of a group ({name} languages), not of a language", item.shown());
        let draft = Draft::at(item.node, message)
            .help("Write the ids of the languages themselves, or `multilingual`.");
        // The wording of the Hub's rule includes the groups of ISO 639-2, not those of ISO 639-5.
        out.push(if family { draft.severity(Severity::Error) } else { draft });
    }
}
