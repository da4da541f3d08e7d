//! `language-region`: a language id with a region, a script or a variant.

use super::items::{Item, items};
use super::read::Kind;
use crate::finding::Severity;
use crate::fixing::{FixBuilder, scalar_text};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Value;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-region",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a language id with a region, a script or a variant",
    page: include_str!("region.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let is_tagged = |kind: &Kind| matches!(kind, Kind::Tagged { .. });
    let mut tags_are_kept = false;
    for item in items(ctx, is_tagged) {
        let Kind::Tagged { part, tag } = &item.reading.kind else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let word = part.word();
        let message =
            format!("{} is a language with a {word}; `language` takes the id alone", item.shown());
        let draft = Draft::at(item.node, message);
        out.push(if item.reading.sure {
            let mut fix = item.fix();
            // One fix keeps the tags of all; the others leave it to that one.
            if !tags_are_kept {
                fix = keep_tags(fix, ctx);
                tags_are_kept = true;
            }
            draft
                .help(format!("Write {}. The place for `{tag}` is `language_bcp47`.", item.ids()))
                .fix(fix)
        } else {
            draft.help(format!("The id of {} is {}.", item.language(), item.ids())).fix(item.fix())
        });
    }
}

/// More tags than this are not copied: nobody wrote them by hand.
const MOST_TAGS: usize = 50;

/// Adds `language_bcp47` with the tags that `language` loses.
fn keep_tags(fix: FixBuilder, ctx: &Ctx<'_>) -> FixBuilder {
    let Some(entry) = ctx.card.entry("language") else { return fix };
    if ctx.card.get("language_bcp47").is_some() {
        return fix;
    }
    let mut tags: Vec<String> = vec![];
    for item in items(ctx, |kind| matches!(kind, Kind::Tagged { .. })) {
        if let Some(tag) = sure_tag(&item)
            && !tags.iter().any(|t| t == tag)
        {
            tags.push(tag.to_owned());
        }
        if tags.len() > MOST_TAGS {
            return fix;
        }
    }
    let written: Vec<String> = tags.iter().map(|tag| scalar_text(tag, None)).collect();
    let value = Value::Seq(tags.into_iter().map(Value::Str).collect());
    fix.add_entry_after(entry, "language_bcp47", &format!("[{}]", written.join(", ")), value)
}

fn sure_tag<'t>(item: &Item<'t>) -> Option<&'t str> {
    match &item.reading.kind {
        Kind::Tagged { tag, .. } if item.reading.sure => Some(tag),
        _ => None,
    }
}
