//! `body-removed-name`: code that uses what the library no longer has.

use std::collections::HashSet;

use super::calls::{self, Call, Use};
use super::imports::imported;
use super::{line_before, line_from};
use crate::edit::Edit;
use crate::facts::{RemovedName, RemovedWhat, removed_names};
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::places;

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

/// The words to look for in a text.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    removed_names().iter().map(|removed| removed.name)
}

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let text = ctx.card.body();
    for removed in removed_names() {
        // Most cards have none: the Markdown is read only for those that may.
        if !ctx.body_holds(removed.name)
            || !calls::uses(text, 0, removed.name).any(|usage| may_be_meant(removed, &usage))
            || pins(text, removed.library)
        {
            continue;
        }
        let blocks: Vec<(usize, &str)> = ctx
            .markdown()
            .blocks()
            .iter()
            .map(|span| (span.start, ctx.card.source.slice(*span)))
            .collect();
        // What one block imports the next ones use.
        let names: HashSet<&str> =
            blocks.iter().flat_map(|(_, block)| imported(block, removed.library)).collect();
        let uses: Vec<Use<'_>> = blocks
            .iter()
            .filter(|(_, block)| !removed.except.iter().any(|other| block.contains(other)))
            .flat_map(|(start, block)| calls::uses(block, *start, removed.name))
            .filter(|usage| is_meant(removed, usage, &names))
            .take(MOST_USES)
            .collect();
        if let Some(first) = uses.first() {
            out.push(draft(removed, *first, &uses));
        }
    }
}

/// Whether the text asks for a certain version of a library, which may well be an old one:
/// `transformers==4.40`, `huggingface_hub[cli]<1.0`, `transformers.git@v4.40`.
fn pins(text: &str, library: &str) -> bool {
    let dashed = library.replace('_', "-");
    [library, dashed.as_str()].iter().any(|name| {
        places(text, name).any(|at| {
            let line = line_from(text, at + name.len());
            let end = line.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
            let rest = line.get(..end.unwrap_or(line.len())).unwrap_or("");
            let rest = rest.strip_prefix('[').and_then(|r| r.split_once(']')).map_or(rest, |r| r.1);
            let asks = rest.strip_prefix(".git").unwrap_or(rest);
            asks.split(',')
                .any(|one| ["==", "=", "~=", "<=", "<", "@"].iter().any(|s| is_version(one, s)))
        })
    })
}

/// Whether a text is this sign and a version: `==4.40`, `@v4.40`.
fn is_version(text: &str, sign: &str) -> bool {
    let version = text.strip_prefix(sign).unwrap_or("");
    version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
}

/// What the next lines say, as far as it can be told before code is told from text.
fn may_be_meant(removed: &RemovedName, usage: &Use<'_>) -> bool {
    !usage.before.ends_with('`')
        && match removed.what {
            RemovedWhat::Name => true,
            RemovedWhat::Command => is_command(usage.before),
            RemovedWhat::Argument { .. } => is_given(usage.after),
        }
}

/// Whether an argument's name is followed by its value.
fn is_given(after: &str) -> bool {
    let value = after.trim_start();
    value.starts_with('=') && !value.starts_with("==")
}

/// Whether it is the library's name that is used, and no other of the same spelling.
fn is_meant(removed: &RemovedName, usage: &Use<'_>, imported: &HashSet<&str>) -> bool {
    // In backticks it is quoted, as in the text of an error.
    if usage.before.ends_with('`') {
        return false;
    }
    let of_library = |path: &str| {
        let first = path.split('.').next().unwrap_or("");
        first == removed.library || imported.contains(first)
    };
    match removed.what {
        RemovedWhat::Name => match usage.before.strip_suffix('.') {
            Some(before) => calls::path_at_end(before).split('.').next() == Some(removed.library),
            None => imported.contains(removed.name),
        },
        RemovedWhat::Command => is_command(usage.before),
        RemovedWhat::Argument { of } => {
            is_given(usage.after)
                && calls::call(usage.before).is_some_and(|Call { function, object }| {
                    function == of && of_library(if object.is_empty() { function } else { object })
                })
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
    // A model refuses an argument that it doesn't know, a tokenizer passes over it.
    let effect = match removed.what {
        RemovedWhat::Argument { .. } => "With what is installed today it fails or has no effect",
        _ => "The code fails for those who install it today",
    };
    Draft::on_card(first.span, message)
        .help(format!("{effect}. Use {instead}."))
        .identity(match removed.what {
            RemovedWhat::Argument { of } => format!("{name} of {of}"),
            _ => (*name).to_owned(),
        })
        .fix(fix)
}
