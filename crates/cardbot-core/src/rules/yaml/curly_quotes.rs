//! `yaml-curly-quotes`: typographic quotes around a value, which are a part of it.

use super::read_by_the_hub;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Style;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-curly-quotes",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Yaml,
    summary: "typographic quotes around a value, which become a part of it",
    page: include_str!("curly_quotes.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    // Nearly every block is plain ASCII, which has no such quotes.
    if ctx.card.tree().is_none_or(|tree| tree.source().is_ascii()) {
        return;
    }
    for (key, node) in read_by_the_hub(ctx.card) {
        // Who writes a text for the widget may well mean them.
        if !matches!(node.style(), Some(Style::Plain)) || is_prose(key) {
            continue;
        }
        let Some(inner) = inside(node.text()) else { continue };
        if node.as_entry().is_some() {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("the curly quotes are a part of {}", code(node.text()));
        out.push(
            Draft::at(node, message)
                .help(
                    "YAML knows straight quotes only: `\"` and `'`. Word processors write others.",
                )
                .fix(FixBuilder::ask("Remove the curly quotes").set_text(node, inner)),
        );
    }
}

fn is_prose(key: &str) -> bool {
    key == "widget"
        || key.starts_with("extra_gated_")
        || matches!(key, "description" | "model_name")
}

/// What stands between curly quotes that enclose the whole text.
fn inside(text: &str) -> Option<&str> {
    let inner = text
        .strip_prefix(['“', '”', '„', '‘', '’', '«', '＂'])?
        .strip_suffix(['“', '”', '’', '‘', '»', '＂'])?;
    let again = inner.contains(['“', '”', '„', '‘', '’', '«', '»', '＂']);
    (!inner.trim().is_empty() && !again).then_some(inner)
}
