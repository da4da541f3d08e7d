//! `tags-several`: several tags in one text.

use crate::facts;
use crate::finding::{Safety, Severity};
use crate::rules::list_items::{self, Listed};
use crate::rules::{Ctx, Draft, Out, Rule, Scope, words};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "tags-several",
    aliases: &[],
    severity: Severity::Warning,
    on: true,
    scope: Scope::Card,
    summary: "several tags in one text",
    page: include_str!("several.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let mut listed = None;
    for (node, text) in list_items::distinct_texts(ctx, "tags") {
        let Some(tags) = several(text) else { continue };
        if out.is_full() {
            out.count();
            continue;
        }
        let is_whole = node.parent().is_some_and(|parent| parent.is_map());
        let is_known = |tag: &&str| facts::task(tag).is_some() || facts::library(tag).is_some();
        // In a list of tags, a comma may belong to one of them.
        let sure = is_whole || tags.iter().all(is_known);
        let safety = if sure { Safety::Safe } else { Safety::Ask };
        let listed = listed.get_or_insert_with(|| Listed::of(ctx, "tags"));
        out.push(
            Draft::at(
                node,
                format!("{} is one tag to the Hub, not {}", words::code(text), tags.len()),
            )
            .help("The Hub never takes a tag apart; a list has an item for each.")
            .fix(listed.put(node, &tags, safety)),
        );
    }
}

/// The tags between commas, if all are short enough to be some.
fn several(text: &str) -> Option<Vec<&str>> {
    /// Longer ones are prose.
    const LONGEST: usize = 400;
    /// More words make a phrase.
    const WORDS: usize = 3;
    if text.len() > LONGEST || !text.contains([',', ';']) {
        return None;
    }
    let tags: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty()).collect();
    let is_tag = |tag: &&str| {
        tag.split_whitespace().count() <= WORDS
            && tag.contains(char::is_alphabetic)
            && !tag.contains(['(', ')', '"', ':'])
    };
    (tags.len() > 1 && tags.iter().all(is_tag)).then_some(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_between_short_words_make_a_list() {
        assert_eq!(several("nlp, question answering,"), Some(vec!["nlp", "question answering"]));
        for one in
            ["nlp", "nlp,", "a, b (c, d)", "1,000", "well, this is quite a long one", "x:1,y"]
        {
            assert_eq!(several(one), None, "{one}");
        }
    }
}
