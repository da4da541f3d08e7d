//! `front-matter-unclosed`: the closing `---` is missing.

use crate::card::Metadata;
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::front_matter;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-unclosed",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "metadata that is opened by `---` but not closed where it ends",
    page: include_str!("unclosed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let source = ctx.card.source;
    let text = source.text();
    // Never closed at all, or closed by a line of dashes somewhere in the text, which then counts
    // as YAML and breaks it.
    let swallowed = match (&ctx.card.metadata, ctx.card.front) {
        (Metadata::Missing, None) => false,
        (Metadata::Broken(_), Some(_)) => true,
        _ => return,
    };
    let start = text.len() - text.trim_start_matches(front_matter::is_js_space).len();
    let open = source.line_of(start);
    if source.line_text(open).trim_start_matches('\u{feff}') != "---" {
        return;
    }
    let end = yaml_end(ctx, open + 1);
    let yaml = Span::new(source.line_span(open + 1).start, end);
    if !super::is_metadata(source.slice(yaml)) {
        return;
    }
    let rest = text.get(end..).unwrap_or("");
    // Where the block goes on with something like YAML, a mistake in it is the likelier cause.
    if swallowed && !begins_like_text(rest) {
        return;
    }
    let eol = source.line_end();
    let at_line_end = source.slice(yaml).ends_with('\n');
    let fence = if at_line_end { format!("---{eol}") } else { format!("{eol}---{eol}") };
    let span = Span::new(start, start + 3);
    let draft = if swallowed {
        Draft::on_card(
            span,
            "the metadata is not closed, so the text up to the next `---` counts as YAML",
        )
    } else {
        Draft::on_card(
            span,
            "the metadata is opened by `---` but never closed, so the Hub reads none",
        )
    };
    out.push(
        draft.help("A line `---` must follow the last key.").fix(
            FixBuilder::ask("Close the metadata after its last key")
                .edit(Edit::insert(end, fence))
                .promise(Promise::FrontMatter),
        ),
    );
}

/// Where the lines that look like YAML end.
fn yaml_end(ctx: &Ctx<'_>, first: usize) -> usize {
    const MOST_LINES: usize = 2_000;
    let source = ctx.card.source;
    let mut end = source.line_span(first).start;
    let last = source.line_count().min(first + MOST_LINES);
    for line in first..=last {
        let text = source.line_text(line);
        if !looks_like_yaml(text) {
            break;
        }
        end = source.line_span(line + 1).start.max(source.line_span(line).end);
    }
    end
}

/// `key:`, `key: value`, `- item`, or something indented.
fn looks_like_yaml(line: &str) -> bool {
    if line.starts_with([' ', '\t']) {
        return !line.trim().is_empty();
    }
    if line == "-" || line.starts_with("- ") {
        return true;
    }
    let Some((key, rest)) = line.split_once(':') else { return false };
    let word = !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    word && (rest.is_empty() || rest.starts_with(' '))
}

/// A blank line, then a heading or a sentence.
fn begins_like_text(rest: &str) -> bool {
    let line = rest.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    line.starts_with('#')
        || line.starts_with('<')
        || line.starts_with('!')
        || line.split(' ').count() > 4
}
