//! `widget-mask-missing`: a fill-mask example with nothing to fill in.

use super::words::code;
use super::{Tasks, examples};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::NodeRef;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "widget-mask-missing",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a fill-mask example without a mask token",
    page: include_str!("mask_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if ctx.card.get("widget").is_none() || Tasks::of(ctx.card).0 != ["fill-mask"] {
        return;
    }
    let own = ctx.card.get("mask_token").and_then(|node| node.as_str()).map(str::trim);
    let own = own.filter(|token| !token.is_empty());
    for example in examples(ctx.card).filter(|example| example.get("output").is_none()) {
        let Some(node) = example.get("text") else { continue };
        let Some(text) = node.as_str().filter(|text| !text.trim().is_empty()) else { continue };
        if own.is_some_and(|token| text.contains(token)) {
            continue;
        }
        let masks = masks_in(text);
        if own.is_none() && (!masks.is_empty() || text.to_lowercase().contains("mask")) {
            continue;
        }
        if out.is_full() {
            out.count();
        } else {
            out.push(judge(node, text, own, &masks));
        }
    }
}

fn judge(node: NodeRef<'_>, text: &str, own: Option<&str>, masks: &[&str]) -> Draft {
    let Some(own) = own else {
        return Draft::at(node, format!("{} has no mask token", code(text))).help(
            "The model fills in its mask, such as `[MASK]` (BERT) or `<mask>` (RoBERTa): put it \
             where a word is missing.",
        );
    };
    let draft = Draft::at(node, format!("{} has no {}", code(text), code(own)))
        .help("`mask_token` names it as the model's own mask.");
    match masks {
        [other] => draft.fix(
            FixBuilder::ask(format!("Write {} for {}", code(own), code(other)))
                .set_text(node, &text.replacen(other, own, 1)),
        ),
        _ => draft,
    }
}

/// The mask tokens in a text, as they are written there.
fn masks_in(text: &str) -> Vec<&str> {
    // Upper and lower case of ASCII have the same length, so that places hold in both.
    let lower = text.to_ascii_lowercase();
    let masks = facts::masks().iter();
    masks.filter_map(|mask| lower.find(mask).and_then(|at| text.get(at..at + mask.len()))).collect()
}
