//! `body-latex`: formulas in signs that the Hub does not read.

use super::count;
use super::formulas::{Formula, Signs, formulas};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::{Span, find, holds};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-latex",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "formulas in signs that the Hub does not read",
    page: include_str!("latex.md"),
    check,
};

/// A fix with more formulas than this is none that anybody reads.
const MOST_FIXED: usize = 1000;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let body = ctx.card.body_span();
    let text = ctx.card.body();
    for signs in Signs::ALL {
        let (open, close) = signs.written();
        // Most cards have none: the Markdown is read only for those that may.
        let Some(first) = find(text, open) else { continue };
        if !text.get(first + open.len()..).is_some_and(|rest| holds(rest, close)) {
            continue;
        }
        let found = formulas(text, body.start, |span| ctx.markdown().is_text(span), signs);
        if let Some(first) = found.first() {
            out.push(draft(ctx, signs, *first, &found));
        }
    }
}

fn draft(ctx: &Ctx<'_>, signs: Signs, first: Formula, found: &[Formula]) -> Draft {
    let (open, close) = signs.written();
    let (good_open, good_close) = signs.read_by_hub();
    let are = if found.len() == 1 { "is" } else { "are" };
    let number = count(found.len(), "formula", "formulas");
    let message =
        format!("{number} {are} written `{open} … {close}`, which the Hub shows as it is");
    let tex = |f: &Formula| ctx.card.source.slice(Span::new(f.open.end, f.close.start));
    // What was escaped for Markdown's sake means something else once it is read as TeX.
    let escaped = found.iter().any(|f| [r"\\", r"\_", r"\*"].iter().any(|e| tex(f).contains(e)));
    let mut fix = FixBuilder::safe(format!("Write `{good_open} … {good_close}`"))
        .promise(Promise::Body)
        .only_if(!escaped && found.len() <= MOST_FIXED);
    for formula in found.iter().take(MOST_FIXED) {
        fix = fix
            .edit(Edit::replace(formula.open, good_open))
            .edit(Edit::replace(formula.close, good_close));
    }
    Draft::on_card(Span::new(first.open.start, first.close.end), message)
        .help(r"It reads `$$ … $$` for a formula on its own and `\\( … \\)` for one in a line.")
        .identity(open)
        .fix(fix)
}
