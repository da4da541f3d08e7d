//! `body-placeholder`: what a template left in the text.

use super::{count, line_before, line_from};
use crate::edit::Edit;
use crate::facts::{Slot, empty_field, is_template_variable, slots};
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::{Span, find, holds, places};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-placeholder",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "a placeholder of a template that was not filled in",
    page: include_str!("placeholder.md"),
    check,
};

/// More places than this are not looked for.
const MOST_PLACES: usize = 1000;

/// What a template calls for each of its variables.
const DEFAULT: &str = "default(";

/// The words to look for in a text.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let slots = slots().iter().flat_map(|slot| slot.find.iter().copied());
    slots.chain([DEFAULT, empty_field().0])
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let text = ctx.card.body();
    for slot in slots().iter().filter(|slot| slot.find.iter().any(|find| ctx.body_holds(find))) {
        fill(ctx, slot, text, out);
    }
    if ctx.body_holds(DEFAULT) {
        variables(ctx, text, out);
    }
    let (empty, most) = empty_field();
    if !ctx.body_holds(empty) {
        return;
    }
    let fields = places(text, empty).count();
    if fields >= most
        && let Some(at) = find(text, empty)
    {
        let message =
            format!("the text is still the template: {fields} of its fields say {}", code(empty));
        let help = "Write what you know, and take out the sections that stay empty: they hide what there is.";
        out.push(
            Draft::on_card(here(ctx, at, empty), message)
                .help(help)
                .severity(Severity::Note)
                .identity(empty),
        );
    }
}

/// What one slot stands for: its places are told together and filled together.
fn fill(ctx: &Ctx<'_>, slot: &Slot, text: &str, out: &mut Out) {
    let mut places: Vec<usize> =
        slot.find.iter().flat_map(|find| around(text, find, slot)).take(MOST_PLACES).collect();
    places.sort_unstable();
    let name = slot.slot.trim_matches(['{', '}', ' ']);
    let Some(first) = places.first() else { return };
    // Code that gives the name a value fills it in by itself.
    if holds(text, &format!("{name} =")) || holds(text, &format!("{name}=\"")) {
        return;
    }
    let times = if places.len() == 1 { String::new() } else { format!(" {} times", places.len()) };
    let message = format!("{} of a template was left in{times}", code(slot.slot));
    let id = ctx.config.hub_link(ctx.card.path).and_then(|link| link.id.as_deref());
    let id = id.filter(|_| slot.is_id);
    let mut fix = FixBuilder::safe(format!("Write `{}`", id.unwrap_or("")))
        .promise(Promise::Body)
        .only_if(id.is_some());
    for at in &places {
        fix = fix.edit(Edit::replace(here(ctx, *at, slot.slot), id.unwrap_or("")));
    }
    out.push(
        Draft::on_card(here(ctx, *first, slot.slot), message)
            .help(format!("It stands for {}.", slot.means))
            .identity(slot.slot)
            .fix(fix),
    );
}

/// Where a slot stands in the words that a template has around it.
fn around<'t>(text: &'t str, find: &'t str, slot: &Slot) -> impl Iterator<Item = usize> + use<'t> {
    let within = find.find(slot.slot).unwrap_or(0);
    places(text, find).map(move |at| at + within).filter(|at| !is_filled_by_code(text, *at))
}

/// Whether the braces are filled in by a program: `f"{MODEL_NAME}"`, `${MODEL_NAME}`.
fn is_filled_by_code(text: &str, at: usize) -> bool {
    let line = line_before(text, at);
    let opened = line.rfind(['"', '\'']).and_then(|quote| line.get(..quote));
    line.ends_with(['$', '{']) || opened.is_some_and(|before| before.ends_with(['f', 'F']))
}

/// `{{ model_id | default("Model ID", true) }}`
fn variables(ctx: &Ctx<'_>, text: &str, out: &mut Out) {
    let open = "{{";
    let left: Vec<(usize, &str)> = places(text, open)
        .filter_map(|at| {
            let line = line_from(text, at + open.len());
            let (name, rest) = line.split_once('|')?;
            let end = line.find("}}")?;
            let is_left =
                is_template_variable(name.trim()) && rest.trim_start().starts_with(DEFAULT);
            is_left.then(|| Some((at, text.get(at..at + open.len() + end + 2)?)))?
        })
        .collect();
    let Some((at, first)) = left.first() else { return };
    let message = format!("{} of a template left in", count(left.len(), "variable", "variables"));
    out.push(
        Draft::on_card(here(ctx, *at, first), message)
            .help("The template was copied, not filled in by huggingface_hub.")
            .identity("variables"),
    );
}

/// The span of a text that stands at a place of the body.
fn here(ctx: &Ctx<'_>, at: usize, text: &str) -> Span {
    let start = ctx.card.body_span().start + at;
    Span::new(start, start + text.len())
}
