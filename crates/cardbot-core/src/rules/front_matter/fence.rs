//! `front-matter-fence`: a line of dashes that is almost a fence.

use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::front_matter::{self, FrontMatter};
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-fence",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an opening or closing line that is not exactly `---`",
    page: include_str!("fence.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    match ctx.card.front {
        Some(front) => closing_blanks(front, out),
        None => opening(ctx, out),
    }
}

fn closing_blanks(front: FrontMatter, out: &mut Out) {
    if front.close_blanks.is_empty() {
        return;
    }
    let span = Span::new(front.close.start, front.close_blanks.end);
    out.push(
        Draft::on_card(span, "the closing `---` is followed by blanks")
            .help("Not every reader of model cards takes such a line for the end of the metadata.")
            .fix(FixBuilder::safe("Remove the blanks").edit(Edit::delete(front.close_blanks))),
    );
}

/// The first line is made of dashes, but is no fence: the Hub finds no metadata.
fn opening(ctx: &Ctx<'_>, out: &mut Out) {
    let source = ctx.card.source;
    let text = source.text();
    let start = text.len() - text.trim_start_matches(front_matter::is_js_space).len();
    let line = source.line_of(start);
    let span = Span::new(start, source.line_span(line).end);
    let found = source.slice(span);
    if found == "---" || !found.starts_with("---") || found.trim_end().chars().any(|c| c != '-') {
        return;
    }
    // With a right first line, would there be metadata?
    let next = source.line_span(line + 1).start;
    let fixed = format!("---{}{}", source.line_end(), text.get(next..).unwrap_or(""));
    let readable = front_matter::split(&fixed)
        .and_then(|front| fixed.get(front.yaml.range()))
        .is_some_and(super::is_metadata);
    if !readable {
        return;
    }
    let what =
        if found.trim_end().len() > 3 { "has more than three dashes" } else { "ends with blanks" };
    out.push(
        Draft::on_card(span, format!("the opening line {what}, so the Hub reads no metadata"))
            .severity(Severity::Error)
            .help("The first line must be exactly `---`.")
            .fix(
                FixBuilder::safe("Write `---`")
                    .edit(Edit::replace(span, "---"))
                    .promise(Promise::FrontMatter),
            ),
    );
}
