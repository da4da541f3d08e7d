//! `language-unknown`: a text that is no language id the Hub knows.

use super::items::{items, unread};
use super::read::Kind;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-unknown",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a language id that the Hub does not know",
    page: include_str!("unknown.md"),
    check,
};

const HELP: &str = "Use an ISO 639 id such as `en` or `yue`, or `multilingual` or `code`.";

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let wanted = |kind: &Kind| matches!(kind, Kind::Unknown | Kind::Short | Kind::Bibliographic);
    for item in items(ctx, wanted) {
        if out.is_full() {
            out.count();
            continue;
        }
        let message = format!("{} is not a language id that the Hub knows", item.shown());
        let draft = Draft::at(item.node, message);
        if !item.reading.ids.is_empty() {
            let help = format!("The id of {} is {}.", item.language(), item.ids());
            out.push(draft.help(help).fix(item.fix()));
            continue;
        }
        out.push(match nearest(item.text) {
            Some((name, id)) => draft
                .help(format!("If {name} is meant, its id is `{id}`."))
                .fix(FixBuilder::ask(format!("Write `{id}`")).set_text(item.node, id)),
            None => draft.help(HELP),
        });
    }
    for _ in 0..unread(ctx) {
        out.count();
    }
}

/// The language whose name is nearest to a misspelt one.
fn nearest(text: &str) -> Option<(&'static str, &'static str)> {
    // Short texts are near to too many names.
    if !(5..=40).contains(&text.chars().count()) {
        return None;
    }
    let name = spelling::nearest(text, facts::common_language_names().map(|(name, _)| name))?;
    let id = facts::language_by_name(name)?.id;
    Some((facts::language_name(id)?, id))
}
