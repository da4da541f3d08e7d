//! `license-business-source`: the Boost licence's id for the Business Source License.

use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Value;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-business-source",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "bsl-1.0 (Boost) for the Business Source License",
    page: include_str!("business_source.md"),
    check,
};

const ID: &str = "bsl-1.0";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let texts = card.texts("license");
    let Some((node, _)) = texts.iter().find(|(_, text)| *text == ID) else { return };
    let shown = ctx.license_file.is_some_and(facts::is_business_source)
        || facts::is_business_source(card.body());
    let is_boost = card.body().contains("Boost");
    if !shown || is_boost {
        return;
    }
    let mut fix = FixBuilder::ask("Write `other` and name it `busl-1.1`")
        .only_if(texts.len() == 1 && card.entry("license_name").is_none())
        .set_text(*node, "other");
    if let Some(entry) = card.entry("license") {
        let name = Value::Str("busl-1.1".to_owned());
        fix = fix.add_entry_after(entry, "license_name", "busl-1.1", name);
    }
    out.push(
        Draft::at(*node, "`bsl-1.0` is the Boost licence, not the Business Source License")
            .help("The Hub has no id for the Business Source License: use `other` with a name.")
            .fix(fix),
    );
}
