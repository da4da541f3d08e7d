//! `license-undeclared`: a licence that only the text or the LICENSE file names.

use super::stated::stated;
use super::words::code;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;
use crate::yaml::{KeyPart, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-undeclared",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a licence in the text or the LICENSE file, none in the metadata",
    page: include_str!("undeclared.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let Some(root) = card.root() else { return };
    // `unknown` is what people write before they know.
    let unknown = card.get("license").filter(|node| node.as_str() == Some("unknown"));
    if card.entry("license").is_some() && unknown.is_none() || card.entry("license_name").is_some()
    {
        return;
    }
    // A misspelt key is told by another rule.
    let misspelt = ["licence", "licenses", "liscence", "lisence", "License", "licences"];
    if misspelt.iter().any(|key| root.get(key).is_some()) {
        return;
    }
    let file = ctx.license_file.and_then(facts::license_of_text);
    let statement = stated(card);
    let (license, place) = match (statement, file) {
        (Some(statement), Some(file)) if statement.license.id != file.id => return,
        (Some(statement), _) => (statement.license, Some(statement.span)),
        (None, Some(file)) => (file, None),
        (None, None) => return,
    };
    let id = code(license.id);
    let source = match place {
        Some(span) => format!("the text says {id} (line {})", card.source.line_of(span.start)),
        None => format!("the LICENSE file is {id}"),
    };
    let says = if unknown.is_some() {
        "the metadata says `unknown`"
    } else {
        "the metadata names no licence"
    };
    let fix = FixBuilder::ask(format!("Write `license: {}`", license.id));
    let value = Value::Str(license.id.to_owned());
    let (fix, span) = match unknown {
        Some(node) => (fix.set_text(node, license.id), node.span()),
        None => {
            let open = card.front.map_or(Span::empty(0), |front| front.open);
            match root.entries().last() {
                Some(last) => (fix.add_entry_after(last, "license", license.id, value), open),
                None => return,
            }
        }
    };
    let draft = Draft::on_card(span, format!("{says}, but {source}"))
        .key(vec![KeyPart::from("license")])
        .identity(license.id)
        .help("The Hub shows and finds only what the metadata says.")
        .fix(fix);
    out.push(match place {
        Some(place) => draft.related(place, "stated here"),
        None => draft,
    });
}
