//! `eval-source`: the source of a result without its address.

use super::{doubtful_results, filled, in_braces};
use crate::finding::Severity;
use crate::fixing::FixBuilder;
use crate::rules::words::code;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::yaml::{Entry, Value};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "eval-source",
    aliases: &[],
    severity: Severity::Error,
    on: true,
    scope: Scope::Card,
    summary: "the source of a result in model-index without its url",
    page: include_str!("source.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    for entry in doubtful_results(ctx).filter_map(|result| filled(result, "source")) {
        let source = entry.value;
        if source.is_map() && filled(source, "url").is_some() && in_braces(source).is_none() {
            continue;
        }
        if out.is_full() {
            out.count();
        } else {
            out.push(judge(entry));
        }
    }
}

fn judge(entry: Entry<'_>) -> Draft {
    let source = entry.value;
    let help = if source.is_map() && filled(source, "name").is_none() {
        "A source is an address: `url`."
    } else {
        "`huggingface_hub` can't load the card then: `source` has a `url` and, if you like, a `name`."
    };
    if !source.is_map() {
        let text = source.text().trim();
        let is_url = text.starts_with("https://") || text.starts_with("http://");
        let written = format!("{{url: {}}}", crate::fixing::quote_double(text));
        let value = Value::Map(vec![("url".to_owned(), Value::Str(text.to_owned()))]);
        return Draft::at(source, format!("`source` is {}, not a map", source.kind()))
            .span(super::tally::first_line(source))
            .help(help)
            .fix(
                FixBuilder::safe("Make it the `url` of a map")
                    .only_if(is_url && !text.contains(char::is_whitespace))
                    .set_raw(source, written, value),
            );
    }
    let draft = match filled(source, "name") {
        Some(name) => {
            let text = name.value.text().trim();
            let draft = Draft::at(source, format!("the source {} has no `url`", code(text)));
            let is_url = text.starts_with("https://") || text.starts_with("http://");
            draft.fix(
                FixBuilder::safe("Name it `url`")
                    .only_if(is_url && source.get("url").is_none())
                    .rename_key(name, "url"),
            )
        }
        // Without a name `huggingface_hub` takes it.
        None => Draft::at(source, "the source has no `url`").severity(Severity::Note),
    };
    draft.span(super::tally::first_line(source)).help(help)
}
