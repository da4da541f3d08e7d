//! `change-metadata-lost`: metadata before, none now.

use super::words::some;
use crate::card::{Card, Metadata};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "change-metadata-lost",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Change,
    summary: "a change after which the Hub reads no metadata",
    page: include_str!("metadata_lost.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let (Some(base), head) = (ctx.base, ctx.card) else { return };
    let keys: Vec<&str> = base.entries().map(|entry| entry.name()).collect();
    if keys.is_empty() || head.root().is_some_and(|root| !root.is_empty()) {
        return;
    }
    let draft = match &head.metadata {
        Metadata::Broken(_) => {
            at(head, format!("the Hub can no longer read the metadata: {}", lost(&keys)))
                .help("The front matter is no longer valid YAML, and a push to the Hub is refused.")
        }
        Metadata::Missing if still_there(head, &keys) => at(
            head,
            format!("the Hub no longer finds the metadata: {}", lost(&keys)),
        )
        .help(
            "The block begins with `---` at the very top of the file and ends with a line `---`.",
        ),
        _ => at(head, format!("the change removes all metadata: {}", lost(&keys)))
            .help("Licence, task, tags and search filters of the model come from it.")
            .fix(put_back(base, head)),
    };
    out.push(draft.identity("lost"));
}

fn at(head: &Card<'_>, message: String) -> Draft {
    let span = head.front.map_or_else(|| head.source.line_span(1), |front| front.open);
    Draft::on_card(span, message)
}

/// What is lost: the first keys and how many more.
fn lost(keys: &[&str]) -> String {
    some(keys.iter().map(|key| format!("`{key}`")))
}

/// Whether the keys still stand in the file, each at the beginning of a line: behind some text, or
/// between fences that are none.
fn still_there(head: &Card<'_>, keys: &[&str]) -> bool {
    const LOOKED_FOR: usize = 20;
    const NEAR_THE_TOP: usize = 20_000;
    let text = head.source.text();
    let mut end = text.len().min(NEAR_THE_TOP);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let top = text.get(..end).unwrap_or("");
    let keys = keys.get(..LOOKED_FOR).unwrap_or(keys);
    let found = keys
        .iter()
        .filter(|key| {
            top.lines().any(|line| {
                line.strip_prefix(**key).is_some_and(|rest| rest.trim_start().starts_with(':'))
            })
        })
        .count();
    found * 2 >= keys.len()
}

/// Puts the block of the base back: in place of an empty one, or before the text.
fn put_back(base: &Card<'_>, head: &Card<'_>) -> FixBuilder {
    let fix = FixBuilder::ask("Put the metadata back").promise(Promise::FrontMatter);
    let Some(old) = base.front else { return fix.only_if(false) };
    let yaml = base.source.slice(old.yaml);
    let eol = head.source.line_end();
    let lines: Vec<&str> = yaml.lines().collect();
    let yaml = lines.join(eol);
    if let Some(front) = head.front {
        return fix.edit(Edit::replace(front.yaml, yaml));
    }
    let text = head.source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end = empty_block_end(text, start);
    fix.edit(Edit::replace(Span::new(start, end), format!("---{eol}{yaml}{eol}---{eol}")))
}

/// Where a block without anything in it ends, so that it is replaced: `---` right under `---`.
/// Else `start`.
fn empty_block_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let mut lines = rest.split_inclusive('\n');
    let mut is_fence = || lines.next().filter(|line| line.trim_end() == "---").map(str::len);
    match (is_fence(), is_fence()) {
        (Some(first), Some(second)) => start + first + second,
        _ => start,
    }
}
