//! `yaml-syntax`: YAML that no loader takes, explained by what the author most likely did.
//!
//! The place where a parser gives up is seldom the place of the mistake. So mistakes that people
//! make are guessed and undone on a copy; the guess after which the text can be read is the
//! explanation, and its edits are the fix.

mod brackets;
mod characters;
mod colons;
mod guess;
mod indents;
mod lines;
mod lists;
mod mend;
mod quotes;
mod tabs;
mod words;

#[cfg(test)]
mod tests;

use self::lines::Line;
use crate::card::Metadata;
use crate::edit::Edit;
use crate::finding::{Promise, Safety, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, front_matter};
use crate::text::Span;
use crate::yaml::Problem;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-syntax",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Yaml,
    summary: "a front matter that is not valid YAML",
    page: include_str!("../syntax.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let (Metadata::Broken(problem), Some(front)) = (&ctx.card.metadata, ctx.card.front) else {
        return;
    };
    // Where the block ran on into the text, a rule of its own says so.
    if front_matter::swallows_text(ctx.card) {
        return;
    }
    let offset = front.yaml.start;
    let text = ctx.card.source.slice(front.yaml);
    let to_file = |span: Span| Span::new(span.start + offset, span.end + offset);
    let local = Span::new(
        problem.span.start.saturating_sub(offset),
        problem.span.end.saturating_sub(offset),
    );
    if let Some(draft) = conflict(text, to_file) {
        out.push(draft);
        return;
    }
    let problem = Problem { span: local, ..(**problem).clone() };
    let words = words::of(&problem.kind);
    let mut severity = words.severity;
    let line = Line::at(text, local.start);
    let mended = mend::mend(text, &problem);
    let draft = match mended.first {
        None => {
            let place = if local.is_empty() { at_least_one(text, local.start) } else { local };
            Draft::on_card(to_file(place), words.message)
                .help(words.help)
                .identity(format!("syntax: {}", line.content()))
        }
        Some(first) => {
            // In quotes and comments the Hub takes some characters that Python tools refuse.
            if first.id == "control-character" && is_taken_by_the_hub(text, first.place) {
                severity = Severity::Warning;
            }
            let content = Line::at(text, first.place.start).content();
            let mut draft = Draft::on_card(to_file(first.place), first.message)
                .help(first.help)
                .identity(format!("{}: {content}", first.id));
            if let Some((edits, safety)) = mended.fix {
                let title = match mended.further.len() {
                    0 => first.title,
                    n => format!("{}, and mend {n} more", first.title),
                };
                let fix = if safety == Safety::Safe {
                    FixBuilder::safe(title)
                } else {
                    FixBuilder::ask(title)
                };
                let edits = edits.into_iter().map(|e| Edit { span: to_file(e.span), text: e.text });
                draft = draft.fix(edits.fold(fix, FixBuilder::edit).promise(Promise::Parses));
            }
            for (place, message) in mended.further {
                draft = draft.related(to_file(place), message);
            }
            draft
        }
    };
    out.push(draft.severity(severity));
}

/// A merge that was not finished.
fn conflict(text: &str, to_file: impl Fn(Span) -> Span) -> Option<Draft> {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }
    let mut marks = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        let is_mark = ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|mark| {
            said.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        }) || said == "=======";
        if is_mark {
            marks.push(to_file(Span::new(start, start + said.len())));
        }
        start += line.len();
    }
    let (first, rest) = marks.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let draft = Draft::on_card(*first, "a merge conflict was left in the metadata")
        .help("Keep one side and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`.")
        .identity("conflict");
    Some(rest.iter().fold(draft, |draft, mark| draft.related(*mark, "and here")))
}

/// A place of at least one character: at the end of a line, its last one.
fn at_least_one(text: &str, at: usize) -> Span {
    let line = Line::at(text, at);
    if line.content().is_empty() {
        return line.said_before(text).map_or(Span::empty(at), |before| before.place());
    }
    line.place()
}

/// DEL and the C1 characters are fine for js-yaml in quotes and comments.
fn is_taken_by_the_hub(text: &str, place: Span) -> bool {
    let c = text.get(place.range()).and_then(|t| t.chars().next()).unwrap_or('\0');
    let line = Line::at(text, place.start);
    let field = line.field();
    let quoted = field.value.starts_with(['"', '\'']) && field.value_start < place.start;
    let commented = text
        .get(line.start..place.start)
        .is_some_and(|before| before.contains(" #") || before.trim_start().starts_with('#'));
    commented || (quoted && c > '\u{1f}')
}
