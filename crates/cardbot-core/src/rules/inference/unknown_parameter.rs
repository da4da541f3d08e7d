//! `inference-unknown-parameter`: a name that is no task's parameter.

use super::old_name::renamed;
use super::words::code;
use super::{NESTED, Tasks, has_parameters, parameters};
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::Entry;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "inference-unknown-parameter",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "an inference parameter that no task has, such as a misspelt one",
    page: include_str!("unknown_parameter.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if !has_parameters(ctx.card) {
        return;
    }
    let tasks = Tasks::of(ctx.card);
    for entry in parameters(ctx.card) {
        let name = entry.name();
        let known = facts::is_known_parameter(name) || NESTED.contains(&name);
        if known || renamed(entry, &tasks).is_some() {
            continue;
        }
        if out.is_full() {
            out.count();
        } else {
            out.push(judge(entry, &tasks));
        }
    }
}

fn judge(entry: Entry<'_>, tasks: &Tasks) -> Draft {
    let name = entry.name();
    let draft =
        Draft::on_key(entry, format!("{} is no known parameter", code(name))).identity(name);
    let Some((right, certain)) = nearest(entry, tasks) else {
        return draft.help("No task of the Hub has it; the servers pass it over or refuse it.");
    };
    let title = format!("Write `{right}`");
    let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    draft
        .severity(Severity::Warning)
        .help(format!("The nearest one is `{right}`."))
        .fix(fix.rename_key(entry, right))
}

/// The parameter that is likely meant, and whether nothing else can be.
fn nearest(entry: Entry<'_>, tasks: &Tasks) -> Option<(&'static str, bool)> {
    /// Longer than any parameter and a few slips.
    const LONGEST: usize = 48;
    let name = entry.name();
    if name.len() > LONGEST {
        return None;
    }
    let free = |right: &str| entry.key.parent().is_some_and(|map| map.get(right).is_none());
    let own = |right: &str| tasks.0.is_empty() || tasks.take(right);
    let squashed = squash(name);
    let mut all = facts::parameter_names(None);
    if let Some(right) = all.find(|known| squash(known) == squashed) {
        return free(right).then_some((right, true));
    }
    // Short names are near to too many others.
    if name.len() < 6 {
        return None;
    }
    let candidates = || facts::parameter_names(None).filter(|known| free(known));
    let right = spelling::nearest(name, candidates().filter(|known| own(known)))
        .or_else(|| spelling::nearest(name, candidates()))?;
    Some((right, name.len() > 8 && own(right) && spelling::is_slip(name, right)))
}

/// A name without what tells `maxLength` from `max_length`.
fn squash(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.map(|c| c.to_ascii_lowercase()).collect()
}
