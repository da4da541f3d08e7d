//! `license-file-differs`: the LICENSE file beside the card holds another licence.

use super::stated::mentions;
use super::{all_known, spoken, words::some};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-file-differs",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a LICENSE file with another licence than the metadata",
    page: include_str!("file_differs.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let (card, Some(file)) = (ctx.card, ctx.license_file) else { return };
    let Some(licences) = all_known(card) else { return };
    let links_file =
        spoken(card, "license_link").is_some_and(|(_, link)| link.starts_with("LICENSE"));
    if licences.iter().any(|own| own.id == "unknown" || (own.id == "other" && !links_file)) {
        return;
    }
    let Some(file) = facts::license_of_text(file) else { return };
    let agrees = licences.iter().any(|own| own.id == file.id || file.belongs_to(own));
    // A text that speaks of the file's licence explains what it covers.
    if agrees || mentions(card.body(), &[file]) {
        return;
    }
    let Some((node, _)) = card.texts("license").into_iter().next() else { return };
    let ids = some(licences.iter().map(|own| format!("`{}`", own.id)));
    let message =
        format!("the metadata says {}, but the LICENSE file beside the card is `{}`", ids, file.id);
    out.push(
        Draft::at(node, message)
            .help("If the file covers the code only, say so in the text; else bring them together.")
            .identity(format!("{} / {}", ids, file.id))
            .fix(
                FixBuilder::ask(format!("Write `{}`", file.id))
                    .only_if(licences.len() == 1 && !links_file)
                    .set_text(node, file.id),
            ),
    );
}
