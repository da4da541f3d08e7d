//! `body-arxiv-link`: a paper that the text names, where it links none.

use super::{line_before, line_from};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::tags::papers;
use crate::text::{Span, holds, places};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-arxiv-link",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "papers on arXiv that the text names without linking any",
    page: include_str!("arxiv_link.md"),
    check,
};

/// How authors write it before the id; other spellings are rare.
const NAME: &str = "arXiv:";
/// More papers than this are not looked at.
const MOST_PAPERS: usize = 500;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let text = ctx.card.body();
    // Where some papers are linked, the others may well be left out on purpose.
    if !holds(text, NAME) || papers::ids(text).next().is_some() {
        return;
    }
    let body = ctx.card.body_span().start;
    let named = places(text, NAME).take(MOST_PAPERS).find_map(|at| {
        let id = plain_id(text, at)?;
        let end = at + NAME.len() + id.len();
        let span = Span::new(body + at, body + end);
        let is_plain = !is_in_link(text, at, end) && ctx.markdown().is_text(span);
        is_plain.then_some((id, span))
    });
    if let Some((id, span)) = named {
        out.push(draft(id, span));
    }
}

/// The id after `arXiv:`, without a version; none in a field of `BibTeX`, where no link belongs.
fn plain_id(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let rest = text.get(at + NAME.len()..)?;
    let id = papers::id_at(rest)?;
    let line = line_before(text, at);
    let in_field =
        line.rfind('{').is_some_and(|open| !line.get(open..).unwrap_or("").contains('}'));
    let is_part =
        before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '_'));
    let has_version = rest.get(id.len()..)?.starts_with('v');
    (!in_field && !is_part && !has_version).then_some(id)
}

/// Whether it stands in the text or the address of a link already.
fn is_in_link(text: &str, at: usize, end: usize) -> bool {
    let (before, after) = (line_before(text, at), line_from(text, end));
    let opened = |open: char, close: char| {
        before.rfind(open).is_some_and(|at| !before.get(at..).unwrap_or("").contains(close))
    };
    // `[…](…)` and `[…][…]`, and the address itself.
    let closes = after.find(']').map(|at| after.get(at + 1..).unwrap_or(""));
    let in_text = opened('[', ']') && closes.is_some_and(|rest| rest.starts_with(['(', '[', ':']));
    in_text || before.ends_with("](") || opened('<', '>')
}

fn draft(id: &str, span: Span) -> Draft {
    let address = format!("https://arxiv.org/abs/{id}");
    Draft::on_card(
        span,
        format!("{} is named, but no paper is linked", code(&format!("{NAME}{id}"))),
    )
    .help("The Hub lists a model under the papers that its card links.")
    .identity("papers")
    .fix(
        FixBuilder::ask(format!("Link {address}"))
            .promise(Promise::Body)
            .edit(Edit::replace(span, format!("[{NAME}{id}]({address})"))),
    )
}
