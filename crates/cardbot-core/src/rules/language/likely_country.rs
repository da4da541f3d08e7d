//! `language-likely-country`: an id that is valid, but most likely meant as a country's code.

use crate::card::texts_of;
use crate::facts::{self, Alike};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-likely-country",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a language id that was most likely meant as a country's code",
    page: include_str!("likely_country.md"),
    check,
};

/// In a longer list the small languages are meant.
const FEW: usize = 4;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(value) = ctx.card.get("language").filter(|value| value.len() <= FEW) else { return };
    for (node, text) in texts_of(value) {
        let Some(alike) = facts::alike(text) else { continue };
        let listed = texts_of(value).iter().any(|(_, other)| *other == alike.means);
        if listed || !speaks_for_the_country(ctx, alike) {
            continue;
        }
        let name = |id| facts::language_name(id).unwrap_or("the language");
        let (own, other) = (name(alike.id), name(alike.means));
        out.push(
            Draft::at(node, format!("`{text}` is {own}, but this card speaks of {other}"))
                .help(format!(
                    "The code of {} is no language id: {other} is `{}`.",
                    alike.country, alike.means
                ))
                .fix(
                    FixBuilder::ask(format!("Write `{}`", alike.means)).set_text(node, alike.means),
                ),
        );
    }
}

/// Whether the card names the country's language and nothing of the id's own.
fn speaks_for_the_country(ctx: &Ctx<'_>, alike: &Alike) -> bool {
    let mut named = false;
    for line in ctx.card.source.text().lines() {
        let line = line.to_lowercase();
        if alike.own.iter().any(|word| has_word(&line, word)) {
            return false;
        }
        named = named || alike.other.iter().any(|word| has_word(&line, word));
    }
    named
}

/// Whether a word stands in a line on its own.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        !letter(line.get(..at).and_then(|before| before.chars().next_back()))
            && !letter(line.get(at + word.len()..).and_then(|after| after.chars().next()))
    })
}
