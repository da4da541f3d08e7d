//! `yaml-python-refuses`: what the Hub takes and Python tools refuse.

use crate::edit::Edit;
use crate::finding::{Change, Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;
use crate::yaml::{NodeRef, Refusal, Style, Tree, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-python-refuses",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Yaml,
    summary: "YAML that the Hub takes and Python tools refuse",
    page: include_str!("python_refuses.md"),
    check,
};

const HELP: &str =
    "The Hub reads it, but `huggingface_hub` and other tools that use PyYAML can't load the card.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(tree) = ctx.card.tree() else { return };
    let refusals = tree.python_refusals();
    if refusals.is_empty() {
        return;
    }
    let of = |wanted: fn(&Refusal) -> bool| -> Vec<Span> {
        refusals.iter().filter(|(kind, _)| wanted(kind)).map(|(_, span)| *span).collect()
    };
    // What an editor put in many times is told once.
    let tabs = of(|kind| *kind == Refusal::Tab);
    if let Some(first) = tabs.first() {
        let message = match tabs.len() {
            1 => "a tab between words of YAML, which Python tools refuse".to_owned(),
            n => format!("{n} tabs between words of YAML, which Python tools refuse"),
        };
        let title = if tabs.len() == 1 { "Write a space" } else { "Write spaces" };
        let fix = blanks(FixBuilder::safe(title), tree, &tabs);
        out.push(Draft::on_card(*first, message).help(HELP).identity("tab").fix(fix));
    }
    let separators = of(|kind| matches!(kind, Refusal::LineSeparator(_)));
    if let Some(first) = separators.first() {
        let message = "an invisible line separator, which ends the line for Python tools only";
        let fix = blanks(FixBuilder::ask("Write a space"), tree, &separators);
        out.push(Draft::on_card(*first, message).help(HELP).identity("separator").fix(fix));
    }
    let characters = of(|kind| matches!(kind, Refusal::Character(_)));
    if let Some(first) = characters.first() {
        let c = u32::from(tree.slice(*first).chars().next().unwrap_or(' '));
        let message = format!("the control character U+{c:04X}, which Python tools refuse");
        out.push(Draft::on_card(*first, message).help(HELP).identity("character"));
    }
    for node in tree.unusual_nodes() {
        if let Some(refusal) = node.python_refusal() {
            if out.is_full() {
                out.count();
            } else if let Some(draft) = on_node(node, refusal) {
                out.push(draft.help(HELP));
            }
        }
    }
}

fn on_node(node: NodeRef<'_>, refusal: Refusal) -> Option<Draft> {
    let text = node.text();
    let quoted = |message: &str| {
        let fix = FixBuilder::safe("Quote it").only_if(node.as_entry().is_none()).set_raw(
            node,
            format!("\"{text}\""),
            Value::Str(text.to_owned()),
        );
        Draft::at(node, format!("{} {message}", code(text))).fix(fix)
    };
    Some(match refusal {
        Refusal::EqualsSign | Refusal::MergeSign => {
            quoted("without quotes is a sign of YAML to Python tools, and they refuse it")
        }
        Refusal::ImpossibleDate => quoted("looks like a date, but there is no such day or time"),
        Refusal::CollectionKey if node.raw().starts_with('{') => Draft::at(
            node,
            format!("{} is a map as a key, which Python tools refuse", code(node.raw())),
        ),
        Refusal::CollectionKey => {
            Draft::at(node, "a list or map as a key, which Python tools refuse")
        }
        _ => return None,
    })
}

/// A space for each of these characters where one is needed. Where one stands inside a plain value, the value changes
/// with it.
fn blanks(fix: FixBuilder, tree: &Tree<'_>, places: &[Span]) -> FixBuilder {
    let mut changes = vec![];
    let mut plain =
        tree.nodes().filter(|node| matches!(node.style(), Some(Style::Plain))).peekable();
    for place in places {
        while plain.peek().is_some_and(|node| node.span().end <= place.start) {
            plain.next();
        }
        if let Some(node) = plain.next_if(|node| node.span().contains(place.start)) {
            // A key that changes is another key.
            if node.as_entry().is_some() {
                return fix.only_if(false);
            }
            let text = node.text();
            let blank = text.replace(['\t', '\u{85}', '\u{2028}', '\u{2029}'], " ");
            if blank != text {
                changes.push(Change::Set(node.path(), Value::Str(blank.trim().to_owned())));
            }
        }
    }
    let edits = places.iter().map(|place| {
        // Where a blank stands already, and at the end of a line, none is needed.
        let before = tree.slice(Span::new(place.start.saturating_sub(1), place.start));
        let after = tree.slice(Span::new(place.end, place.end + 1));
        let needed = before != " " && !matches!(after, "\n" | "\r" | "");
        Edit::replace(*place, if needed { " " } else { "" })
    });
    edits.fold(fix, FixBuilder::edit).promise(Promise::Values(changes))
}
