//! `license-unknown`: a licence id that the Hub does not know.

use super::words::code;
use crate::facts;
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::spelling;
use crate::yaml::{NodeRef, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "license-unknown",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "a licence id that the Hub does not know",
    page: include_str!("unknown.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for (node, text) in ctx.card.texts("license") {
        if facts::license(text).is_some() || text.trim().is_empty() {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(judge(ctx, node, text));
    }
}

fn judge(ctx: &Ctx<'_>, node: NodeRef<'_>, text: &str) -> Draft {
    let draft = Draft::at(node, format!("{} is not a licence id that the Hub knows", code(text)));
    if facts::is_license_placeholder(text) {
        return Draft::at(node, format!("{} stands where a licence id belongs", code(text))).help(
            "Write an id such as `apache-2.0` or `mit`, or take the key out until it is decided.",
        );
    }
    if let Some(license) = facts::license_by_spelling(text) {
        return draft
            .help(if text.trim().eq_ignore_ascii_case(license.id) {
                "The Hub's licence ids are in lower case.".to_owned()
            } else {
                format!("The Hub's id for it is `{}`.", license.id)
            })
            .fix(FixBuilder::safe(format!("Write `{}`", license.id)).set_text(node, license.id));
    }
    if let Some((ids, certain)) = several(text) {
        return several_at_once(node, text, &ids, certain);
    }
    if let Some(license) = facts::license_by_guess(text) {
        return draft
            .help(format!("It leaves open which one: the likeliest is `{}`.", license.id))
            .fix(FixBuilder::ask(format!("Write `{}`", license.id)).set_text(node, license.id));
    }
    if let Some(id) = nearest(text) {
        return draft
            .help(format!("The nearest id is `{id}`."))
            .fix(FixBuilder::ask(format!("Write `{id}`")).set_text(node, id));
    }
    own_licence(ctx, node, text, draft)
}

/// The ids of several licences written into one text, and whether it is a plain enumeration:
/// `mit, apache-2.0` is one, `MIT or Apache-2.0` is a choice that a list does not tell.
fn several(text: &str) -> Option<(Vec<&'static str>, bool)> {
    const MOST: usize = 120;
    if text.len() > MOST {
        return None;
    }
    let by = |separators: &[&str]| {
        let mut parts = vec![text];
        for separator in separators {
            parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
        }
        let ids: Option<Vec<&str>> =
            parts.into_iter().map(|part| facts::license_by_spelling(part).map(|l| l.id)).collect();
        let mut ids = ids?;
        let mut seen = vec![];
        ids.retain(|id| {
            let new = !seen.contains(id);
            seen.push(id);
            new
        });
        (ids.len() > 1).then_some(ids)
    };
    by(&[",", ";"]).map(|ids| (ids, true)).or_else(|| {
        by(&[",", ";", "/", "|", "&", " and ", " or ", " AND ", " OR ", " und "])
            .map(|ids| (ids, false))
    })
}

fn several_at_once(node: NodeRef<'_>, text: &str, ids: &[&str], certain: bool) -> Draft {
    let title = format!("Write `[{}]`", ids.join(", "));
    let fix = if certain { FixBuilder::safe(title) } else { FixBuilder::ask(title) };
    let fix = if node.parent().is_some_and(|parent| parent.is_seq()) {
        let parts: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        fix.split_item(node, &parts)
    } else {
        fix.set_list(node, ids)
    };
    Draft::at(node, format!("{} names several licences in one text", code(text)))
        .help("The Hub takes several licences as a list.")
        .fix(fix)
}

/// A near id. Another version of a licence is another licence, so the digits must agree, and so
/// must the first letter: few people miss that one, and `BUSL` is not `EUPL`.
fn nearest(text: &str) -> Option<&'static str> {
    if facts::is_license_elsewhere(text) {
        return None;
    }
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let own = digits(text);
    let same_version = facts::licenses()
        .iter()
        .map(|row| row.id)
        .filter(|id| digits(id) == own && first(id) == first(text.trim()));
    spelling::nearest(text, same_version)
}

/// A licence that the Hub has no id for.
fn own_licence(ctx: &Ctx<'_>, node: NodeRef<'_>, text: &str, draft: Draft) -> Draft {
    let draft = draft.help(
        "For a licence that is not on the Hub's list, write `other` and put its name into \
         `license_name`.",
    );
    let is_value = node.parent().is_some_and(|parent| parent.is_map());
    let Some(entry) = ctx.card.entry("license").filter(|_| is_value && is_name(text)) else {
        return draft;
    };
    let name = text.trim().to_lowercase();
    let fix = FixBuilder::ask(format!("Write `other` and name it `{name}`"));
    let fix = fix.only_if(ctx.card.entry("license_name").is_none()).set_text(node, "other");
    draft.fix(fix.add_entry_after(entry, "license_name", &name, Value::Str(name.clone())))
}

/// Whether a text has the form of a licence's name, such as `tongyi-qianwen`.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.len() > 2
        && text.contains(['-', '_', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
