//! `inference-old-name`: a parameter under a name that is not read.

use super::words::code;
use super::{Tasks, has_parameters, parameters};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::Entry;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-old-name",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an inference parameter under an old or a wrong name, such as k for top_k",
    page: include_str!("old_name.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !has_parameters(ctx.card) {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    for entry in parameters(ctx.card) {
        let Some((today, certain)) = renamed(entry, &tasks) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let title = format!("Write `{today}`");
        let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
        let name = code(entry.name());
        out.push(
            Draft::on_key(entry, format!("{name} is not the name of a parameter"))
                .identity(entry.name())
                .help(format!("The parameter is called `{today}`."))
                .fix(fix.rename_key(entry, today)),
        );
    }
}

/// Today's name of a parameter that the card's task takes, and whether nothing else can be meant.
pub(super) fn renamed(entry: Entry<'_>, tasks: &Tasks) -> Option<(&'static str, bool)> {
    let (today, certain) = facts::parameter_renamed(entry.name())?;
    let free = entry.key.parent().is_some_and(|map| map.get(today).is_none());
    let known = !tasks.0.is_empty();
    (free && (!known || tasks.take(today))).then_some((today, certain && known))
}
