//! `body-dataset-link`: a dataset that the text says the model was trained on, and `datasets` does
//! not name.

use std::collections::HashSet;

use super::{line_before, line_from};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::{Span, places};
use crate::yaml::{KeyPart, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "body-dataset-link",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a dataset that only the text names",
    page: include_str!("dataset_link.md"),
    check,
};

/// What stands in all links to datasets.
pub(super) const PAGE: &str = "co/datasets/";
/// What stands before the id in a link, and before that.
const PAGES: [&str; 2] = ["huggingface.co/datasets/", "hf.co/datasets/"];
const HOSTS: [&str; 2] = ["huggingface.", "hf."];
const SCHEMES: [&str; 3] = ["https://", "http://", "https://www."];
/// The sentence must begin so, and go on so: whatever stands between makes it one about another
/// model, a part of the training, or a comparison.
const SUBJECTS: [&str; 3] = ["this model", "the model", "our model"];
const VERBS: [&str; 3] = ["was", "is", "has been"];
const DEEDS: [&str; 4] = ["trained on", "fine-tuned on", "finetuned on", "fine tuned on"];

/// More such sentences than this are not looked at.
const MOST_LINKS: usize = 500;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    if !ctx.body_holds(PAGE) {
        return;
    }
    let text = card.body();
    let body = card.body_span().start;
    let links = places(text, PAGE).filter_map(|at| {
        let at = link_to(text.get(..at)?)?;
        let id = dataset(line_from(text, at + 2))?;
        let line = line_before(text, at);
        let open = at - (line.len() - line.rfind('[')?);
        let before = text.get(..open).filter(|before| says_trained(before))?;
        Some((id, Span::new(body + before.len(), body + at + 1)))
    });
    let mut told: HashSet<String> = HashSet::new();
    for (id, span) in links.take(MOST_LINKS) {
        if !ctx.markdown().is_text(span) || is_named(ctx, id) || !told.insert(fold(id)) {
            continue;
        }
        if out.is_full() {
            out.count();
            continue;
        }
        out.push(draft(ctx, id, span));
    }
}

/// Where the `](` of a link stands whose address goes on with a dataset's page.
fn link_to(before: &str) -> Option<usize> {
    let before = HOSTS.iter().find_map(|host| before.strip_suffix(host))?;
    let before = SCHEMES.iter().filter_map(|scheme| before.strip_suffix(scheme));
    before.filter_map(|before| before.strip_suffix("](")).map(str::len).next()
}

/// The id in the address of a dataset's page.
fn dataset(address: &str) -> Option<&str> {
    let mut sites = SCHEMES.iter().filter_map(|scheme| address.strip_prefix(scheme));
    let rest = sites.find_map(|site| PAGES.iter().find_map(|page| site.strip_prefix(page)))?;
    let rest = rest.split([')', ' ', '\n']).next()?;
    let id = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let is_id = id.split('/').all(part) && id.split('/').count() <= 2 && id != "viewer";
    (is_id && !rest.starts_with("viewer/")).then_some(id)
}

/// Whether a text ends in `This model was trained on the`.
fn says_trained(before: &str) -> bool {
    let start = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let near = before.get(start..).unwrap_or("").to_lowercase();
    let near = near.trim_end();
    let near = near.strip_suffix(" the").unwrap_or(near);
    let strip = |text: &str, words: &[&str]| {
        words
            .iter()
            .find_map(|word| Some(text.strip_suffix(word)?.trim_end_matches(' ').to_owned()))
    };
    let subject = strip(near, &DEEDS).and_then(|rest| strip(&rest, &VERBS));
    let sentence = subject.and_then(|rest| strip(&rest, &SUBJECTS));
    sentence.is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', '\n', ':', '!', '#', '>']))
}

/// An id without its owner, letters and digits alone: `glue` is `nyu-mll/glue`.
fn fold(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the metadata has it, perhaps under another of its names.
fn is_named(ctx: &Ctx<'_>, id: &str) -> bool {
    let wanted = fold(id);
    ["datasets", "dataset"].iter().any(|key| {
        ctx.card.texts(key).iter().any(|(_, own)| {
            let own = fold(own);
            own.is_empty() || own.contains(&wanted) || wanted.contains(&own)
        })
    })
}

fn draft(ctx: &Ctx<'_>, id: &str, span: Span) -> Draft {
    let card = ctx.card;
    let message = format!("the model was trained on {}, which `datasets` does not name", code(id));
    let fix = FixBuilder::ask(format!("Add `{id}` to `datasets`"));
    let fix = match card.entry("datasets") {
        None => match card.entries().last() {
            Some(last) => fix.add_entry_after(last, "datasets", id, Value::Str(id.to_owned())),
            None => fix,
        },
        Some(entry) => match (entry.value.as_str(), entry.value.items().last()) {
            (Some(own), _) => fix.set_list(entry.value, &[own, id]),
            (None, Some(last)) => match last.as_str() {
                Some(own) => fix.split_item(last, &[own.to_owned(), id.to_owned()]),
                None => fix.only_if(false),
            },
            (None, None) => fix.only_if(false),
        },
    };
    Draft::on_card(span, message)
        .key(vec![KeyPart::from("datasets")])
        .help("The Hub links datasets and models by the metadata alone.")
        .identity(id)
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_sentences_about_the_model_count() {
        for text in ["This model was trained on the ", "# A\nThe model is fine-tuned on "] {
            assert!(says_trained(text), "{text}");
        }
        for text in [
            "The reward model was trained on ",
            "This model was initially trained on ",
            "unlike X, the model was trained on ",
            "The base of the model was trained on ",
            "trained on ",
            "",
        ] {
            assert!(!says_trained(text), "{text}");
        }
    }

    #[test]
    fn addresses_of_datasets_are_read() {
        assert_eq!(dataset("https://huggingface.co/datasets/a/b#c) d"), Some("a/b"));
        assert_eq!(dataset("https://hf.co/datasets/glue/)"), Some("glue"));
        for other in [
            "https://huggingface.co/datasets/viewer/?dataset=x)",
            "https://huggingface.co/datasets/a/b/tree/main)",
            "https://huggingface.co/a/b)",
            "https://huggingface.co/datasets/)",
        ] {
            assert_eq!(dataset(other), None, "{other}");
        }
    }
}
