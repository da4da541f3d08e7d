//! `license-name-form`: a `license_name` that is no id.

use super::{spoken, words::code};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-name-form",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a license_name that is no id",
    page: include_str!("name_form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((entry, text)) = spoken(ctx.card, "license_name") else { return };
    if facts::is_license_placeholder(text) {
        out.push(
            Draft::at(entry.value, format!("{} stands where a licence's name belongs", code(text)))
                .help("Write a name in the form of an id, such as `my-license-1.0`."),
        );
        return;
    }
    // A name that means one of the Hub's own licences is another matter.
    if is_id(text) || facts::license_by_spelling(text).is_some() {
        return;
    }
    let draft = Draft::at(entry.value, format!("the name {} is no id", code(text)))
        .help("Names are in the form of an id: lower case, words joined by `-`.");
    out.push(match id_of(text) {
        Some(id) => draft.fix(FixBuilder::ask(format!("Write `{id}`")).set_text(entry.value, &id)),
        None => draft,
    });
}

fn is_id(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '+'))
}

/// The id that a name gives: `My License, v1.0` is `my-license-v1.0`.
fn id_of(name: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let mut id = String::new();
    for c in name.chars() {
        match c {
            '.' | '_' | '+' => id.push(c),
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            // Letters of other scripts have no place in an id and can't be guessed.
            c if c.is_alphanumeric() => return None,
            '\'' | '"' | '’' => {}
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_end_matches(['-', '.']);
    (id.len() > 2 && id.len() <= LONGEST && !id.contains("..")).then(|| id.to_owned())
}
