//! `language-text-differs`: the text names other languages than the metadata.

use super::read::{Kind, read};
use crate::card::Card;
use crate::facts;
use crate::finding::Severity;
use crate::rules::words;
use crate::rules::{Ctx, Draft, Out, Rule, Scope};
use crate::text::{Span, places};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "language-text-differs",
    aliases: &[],
    severity: Severity::Note,
    on: true,
    scope: Scope::Card,
    summary: "a text that states other languages than the metadata",
    page: include_str!("text_differs.md"),
    check,
};

/// What stands before the languages of a model, in lower case and without signs.
const LABELS: [&str; 5] =
    ["language", "languages", "language(s)", "language(s) (nlp)", "supported languages"];

/// Of a model with more languages than this, no line tells all.
const MOST: usize = 100;

fn check(ctx: &Ctx<'_>, out: &mut Out) {
    let card = ctx.card;
    let languages = card.texts("language");
    let Some((node, _)) = languages.first().copied() else { return };
    let Some((span, ids)) = said(card) else { return };
    let mut own: Vec<&str> = vec![];
    for (_, text) in languages {
        let Some(ids) = ids_of(text) else { return };
        own.extend(ids);
    }
    // Of what is no natural language, or of many, a text may say anything.
    if own.len() > MOST || own.iter().any(|id| facts::language_name(id).is_none()) {
        return;
    }
    let far = |id: &&str| facts::language_name(id).is_some() && !own.iter().any(|o| near(o, id));
    if !ids.iter().all(far) || !ctx.markdown().is_text(span) {
        return;
    }
    let shown = |ids: &[&str]| words::some(ids.iter().map(|id| words::code(id)));
    let line = card.source.line_of(span.start);
    let names =
        words::some(ids.iter().filter_map(|id| facts::language_name(id)).map(str::to_owned));
    let message =
        format!("the metadata says {}, but the text says {names} (line {line})", shown(&own));
    out.push(
        Draft::at(node, message)
            .related(span, "stated here")
            .help("Readers can't tell which one holds: bring them together.")
            .identity(format!("{} / {}", own.join(" "), ids.join(" "))),
    );
}

/// The first line that tells languages, with those of all such lines; none where one of them is in
/// doubt.
fn said(card: &Card<'_>) -> Option<(Span, Vec<&'static str>)> {
    let text = card.body();
    let mut said: Option<(Span, Vec<&'static str>)> = None;
    // All labels have the word in them; a line with two of them is read once.
    let mut read_to = 0;
    for place in places(text, "anguage") {
        if place < read_to {
            continue;
        }
        let (before, after) = text.split_at_checked(place).unwrap_or((text, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        read_to = after.find('\n').map_or(text.len(), |end| place + end);
        let line = text.get(start..read_to).unwrap_or("");
        let Some(value) = value_of(line) else { continue };
        let start = card.body_span().start + start;
        // One line that nobody can be sure of makes all of them doubtful.
        let ids = ids_of(value)?;
        let found = said.get_or_insert((Span::new(start, start + line.trim_end().len()), vec![]));
        found.1.extend(ids);
        if found.1.len() > MOST {
            return None;
        }
    }
    said
}

/// What stands behind a label: `- **Language(s) (NLP):** German`.
fn value_of(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches(['-', '*', '+', ' ']);
    if !line.starts_with(['L', 'l', 'S', 's']) {
        return None;
    }
    let (label, value) = line.split_once(':')?;
    let label = label.trim_matches(['*', ' ', '_']).to_lowercase();
    let value = value.trim_matches(['*', ' ', '_', '.', ';', '\\']).trim_end_matches("</br>");
    (LABELS.contains(&label.as_str()) && !value.trim().is_empty()).then_some(value.trim())
}

/// The ids that a text certainly means, in their shortest form.
fn ids_of(text: &str) -> Option<Vec<&'static str>> {
    let Some(reading) = read(text) else {
        let id = facts::language_id(text)?;
        return Some(vec![facts::short_language(id).unwrap_or(id)]);
    };
    let is_language =
        matches!(reading.kind, Kind::Spelling | Kind::Name | Kind::Several | Kind::Bibliographic);
    (is_language && reading.sure && !reading.ids.is_empty()).then_some(reading.ids)
}

/// Whether two ids may mean the same language: the same one, or one name within the other
/// (Chinese and Min Nan Chinese, Norwegian and Norwegian Bokmål).
fn near(one: &str, other: &str) -> bool {
    let word = |id: &str| {
        let id = facts::short_language(id).unwrap_or(id);
        facts::language_name(id).unwrap_or("").to_lowercase()
    };
    let (one, other) = (word(one), word(other));
    one == other || one.split([' ', '(', ')', ',']).any(|w| w.len() > 3 && other.contains(w))
}
