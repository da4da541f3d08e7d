//! `language-unquoted-no`: Norwegian, which Python reads as `false`.

use crate::card::texts_of;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Scalar, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-unquoted-no",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "`no` without quotes, which Python tools read as false",
    page: include_str!("unquoted_no.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for key in ["language", "language_bcp47"] {
        let Some(value) = ctx.card.get(key) else { continue };
        for (node, text) in texts_of(value) {
            if text != "no" || !matches!(node.py(), Scalar::Bool(_)) {
                continue;
            }
            if out.is_full() {
                out.count();
                continue;
            }
            out.push(
                Draft::at(node, "`no` without quotes is `false` to Python tools, not Norwegian")
                    .help("The Hub reads the text, PyYAML a boolean. Quotes make both read `no`.")
                    .fix(FixBuilder::safe("Quote it").set_raw(
                        node,
                        "\"no\"".to_owned(),
                        Value::Str("no".to_owned()),
                    )),
            );
        }
    }
}
