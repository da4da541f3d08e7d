//! `carbon-number-format`: a number as text, in quotes or with marks that YAML does not know.

use super::words::code;
use super::{amount_text, estimate, write_number};
use crate::carbon::amount::{self, Amount};
use crate::carbon::number::{self, shifted};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "carbon-number-format",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "emissions as text: a number in quotes or with a thousands mark",
    page: include_str!("number_format.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some((node, text)) = amount_text(ctx.card) else { return };
    let Amount::Bare(number) = amount::read(text) else { return };
    // Kilograms are told by a rule of its own, whose fix mends this too.
    if estimate::verdict(ctx.card).is_some() {
        return;
    }
    let draft = Draft::at(node, format!("{} is text, not a number", code(text)));
    let draft = if number.plain {
        draft.help("The Hub wants a number in grams here.")
    } else {
        draft.severity(Severity::Error).help(
            "The Hub wants a number in grams here: digits with a point, without marks between \
             thousands. Who reads the first number in this text may read another one.",
        )
    };
    let digits = shifted(&number.text, 0);
    let alone = number::read(text.trim()).is_some_and(|(read, rest)| read.sure && rest.is_empty());
    let title = format!("Write `{digits}`");
    let fix = if alone { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    out.push(draft.fix(write_number(fix, node, &digits)));
}
