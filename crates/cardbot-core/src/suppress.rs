//! Ignore comments: `# cardbot: ignore RULE` in the front matter, `<!-- cardbot: ignore RULE -->`
//! in the text.

use std::cell::Cell;

use crate::card::Card;
use crate::finding::Finding;
use crate::rules::{self, Draft};
use crate::text::{Span, holds};

/// One rule named by one ignore comment.
#[derive(Debug)]
pub struct Ignore {
    /// The rule as written.
    pub rule: String,
    /// Where the name stands.
    pub span: Span,
    /// Lines (from 1) that it covers: the comment's own, and for a comment alone on its line the
    /// whole entry below. `None` for one in the text, which covers the whole card.
    lines: Option<(usize, usize)>,
    used: Cell<bool>,
}

/// All ignore comments of a card.
#[derive(Debug, Default)]
pub struct Ignores {
    list: Vec<Ignore>,
    line_starts: Vec<usize>,
}

const MARK: &str = "cardbot: ignore ";

impl Ignores {
    /// Reads the comments of a card.
    #[must_use]
    pub fn of(card: &Card<'_>) -> Self {
        // Nearly every card has none; one search settles that.
        if !holds(card.source.text(), MARK) {
            return Self::default();
        }
        let mut ignores = Self::default();
        if let Some(tree) = card.tree() {
            for comment in tree.comments() {
                let text = card.source.slice(comment.span);
                let Some(at) = text.find(MARK) else { continue };
                if !text.get(1..at).unwrap_or("").trim().is_empty() {
                    continue;
                }
                let line = card.source.line_of(comment.span.start);
                let alone = card
                    .source
                    .slice(Span::new(card.source.line_span(line).start, comment.span.start))
                    .trim()
                    .is_empty();
                let lines = if alone { (line, entry_end(card, line + 1)) } else { (line, line) };
                ignores.take(text, comment.span.start, at + MARK.len(), Some(lines));
            }
        }
        let body = card.body_span();
        let text = card.source.slice(body);
        let mut from = 0;
        while let Some(open) = text.get(from..).and_then(|t| t.find("<!--")).map(|at| at + from) {
            let end =
                text.get(open..).and_then(|t| t.find("-->")).map_or(text.len(), |at| open + at);
            let comment = text.get(open + 4..end).unwrap_or("");
            if let Some(at) = comment.find(MARK)
                && comment.get(..at).is_some_and(|before| before.trim().is_empty())
            {
                ignores.take(comment, body.start + open + 4, at + MARK.len(), None);
            }
            from = end.max(open + 4);
        }
        ignores.line_starts =
            (1..=card.source.line_count()).map(|line| card.source.line_span(line).start).collect();
        ignores
    }

    /// Reads the names after the mark.
    fn take(&mut self, comment: &str, offset: usize, names: usize, lines: Option<(usize, usize)>) {
        let mut at = names;
        for part in comment.get(names..).unwrap_or("").split(',') {
            // A name ends at the first blank: what follows may be a reason.
            let name = part.split_whitespace().next().unwrap_or("");
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            if name.is_empty() {
                continue;
            }
            self.list.push(Ignore {
                rule: name.to_owned(),
                span: Span::new(offset + start, offset + start + name.len()),
                lines,
                used: Cell::new(false),
            });
        }
    }

    /// Whether a comment silences a finding.
    #[must_use]
    pub fn silence(&self, finding: &Finding) -> bool {
        let line = self.line_starts.partition_point(|start| *start <= finding.span.start);
        let mut silenced = false;
        for ignore in &self.list {
            let names = rules::find(&ignore.rule).is_some_and(|rule| rule.name == finding.rule);
            let covers = ignore.lines.is_none_or(|(first, last)| (first..=last).contains(&line));
            if names && covers {
                ignore.used.set(true);
                silenced = true;
            }
        }
        silenced
    }

    /// The rules that were silenced, one for each comment that did and each rule it names.
    #[must_use]
    pub fn used(&self) -> Vec<&'static str> {
        let used = self.list.iter().filter(|ignore| ignore.used.get());
        used.filter_map(|ignore| rules::find(&ignore.rule)).map(|rule| rule.name).collect()
    }

    /// The comments.
    #[must_use]
    pub fn list(&self) -> &[Ignore] {
        &self.list
    }
}

/// The last line of what begins on a line: the entry of a key, or an item of a list. A list that
/// begins there with its first item belongs to the key above.
fn entry_end(card: &Card<'_>, line: usize) -> usize {
    let Some(tree) = card.tree() else { return line };
    tree.nodes()
        .filter(|node| card.source.line_of(node.span().start) == line)
        .filter_map(|node| {
            let parent = node.parent()?;
            let end = if parent.is_map() {
                parent.entries().find(|e| e.key == node)?.value.span().end
            } else {
                node.span().end
            };
            Some(card.source.line_of(end.saturating_sub(1).max(node.span().start)))
        })
        .max()
        .unwrap_or(line)
}

/// Findings about comments that ignored nothing, or that name no rule.
#[must_use]
pub fn unused(ignores: &Ignores) -> Vec<Draft> {
    ignores
        .list()
        .iter()
        .filter(|ignore| !ignore.used.get())
        .map(|ignore| {
            let message = match rules::find(&ignore.rule) {
                Some(rule) if rule.name.starts_with("change-") => {
                    format!("`{}` can't be ignored from within a card", rule.name)
                }
                Some(rule) => format!("nothing here needs `ignore {}`", rule.name),
                None => format!("there is no rule `{}` to ignore", ignore.rule),
            };
            let nearest = rules::nearest(&ignore.rule).filter(|n| *n != ignore.rule);
            let draft = Draft::on_card(ignore.span, message).identity(ignore.rule.clone());
            match nearest {
                Some(name) => draft.help(format!("Did you mean `{name}`?")),
                None => draft.help("The comment can go."),
            }
        })
        .collect()
}
