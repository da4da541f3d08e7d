//! `key-html-comment`: an HTML comment in the front matter, where it is a key.

use crate::edit::Edit;
use crate::finding::{Change, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::Span;
use crate::yaml::Entry;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "key-html-comment",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "an HTML comment in the front matter, where it is no comment",
    page: include_str!("html_comment.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for entry in ctx.card.entries() {
        if !entry.name().starts_with("<!--") {
            continue;
        }
        let name = entry.name().trim_start_matches("<!--").trim();
        out.push(
            Draft::on_key(entry, "an HTML comment is no comment in YAML")
                .help(format!("It makes a key `<!-- {name}`. Comments begin with `#` there."))
                .fix(commented_out(entry)),
        );
    }
}

/// `<!-- a: b -->` becomes `# a: b`.
fn commented_out(entry: Entry<'_>) -> FixBuilder {
    let key = entry.key.span();
    let value = entry.value;
    let one_line = value.is_scalar() && !value.raw().contains('\n');
    let mark = "<!--".len();
    let fix = FixBuilder::safe("Write it as a YAML comment")
        .only_if(one_line && entry.key.raw().starts_with("<!--"))
        .edit(Edit::replace(Span::new(key.start, key.start + mark), "#"))
        .promise_change(Change::Remove(entry.value.path()));
    let written = value.raw();
    match written.strip_suffix("-->") {
        Some(before) => {
            let start = value.span().start + before.trim_end().len();
            fix.edit(Edit::delete(Span::new(start, value.span().end)))
        }
        None => fix,
    }
}
