//! `yaml-not-a-map`: a front matter that is no map of keys and values.

use crate::edit::Edit;
use crate::facts;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;
use crate::yaml::{NodeRef, Tree};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "yaml-not-a-map",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a front matter that is no map of keys and values",
    page: include_str!("not_a_map.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let Some(root) = ctx.card.tree().and_then(Tree::root) else { return };
    if root.is_map() || root.is_null() {
        return;
    }
    let (message, fix) = if root.is_seq() {
        ("the metadata is a list; the Hub wants keys and values", without_dashes(root))
    } else {
        ("the metadata is one text; the Hub wants keys and values", with_blanks(root))
    };
    let line = ctx.card.source.line_of(root.span().start);
    out.push(
        Draft::at(root, message)
            .span(ctx.card.source.line_span(line))
            .help("Each line is a key, a colon, a space and a value: `license: mit`.")
            .fix(fix.promise(Promise::FrontMatter)),
    );
}

/// A space after each colon that lacks one: `license:mit`.
fn with_blanks(root: NodeRef<'_>) -> FixBuilder {
    let mut fix = FixBuilder::safe("Put a space after the colon");
    for (start, line) in lines(root) {
        let known = line.find(':').filter(|at| {
            let key = line.get(..*at).unwrap_or("");
            facts::key(key).is_some() || facts::key_by_spelling(key).is_some_and(|s| s.sure)
        });
        let Some(colon) = known else { continue };
        if !line
            .get(colon + 1..)
            .is_some_and(|rest| rest.starts_with([' ', '\t']) || rest.is_empty())
        {
            fix = fix.edit(Edit::insert(start + colon + 1, " "));
        }
    }
    fix
}

/// `- license: mit` without its dash.
fn without_dashes(root: NodeRef<'_>) -> FixBuilder {
    let mut fix = FixBuilder::ask("Write the items as keys");
    let known = |item: NodeRef<'_>| item.entries().all(|e| facts::key(e.name()).is_some());
    let all_known = root.items().all(|item| item.is_map() && !item.in_flow() && known(item));
    for (start, line) in lines(root) {
        if line.starts_with("- ") || line.starts_with("  ") {
            fix = fix.edit(Edit::delete(Span::new(start, start + 2)));
        }
    }
    fix.only_if(all_known)
}

fn lines(root: NodeRef<'_>) -> impl Iterator<Item = (usize, &str)> {
    let tree = root.tree();
    let mut start = tree.offset();
    tree.source().split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(['\n', '\r']))
    })
}
