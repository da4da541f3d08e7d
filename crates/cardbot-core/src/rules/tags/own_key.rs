//! `tags-own-key`: a licence, a language, a dataset, a task or a library written as a tag, where
//! the card lacks the key for it.

use crate::facts;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::list_items;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};
use crate::yaml::{NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-own-key",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a tag that says what a key of its own should say",
    page: include_str!("own_key.md"),
    check,
};

/// What a tag says in the place of a key.
struct Meant<'c> {
    node: NodeRef<'c>,
    text: &'c str,
    key: &'static str,
    value: String,
    /// Whether a prefix says so; an id alone only lets one think so.
    sure: bool,
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found: Vec<Meant<'_>> = vec![];
    for (node, text) in list_items::distinct_texts(ctx, "tags") {
        let prefixed = read(text).map(|(key, value)| (key, value, true));
        let meant = prefixed
            .or_else(|| bare_license(text).map(|id| ("license", id, false)))
            .or_else(|| bare_language(ctx, text).map(|id| ("language", id.to_owned(), false)));
        let Some((key, value, sure)) = meant else { continue };
        if ctx.card.entry(key).is_none() && !is_told(ctx, key) {
            found.push(Meant { node, text, key, value, sure });
        }
    }
    for meant in &found {
        if out.is_full() {
            out.count();
            continue;
        }
        let alone = found.iter().take(20).filter(|other| other.key == meant.key).count() == 1;
        let severity = match meant.key {
            "license" if meant.sure => Severity::Warning,
            _ => Severity::Note,
        };
        let tag = words::code(meant.text);
        out.push(
            Draft::at(
                meant.node,
                format!("{tag} is written as a tag, and there is no `{}`", meant.key),
            )
            .severity(severity)
            .help("The Hub checks and shows what the key says; of a tag it makes a tag.")
            .fix(moved(ctx, meant).only_if(alone)),
        );
    }
}

/// Whether the card says elsewhere what the key says.
fn is_told(ctx: &Ctx<'_>, key: &str) -> bool {
    key == "pipeline_tag" && !crate::task::named(ctx.card).is_empty()
}

/// The key that is meant by `license:mit`, and its value.
fn read(tag: &str) -> Option<(&'static str, String)> {
    const LONGEST: usize = 120;
    let (prefix, value) = tag.split_once(':').filter(|_| tag.len() <= LONGEST)?;
    let (key, value) = (facts::key_of_tag(prefix)?, value.trim());
    let id = match key {
        "license" => facts::license_by_spelling(value)?.id.to_owned(),
        "language" => facts::language_id(value)?.to_owned(),
        "pipeline_tag" => facts::task(value)?.id.to_owned(),
        "library_name" => facts::library(value)?.id.to_owned(),
        "datasets" => crate::rules::datasets::is_id(value).then(|| value.to_owned())?,
        _ => return None,
    };
    Some((key, id))
}

/// The licence whose id a tag is: `apache-2.0`. Short ids (`gemma`, `cc`) may mean something else.
fn bare_license(tag: &str) -> Option<String> {
    let id = tag.trim().to_ascii_lowercase();
    let is_telling = id == "mit" || (id.contains('-') && id.contains(|c: char| c.is_ascii_digit()));
    (is_telling && facts::license(&id).is_some()).then_some(id)
}

/// The language whose name a tag is: `english`, on a model for text or speech. An image may be Roman.
fn bare_language(ctx: &Ctx<'_>, tag: &str) -> Option<&'static str> {
    const SHORTEST: usize = 5;
    let named = facts::language_by_name(&tag.trim().to_lowercase())?;
    let is_telling = named.sure && named.id.len() == 2 && tag.trim().len() >= SHORTEST;
    let task = facts::task(crate::task::of(ctx.card).filter(|_| is_telling)?)?;
    matches!(task.modality, "nlp" | "audio").then_some(named.id)
}

/// The tag goes, the key comes.
fn moved(ctx: &Ctx<'_>, meant: &Meant<'_>) -> FixBuilder {
    let title = format!("Move it to `{}`", meant.key);
    let fix = if meant.sure { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    let Some(tags) = ctx.card.entry("tags") else { return fix.only_if(false) };
    let (written, value) = (scalar_text(&meant.value, None), Value::Str(meant.value.clone()));
    if tags.value.is_seq() && tags.value.len() > 1 {
        return fix.remove_item(meant.node).add_entry_after(tags, meant.key, &written, value);
    }
    fix.replace_entry(tags, meant.key, &written, value)
}
