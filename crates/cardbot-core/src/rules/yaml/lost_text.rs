//! `yaml-lost-text`: text that YAML takes for a comment or an anchor.

use std::collections::HashSet;

use super::read_by_the_hub;
use crate::edit::Edit;
use crate::finding::{Change, Severity};
use crate::fixing::{FixBuilder, quote_double};
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;
use crate::yaml::{NodeRef, Style, Tree, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-lost-text",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Yaml,
    summary: "text that YAML takes for a comment or an anchor and drops",
    page: include_str!("lost_text.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(tree) = ctx.card.tree() else { return };
    // Hardly any card has anchors or comments; the rest is done here.
    let comments = Comments::of(tree);
    let anchored = tree.has_anchors();
    if comments.glued.is_empty() && !anchored {
        return;
    }
    let used: HashSet<usize> =
        tree.nodes().filter_map(|node| node.target()).map(|target| target.span().start).collect();
    for (key, node) in read_by_the_hub(ctx.card) {
        if node.as_entry().is_some() {
            continue;
        }
        let is_free = key == "widget" || key.starts_with("extra_gated_");
        let draft = match node.style() {
            Some(Style::Plain) if node.is_anchored() && !used.contains(&node.span().start) => {
                anchor(node)
            }
            Some(Style::Empty) => comments.behind(node).map(|comment| empty(node, comment)),
            Some(Style::Plain) if is_free => {
                comments.behind(node).map(|comment| cut(node, comment))
            }
            _ => None,
        };
        let Some(draft) = draft else { continue };
        if out.is_full() {
            out.count();
        } else {
            out.push(draft);
        }
    }
}

/// Comments that begin with a word right behind their `#`.
struct Comments<'t> {
    tree: &'t Tree<'t>,
    glued: Vec<Span>,
}

impl<'t> Comments<'t> {
    fn of(tree: &'t Tree<'t>) -> Self {
        let is_glued = |span: Span| {
            let text = tree.slice(span).trim_start_matches('#');
            text.starts_with(|c: char| c.is_alphanumeric())
        };
        let glued = tree.comments().iter().map(|c| c.span).filter(|span| is_glued(*span)).collect();
        Self { tree, glued }
    }

    /// The comment that stands behind a node with nothing but blanks between.
    fn behind(&self, node: NodeRef<'_>) -> Option<Span> {
        let end = node.span().end;
        let next = self.glued.partition_point(|comment| comment.start < end);
        let comment = *self.glued.get(next)?;
        let between = self.tree.slice(Span::new(end, comment.start));
        between.bytes().all(|b| matches!(b, b' ' | b'\t')).then_some(comment)
    }
}

fn empty(node: NodeRef<'_>, comment: Span) -> Draft {
    let text = node.tree().slice(comment).trim_end();
    let place = Span::new(comment.start, comment.start + text.len());
    let fix = FixBuilder::ask("Quote the text")
        .edit(Edit::replace(place, quote_double(text)))
        .promise_change(Change::Set(node.path(), Value::Str(text.to_owned())));
    Draft::at(node, format!("{} is a comment, so there is no value here", code(text)))
        .span(place)
        .help("A `#` after a space begins a comment. In quotes it is part of the text.")
        .fix(fix)
}

fn cut(node: NodeRef<'_>, comment: Span) -> Draft {
    let lost = node.tree().slice(comment).trim_end();
    let end = comment.start + lost.len();
    let whole = node.tree().slice(Span::new(node.span().start, end));
    let fix = FixBuilder::ask("Quote the whole text")
        .only_if(!whole.contains(['\n', '\r']))
        .edit(Edit::replace(Span::new(node.span().start, end), quote_double(whole)))
        .promise_change(Change::Set(node.path(), Value::Str(whole.to_owned())));
    Draft::at(node, format!("the text ends before {}, which is a comment", code(lost)))
        .span(Span::new(comment.start, end))
        .help("A `#` after a space begins a comment. In quotes it is part of the text.")
        .fix(fix)
}

fn anchor(node: NodeRef<'_>) -> Option<Draft> {
    let tree = node.tree();
    let before = tree.slice(Span::new(tree.offset(), node.span().start));
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    let start = node.span().start - line.len() + line.rfind('&')?;
    let whole = tree.slice(Span::new(start, node.span().end));
    let name = whole.split_whitespace().next().unwrap_or("&");
    let fix = FixBuilder::ask("Quote the whole text")
        .only_if(!whole.contains(['\n', '\r']))
        .edit(Edit::replace(Span::new(start, node.span().end), quote_double(whole)))
        .promise_change(Change::Set(node.path(), Value::Str(whole.to_owned())));
    Some(
        Draft::at(node, format!("{} is an anchor of YAML and no part of the text", code(name)))
            .span(Span::new(start, start + name.len()))
            .help("A `&` at the beginning names the value. In quotes it is part of the text.")
            .fix(fix),
    )
}
