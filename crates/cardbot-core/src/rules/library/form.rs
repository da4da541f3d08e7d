//! `library-form`: a version, an address or several names where the name of a library belongs.

use super::{unregistered, words::code};
use crate::facts;
use crate::finding::{Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::address::without_scheme;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "library-form",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a library_name with a version, an address or several names",
    page: include_str!("form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    const LONGEST: usize = 200;
    let Some((node, text)) = unregistered(ctx.card) else { return };
    if text.len() > LONGEST || facts::library_meant(text).is_some() {
        return;
    }
    let text = text.trim();
    let draft = |what: &str| Draft::at(node, format!("{} {what}", code(text)));
    let write = |id: &str, safety| {
        FixBuilder::safe(format!("Write `{id}`")).with_safety(safety).set_text(node, id)
    };
    if let Some(address) = without_scheme(text) {
        let draft = draft("is an address, not the name of a library")
            .help("The Hub wants the library's id, such as `transformers`.");
        let last = address.trim_end_matches('/').trim_end_matches(".git").rsplit('/').next();
        out.push(match last.and_then(known) {
            Some(id) => draft.fix(write(id, Safety::Ask)),
            None => draft,
        });
    } else if let Some(id) = before_version(text) {
        out.push(
            draft("has a version in it")
                .help(format!("The Hub knows the library as `{id}`, whatever its version."))
                .fix(write(id, Safety::Safe)),
        );
    } else if let Some(first) = first_of_several(text) {
        out.push(
            draft("names several libraries, the Hub takes one")
                .help("Keep the one that loads the model; the others may stand in `tags`.")
                .fix(write(first, Safety::Ask)),
        );
    } else if let Some(id) = text.split_once('/').and_then(|(_, name)| known(name)) {
        out.push(
            draft("is a repository, not the name of a library")
                .help(format!("The Hub knows the library as `{id}`."))
                .fix(write(id, Safety::Ask)),
        );
    }
}

/// A registered library, by its id or another way to write it.
fn known(name: &str) -> Option<&'static str> {
    let name = name.trim();
    facts::library(name)
        .map(|library| library.id)
        .or_else(|| facts::library_meant(name).filter(|meant| meant.sure).map(|meant| meant.id))
}

/// The library before a version or an extra: `transformers>=4.40`, `timm 1.0`, `transformers[torch]`.
fn before_version(text: &str) -> Option<&'static str> {
    let at = text.find(['=', '<', '>', '~', '!', '[', '(', ' ', '@'])?;
    let (name, rest) = text.split_at_checked(at)?;
    let rest = rest.trim_start_matches(['=', '<', '>', '~', '!', '(', ' ', '@']);
    let version = rest.strip_prefix('v').unwrap_or(rest);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with('[');
    known(name).filter(|_| is_version)
}

/// The first of several registered libraries. `pytorch, transformers` names one that is not: what
/// is kept must be one that the Hub knows.
fn first_of_several(text: &str) -> Option<&'static str> {
    let parts: Vec<&str> =
        text.split([',', ';', '|', '/', '&', '+', '\n']).map(str::trim).collect();
    let is_library = |part: &str| known(part).is_some() || facts::is_other_library(part);
    (parts.len() > 1 && parts.iter().all(|part| is_library(part)))
        .then(|| parts.iter().find_map(|part| known(part)))
        .flatten()
}
