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

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut found = vec![];
    for (node, text) in list_items::distinct_texts(ctx, "tags") {
        let Some((key, value)) = read(text) else { continue };
        if ctx.card.entry(key).is_none() && !is_told(ctx, key) {
            found.push((node, text, key, value));
        }
    }
    for (node, text, key, value) in &found {
        if out.is_full() {
            out.count();
            continue;
        }
        let alone = found.iter().take(20).filter(|other| other.2 == *key).count() == 1;
        let draft = Draft::at(
            *node,
            format!("{} is written as a tag, and there is no `{key}`", words::code(text)),
        )
        .help("The Hub checks and shows what the key says; of a tag it makes a tag.");
        let draft = if *key == "license" { draft } else { draft.severity(Severity::Note) };
        out.push(draft.fix(moved(ctx, *node, key, value).only_if(alone)));
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

/// The tag goes, the key comes.
fn moved(ctx: &Ctx<'_>, node: NodeRef<'_>, key: &str, id: &str) -> FixBuilder {
    let fix = FixBuilder::safe(format!("Move it to `{key}`"));
    let Some(tags) = ctx.card.entry("tags") else { return fix.only_if(false) };
    let (written, value) = (scalar_text(id, None), Value::Str(id.to_owned()));
    if tags.value.is_seq() && tags.value.len() > 1 {
        return fix.remove_item(node).add_entry_after(tags, key, &written, value);
    }
    fix.replace_entry(tags, key, &written, value)
}
