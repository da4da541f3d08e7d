//! `license-versionless`: a family of licences in place of one.

use super::stated::stated;
use super::words::and;
use crate::facts::{self, License};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-versionless",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "the id of a family of licences, not of one licence",
    page: include_str!("versionless.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (node, text) in ctx.card.texts("license") {
        let Some(license) = facts::license(text).filter(|l| is_vague(l)) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let members: Vec<String> =
            examples(license).map(|member| format!("`{}`", member.id)).collect();
        let mut draft = Draft::at(node, format!("`{text}` leaves open which licence it is"));
        // The LICENSE file or the text may tell which member it is.
        let file = ctx.license_file.and_then(facts::license_of_text);
        let found = file.or_else(|| stated(ctx.card).map(|statement| statement.license));
        if let Some(member) = found.filter(|member| member.belongs_to(license)) {
            let fix = FixBuilder::ask(format!("Write `{}`", member.id));
            draft = draft.fix(fix.set_text(node, member.id));
        }
        out.push(match members.is_empty() {
            true => draft,
            false => draft.help(format!(
                "It stands for a whole family with different terms, such as {}.",
                and(&members)
            )),
        });
    }
}

/// Whether an id names several licences. Some families have one member only; they have an SPDX
/// id.
fn is_vague(license: &License) -> bool {
    license.versionless && license.spdx.is_none() && members(license).next().is_some()
}

/// Enough to show how such an id looks.
const MOST_NAMED: usize = 4;

/// The licences of a family; of a large one each in its newest version only, since few take an older
/// one today.
fn examples(family: &License) -> impl Iterator<Item = &'static License> {
    let line = |license: &License| {
        license.id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned()
    };
    let is_large = members(family).count() > MOST_NAMED;
    // They are sorted by id, so a newer version follows an older one.
    let newer = move |one: &License| {
        let mut rest = members(family).skip_while(|member| member.id != one.id).skip(1);
        one.id.ends_with(|c: char| c.is_ascii_digit()) && rest.any(|other| line(other) == line(one))
    };
    members(family).filter(move |member| !(is_large && newer(member))).take(MOST_NAMED)
}

/// The licences that belong to a family.
fn members(family: &License) -> impl Iterator<Item = &'static License> {
    facts::licenses().iter().filter(move |license| license.belongs_to(family))
}
