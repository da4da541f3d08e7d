//! `front-matter-fence`: a line of dashes around the metadata that is not exactly `---`.

use super::UNSEEN;
use super::lost::Lost;
use crate::edit::Edit;
use crate::finding::{Promise, Severity};
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "front-matter-fence",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a line around the metadata that is not exactly `---`",
    page: include_str!("fence.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    if let Some(front) = ctx.card.front
        && !front.close_blanks.is_empty()
    {
        out.push(
            Draft::on_card(front.close_blanks, "blanks stand behind the closing `---`")
                .severity(Severity::Warning)
                .help("Not all versions of the Hub's tools find the metadata then.")
                .identity("blanks")
                .fix(
                    FixBuilder::safe("Remove the blanks")
                        .edit(Edit::delete(front.close_blanks))
                        .promise(Promise::Values(vec![])),
                ),
        );
    }
    let Some(Lost::Fence { line, edits, opens }) = ctx.lost_metadata() else { return };
    let written = ctx.card.source.slice(*line);
    let which = if *opens { "opens" } else { "closes" };
    let message = if written.trim() == "---" {
        format!("the `---` that {which} the metadata has blanks beside it")
    } else {
        format!("`{}` {which} the metadata instead of `---`", written.trim())
    };
    let fix = edits.iter().cloned().fold(FixBuilder::safe("Write `---`"), FixBuilder::edit);
    out.push(
        Draft::on_card(*line, message)
            .help(UNSEEN)
            .identity("fence")
            .fix(fix.promise(Promise::FrontMatter)),
    );
}
