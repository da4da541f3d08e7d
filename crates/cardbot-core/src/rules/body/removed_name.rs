//! `body-removed-name`: code that uses what the library no longer has.

use super::calls::{self, Use, function};
use super::line_before;
use crate::edit::Edit;
use crate::facts::{RemovedName, RemovedWhat, removed_names};
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::{holds, places};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-removed-name",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "code that uses what its library no longer has",
    page: include_str!("removed_name.md"),
    check,
};

/// More uses than this are not looked for; a fix with more edits is none that anybody reads.
const MOST_USES: usize = 1000;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let text = ctx.card.body();
    for removed in removed_names() {
        // Most cards have none: the Markdown is read only for those that may.
        if !holds(text, removed.name) || pins(text, removed.library) {
            continue;
        }
        if removed.what == RemovedWhat::Name && !holds(text, removed.library) {
            continue;
        }
        let blocks =
            ctx.markdown().blocks().iter().map(|span| (span.start, ctx.card.source.slice(*span)));
        let uses: Vec<Use<'_>> = blocks
            .filter(|(_, block)| !removed.except.iter().any(|other| block.contains(other)))
            .flat_map(|(start, block)| calls::uses(block, start, removed.name))
            .filter(|usage| is_meant(removed, usage))
            .take(MOST_USES)
            .collect();
        if let Some(first) = uses.first() {
            out.push(draft(removed, *first, &uses));
        }
    }
}

/// Whether the text asks for a certain version of a library, which may well be an old one.
fn pins(text: &str, library: &str) -> bool {
    let dashed = library.replace('_', "-");
    [library, dashed.as_str()].iter().any(|name| {
        places(text, name).any(|at| {
            let rest = text.get(at + name.len()..).unwrap_or("");
            ["==", "<", "~="].iter().any(|sign| rest.starts_with(sign))
        })
    })
}

/// Whether it is the library's name that is used.
fn is_meant(removed: &RemovedName, usage: &Use<'_>) -> bool {
    // In backticks it is quoted, as in the text of an error.
    if usage.before.ends_with('`') {
        return false;
    }
    match removed.what {
        RemovedWhat::Name => true,
        RemovedWhat::Command => is_command(usage.before),
        RemovedWhat::Argument { of } => {
            let value = usage.after.trim_start();
            value.starts_with('=') && !value.starts_with("==") && function(usage.before) == Some(of)
        }
    }
}

/// Whether a program can stand behind this code: at the start of a line, after a prompt, another
/// command or a variable.
fn is_command(before: &str) -> bool {
    let line = line_before(before, before.len()).trim();
    let last = line.rsplit(' ').next().unwrap_or("");
    last.is_empty() || last.ends_with(['$', '!', '&', ';', '|', '>', '%']) || last.contains('=')
}

fn draft(removed: &RemovedName, first: Use<'_>, uses: &[Use<'_>]) -> Draft {
    let RemovedName { name, library, since, instead, .. } = removed;
    let message = match removed.what {
        RemovedWhat::Name => format!("{library} has no `{name}` since version {since}"),
        RemovedWhat::Argument { of } => {
            format!("`{of}` of {library} takes no `{name}` since version {since}")
        }
        RemovedWhat::Command => {
            let program = name.split(' ').next().unwrap_or(name);
            format!("{library} has no program `{program}` since version {since}")
        }
    };
    let mut fix = FixBuilder::safe(format!("Write `{}`", removed.write))
        .promise(Promise::Body)
        .only_if(!removed.write.is_empty());
    for usage in uses {
        fix = fix.edit(Edit::replace(usage.span, removed.write));
    }
    Draft::on_card(first.span, message)
        .help(format!("The code fails for those who install it today. Use {instead}."))
        .identity(match removed.what {
            RemovedWhat::Argument { of } => format!("{name} of {of}"),
            _ => (*name).to_owned(),
        })
        .fix(fix)
}
