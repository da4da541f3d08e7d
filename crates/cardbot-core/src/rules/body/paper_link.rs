//! `body-paper-link`: a paper that the text names, and nowhere links.

use std::collections::HashSet;

use super::{line_before, line_from};
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};
use crate::tags::papers;
use crate::text::{Span, places};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-paper-link",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a paper on arXiv that the text names without a link",
    page: include_str!("paper_link.md"),
    check,
};

/// What stands in a mention, in both ways to write it.
pub(super) const NAMES: [&str; 2] = ["rXiv:", "rxiv:"];

/// More mentions than this are not looked at.
const MOST_MENTIONS: usize = 100;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    if !NAMES.iter().any(|name| ctx.body_holds(name)) {
        return;
    }
    let text = card.body();
    let offset = card.body_span().start;
    let mut mentions: Vec<Mention<'_>> = NAMES
        .iter()
        .flat_map(|name| places(text, name).filter_map(|at| mention(text, at, at + name.len())))
        .take(MOST_MENTIONS)
        .collect();
    if mentions.is_empty() {
        return;
    }
    mentions.sort_unstable_by_key(|mention| mention.span.start);
    let mut told: HashSet<&str> = HashSet::new();
    let named: Vec<Mention<'_>> = mentions
        .into_iter()
        .filter(|mention| !is_linked(text, mention.id))
        .map(|mention| mention.shifted(offset))
        .filter(|mention| ctx.markdown().is_text(mention.span) && told.insert(mention.id))
        .collect();
    if let [first, rest @ ..] = named.as_slice() {
        out.push(draft(ctx, first, rest));
    }
}

/// Whether the id stands in an address, of whatever site, or alone in a field of `BibTeX`.
fn is_linked(text: &str, id: &str) -> bool {
    places(text, id).any(|at| text.get(..at).is_some_and(|t| t.ends_with(['/', '.', '{'])))
}

/// One finding for all of a card: a list of references has several.
fn draft(ctx: &Ctx<'_>, first: &Mention<'_>, rest: &[Mention<'_>]) -> Draft {
    let all = || std::iter::once(first).chain(rest);
    let name = |mention: &Mention<'_>| ctx.card.source.slice(mention.span);
    let shown = words::some(all().map(|mention| words::code(name(mention))));
    let (papers, are, title) = match rest {
        [] => ("the paper", "is", "Link the paper"),
        _ => ("the papers", "are", "Link the papers"),
    };
    let mut fix = FixBuilder::ask(title).promise(Promise::Body);
    for mention in all() {
        let Mention { id, version, span } = mention;
        let link = format!("[{}](https://arxiv.org/abs/{id}{version})", name(mention));
        fix = fix.edit(Edit::replace(*span, link));
    }
    Draft::on_card(first.span, format!("{papers} {shown} {are} named, but nowhere linked"))
        .help("Readers can click a full link, and by it the Hub connects a model with a paper.")
        .identity(first.id)
        .fix(fix)
}

/// A paper that is named as `arXiv:2107.03374v2`.
#[derive(Debug, PartialEq, Eq)]
struct Mention<'a> {
    id: &'a str,
    /// `v2`, or nothing.
    version: &'a str,
    span: Span,
}

impl Mention<'_> {
    /// The same, with its place counted from the beginning of the file.
    fn shifted(self, offset: usize) -> Self {
        Self { span: Span::new(offset + self.span.start, offset + self.span.end), ..self }
    }
}

/// The mention whose colon ends at `after`, if it is one that a link can replace.
fn mention(text: &str, at: usize, after: usize) -> Option<Mention<'_>> {
    let start = at.checked_sub(1)?;
    let before = text.get(..start)?;
    let is_arxiv = matches!(text.as_bytes().get(start), Some(b'a' | b'A'));
    if !is_arxiv || before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | ':'))
    {
        return None;
    }
    let rest = line_from(text, after);
    let number = rest.strip_prefix(' ').unwrap_or(rest);
    let id = number.get(..papers::LENGTH).filter(|id| papers::is_id(id) && has_month(id))?;
    let tail = number.get(papers::LENGTH..)?;
    let version = version(tail);
    let tail = tail.get(version.len()..)?;
    let goes_on = tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '-'));
    let line = line_before(text, start);
    if goes_on || is_within(line, tail, '[', ']') || is_within(line, tail, '{', '}') {
        return None;
    }
    let is_anchor =
        line.rfind("<a ").is_some_and(|open| line.rfind("</a").is_none_or(|end| end < open));
    let end = after + (rest.len() - number.len()) + papers::LENGTH + version.len();
    (!is_anchor).then(|| Mention { id, version, span: Span::new(start, end) })
}

/// Whether a bracket is open here: a link's text, a field of `BibTeX`.
fn is_within(before: &str, after: &str, open: char, close: char) -> bool {
    let opened =
        before.rfind(open).is_some_and(|at| before.rfind(close).is_none_or(|end| end < at));
    let closes = after.find(close).is_some_and(|at| after.find(open).is_none_or(|next| at < next));
    opened || closes
}

/// Whether the third and fourth digit are a month, as in all ids since 2007.
fn has_month(id: &str) -> bool {
    id.get(2..4)
        .and_then(|month| month.parse().ok())
        .is_some_and(|month: u8| (1..=12).contains(&month))
}

/// `v2` at the beginning of a text, or nothing.
fn version(text: &str) -> &str {
    let digits =
        text.strip_prefix('v').unwrap_or("").bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { "" } else { text.get(..=digits).unwrap_or("") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, &str, &str)> {
        let name = NAMES.iter().find_map(|name| Some((text.find(name)?, name.len())));
        let (at, length) = name?;
        let mention = mention(text, at, at + length)?;
        Some((mention.id, mention.version, text.get(mention.span.start..mention.span.end)?))
    }

    #[test]
    fn plain_names_are_mentions() {
        for (text, wanted) in [
            ("See arXiv:2107.03374.", ("2107.03374", "", "arXiv:2107.03374")),
            ("(arxiv: 2107.03374v12)", ("2107.03374", "v12", "arxiv: 2107.03374v12")),
            ("[1] A. *ArXiv:2107.03374*, 2021.", ("2107.03374", "", "ArXiv:2107.03374")),
            ("arXiv:2107.03374 [cs.CL]", ("2107.03374", "", "arXiv:2107.03374")),
        ] {
            assert_eq!(found(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn addresses_of_any_site_are_links() {
        for text in ["https://arxiv.org/html/2107.03374v1", "doi.org/10.48550/arXiv.2107.03374"] {
            assert!(is_linked(text, "2107.03374"), "{text}");
        }
        assert!(!is_linked("arXiv:2107.03374 (2107.03374)", "2107.03374"));
    }

    #[test]
    fn links_fields_and_other_words_are_none() {
        for text in [
            "[arXiv:2107.03374](https://doi.org/10.48550/x)",
            "[arXiv:2107.03374]: x",
            "<a href=\"x\">arXiv:2107.03374</a>",
            "journal={arXiv preprint arXiv:2107.03374},",
            "eprint = {a b,\narXiv:2107.03374}",
            "https://x.org/arXiv:2107.03374",
            "bioarXiv:2107.03374",
            "arXiv:2107.0337",
            "arXiv:2107.033745",
            "arXiv:2113.03374",
            "arXiv:1406.2661",
            "arXiv:2107.03374/x",
            "arXiv:é",
            "rXiv:2107.03374",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
