//! `base-model-license`: a licence that the base model's own does not allow.

use super::read::{Reading, read};
use super::words::code;
use crate::card::Card;
use crate::facts::{self, License};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, change};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "base-model-license",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a licence in conflict with that of the base model",
    page: include_str!("license.md"),
    check,
};

/// A base model whose licence goes with what is made from it.
struct Bound<'c> {
    node: NodeRef<'c>,
    id: String,
    license: &'static License,
}

/// A licence that is declared, and the bases that don't allow it.
struct Conflict<'c> {
    node: NodeRef<'c>,
    declared: &'static License,
    bound: Vec<Bound<'c>>,
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if let Some(conflict) = conflict(ctx.card)
        && !change::license::tells(ctx)
        && let Some(draft) = draft(ctx.card, &conflict)
    {
        out.push(draft);
    }
}

/// The licence that the bases ask for, if the card declares one that they don't allow.
pub(in crate::rules) fn wanted(card: &Card<'_>) -> Option<&'static License> {
    conflict(card)?.bound.first().map(|base| base.license)
}

/// Adds to a finding about a change of the licence what a base model has to say against it.
pub(in crate::rules) fn with_reason(card: &Card<'_>, draft: Draft) -> Draft {
    let Some(conflict) = conflict(card) else { return draft };
    let Some(first) = conflict.bound.first() else { return draft };
    let (wanted, base, shown) = (first.license, code(&first.id), code(conflict.declared.id));
    let draft = if is_adapter(card) {
        draft.help(format!(
            "{shown} leaves out the licence of the base {base}, the {} (`{}`), which users of an \
             adapter need as well: say which licence is for what.",
            wanted.name, wanted.id
        ))
    } else {
        draft.severity(Severity::Warning).help(format!(
            "{shown} can't be the licence of what is made from {base}: that comes under the {} \
             (`{}`), which asks to be passed on with whatever is made from it.",
            wanted.name, wanted.id
        ))
    };
    draft.related(first.node.span(), "made from this").fix(fix(card, &conflict))
}

fn conflict<'c>(card: &'c Card<'_>) -> Option<Conflict<'c>> {
    let bases = card.texts("base_model");
    let bound: Vec<Bound<'_>> = bases
        .iter()
        .filter_map(|(node, text)| {
            let id = match read(text) {
                Reading::Id => (*text).to_owned(),
                Reading::Means { id, .. } => id,
                _ => return None,
            };
            Some(Bound { node: *node, license: facts::license_of_weights(&id)?, id })
        })
        .collect();
    let wanted = bound.first()?.license;
    let declared = card.texts("license");
    // Parts under different licences, and the base's own among them: that is for the author to say.
    // There are few such licences, however many bases.
    let mut asked: Vec<&str> = vec![];
    for base in &bound {
        if !asked.contains(&base.license.id) {
            asked.push(base.license.id);
        }
    }
    let is_told = |(_, text): &(NodeRef<'_>, &str)| asked.contains(text);
    if declared.iter().any(is_told) {
        return None;
    }
    let (node, declared) = declared.iter().find_map(|(node, text)| {
        let license = facts::license(text)?;
        let permissive = matches!(license.family, "permissive" | "public-domain");
        // Another version of the vendor's licence; a second base might bring that one.
        let other_version = same_vendor(license, wanted) && bases.len() == 1;
        (permissive || other_version).then_some((*node, license))
    })?;
    Some(Conflict { node, declared, bound })
}

fn draft(card: &Card<'_>, conflict: &Conflict<'_>) -> Option<Draft> {
    let Conflict { node, declared, bound } = conflict;
    let first = bound.first()?;
    let (wanted, base) = (first.license, code(&first.id));
    let shown = code(declared.id);
    let draft = if is_adapter(card) {
        Draft::at(*node, format!("{shown} leaves out the licence of the base {base}"))
            .severity(Severity::Note)
            .help(format!(
                "The base comes under the {} (`{}`), which users of an adapter need as well: say \
                 which licence is for what.",
                wanted.name, wanted.id
            ))
    } else {
        let message = format!("{shown} can't be the licence of what is made from {base}");
        Draft::at(*node, message).help(format!(
            "The base comes under the {} (`{}`), which asks to be passed on with whatever is made \
             from it.",
            wanted.name, wanted.id
        ))
    };
    Some(draft.related(first.node.span(), "made from this").fix(fix(card, conflict)))
}

/// Writes the licence that the bases ask for, where they ask for one and the card states one.
fn fix(card: &Card<'_>, conflict: &Conflict<'_>) -> FixBuilder {
    let wanted = conflict.bound.first().map_or("", |base| base.license.id);
    let one_wanted = conflict.bound.iter().all(|base| base.license.id == wanted);
    let one_declared = card.texts("license").len() == 1;
    FixBuilder::ask(format!("Write `{wanted}`"))
        .only_if(one_wanted && one_declared && !wanted.is_empty())
        .set_text(conflict.node, wanted)
}

/// Whether both are versions of the same vendor's licence: `llama3` and `llama3.1`.
fn same_vendor(one: &License, other: &License) -> bool {
    let vendor = |license: &License| {
        license.id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned()
    };
    one.family == other.family && one != other && vendor(one) == vendor(other)
}

/// Whether the model holds only what is added to its base, not the base's weights.
fn is_adapter(card: &Card<'_>) -> bool {
    let is = |key: &str, value: &str| card.get(key).and_then(|n| n.as_str()) == Some(value);
    is("base_model_relation", "adapter")
        || is("library_name", "peft")
        || card.texts("tags").iter().any(|(_, tag)| matches!(*tag, "lora" | "peft" | "adapter"))
}
