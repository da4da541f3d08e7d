//! Reads from a card's text under which licence the model is, where it says so beyond doubt.
//!
//! Three forms count: a line `License: MIT` (also in a list or a table), a section `License` that
//! holds nothing but a licence's name, and a sentence `This model is released under the MIT
//! license.` The licence must be named exactly; what has conditions, exceptions or two licences is
//! left alone, and so is what stands under a heading about data, code or other models.

use crate::card::Card;
use crate::facts::{self, License};
use crate::text::{Span, places};

/// What a card's text states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    /// The words that name the licence.
    pub(super) span: Span,
    /// The licence.
    pub(super) license: &'static License,
}

/// The licence that the text states; none when it states nothing, or several things.
pub(super) fn stated(card: &Card<'_>) -> Option<Statement> {
    let body = card.body_span();
    let text = card.source.slice(body);
    if !may_state(text) {
        return None;
    }
    let (at, license) = agreed(text)?;
    let line = text.get(at..).and_then(|t| t.lines().next()).unwrap_or("");
    let start = body.start + at + (line.len() - line.trim_start().len());
    Some(Statement { span: Span::new(start, start + line.trim().len()), license })
}

/// What all words for a licence have in them.
const WORDS: [&str; 2] = ["icen", "ICEN"];

/// Whether a line could be a statement, or the heading of a licence section, wherever it stands. Most
/// texts that speak of a licence have none, and need not be read from the beginning.
fn may_state(text: &str) -> bool {
    let on_line = |at: usize| {
        let (before, after) = text.split_at_checked(at)?;
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', after.as_bytes()).map_or(text.len(), |end| at + end);
        Some((text.get(start..end)?.trim(), end))
    };
    WORDS.iter().any(|word| {
        let mut read_to = 0;
        places(text, word).any(|at| {
            if at < read_to {
                return false;
            }
            let Some((line, end)) = on_line(at) else { return false };
            read_to = end;
            let of_title = |title| is_license_title(title) || key_value(title).is_some();
            title(line).is_some_and(of_title)
                || key_value(line).is_some()
                || sentence(line).is_some()
        })
    })
}

/// The first statement with the offset of its line, if all others agree.
fn agreed(text: &str) -> Option<(usize, &'static License)> {
    let mut first: Option<(usize, &'static License)> = None;
    let mut agree = true;
    each_statement(text, |at, license| {
        agree &= first.get_or_insert((at, license)).1.id == license.id;
    });
    first.filter(|_| agree)
}

/// So many lines below a sentence about data, a list still belongs to it.
const NEAR: usize = 6;

/// The line that is read, and those before it to whose list it may belong; in no certain order.
type Recent<'t> = [&'t str; NEAR + 1];

/// Calls back for each statement, with the offset of its line.
fn each_statement(text: &str, mut tell: impl FnMut(usize, &'static License)) {
    let mut fenced = false;
    // The nearest heading; and the paragraph of a licence section.
    let mut heading = "";
    let mut section: Option<Paragraph> = None;
    let mut recent: Recent<'_> = [""; NEAR + 1];
    let mut lines = 0;
    let mut at = 0;
    let mut words = WORDS.map(|word| Ahead::of(text, word));
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    for end in ends.chain([text.len()]) {
        let start = std::mem::replace(&mut at, end);
        let [lower, upper] = words.each_mut().map(|word| word.stands_before(end));
        let speaks_of_it = lower || upper;
        if !speaks_of_it && section.is_none() && words.iter().all(|word| word.next.is_none()) {
            break;
        }
        let line = text.get(start..end).unwrap_or("").trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
            section = None;
            continue;
        }
        if fenced {
            continue;
        }
        if let Some(title) = title(line) {
            finish(&mut section, &mut tell);
            heading = title;
            section = is_license_title(title).then(Paragraph::default);
            if let Some(license) = key_value(title) {
                tell(start, license);
            }
            continue;
        }
        if let Some(oldest) = recent.get_mut(lines % (NEAR + 1)) {
            *oldest = line;
        }
        lines += 1;
        match &mut section {
            Some(paragraph) if line.is_empty() && paragraph.text.is_empty() => {}
            Some(_) if line.is_empty() => {
                finish(&mut section, &mut tell);
            }
            Some(paragraph) => paragraph.push(start, line),
            None => {}
        }
        if speaks_of_it
            && !is_other_topic(heading)
            && let Some(license) =
                key_value(line).filter(|_| !is_of_data(&recent)).or_else(|| sentence(line))
        {
            tell(start, license);
        }
    }
    finish(&mut section, &mut tell);
}

/// The places of a word, on the way through a text.
struct Ahead<I> {
    places: I,
    next: Option<usize>,
}

impl<'t> Ahead<()> {
    fn of(text: &'t str, word: &'t str) -> Ahead<impl Iterator<Item = usize> + use<'t>> {
        let mut places = places(text, word);
        let next = places.next();
        Ahead { places, next }
    }
}

impl<I: Iterator<Item = usize>> Ahead<I> {
    /// Goes on to a place; whether the word stood before it.
    fn stands_before(&mut self, end: usize) -> bool {
        let mut stands = false;
        while self.next.is_some_and(|next| next < end) {
            stands = true;
            self.next = self.places.next();
        }
        stands
    }
}

fn finish(section: &mut Option<Paragraph>, tell: &mut impl FnMut(usize, &'static License)) {
    if let Some((at, license)) = section.take().and_then(Paragraph::license) {
        tell(at, license);
    }
}

/// The first paragraph of a licence section.
#[derive(Debug, Default)]
struct Paragraph {
    start: usize,
    text: String,
}

impl Paragraph {
    fn push(&mut self, start: usize, line: &str) {
        const LONGEST: usize = 300;
        if self.text.is_empty() {
            self.start = start;
        }
        if self.text.len() < LONGEST {
            self.text.push(' ');
            self.text.push_str(line);
        }
    }

    fn license(self) -> Option<(usize, &'static License)> {
        Some((self.start, named(&self.text)?))
    }
}

/// The text of a heading: `## License`, or a line that is bold from end to end.
fn title(line: &str) -> Option<&str> {
    if line.starts_with('#') {
        return Some(line.trim_matches(['#', ' ']));
    }
    let bold = line.strip_prefix("**")?.strip_suffix("**").or_else(|| {
        // `**Data**:`
        line.strip_prefix("**")?.strip_suffix("**:")
    })?;
    (!bold.contains("**") && !bold.is_empty()).then_some(bold)
}

/// Whether a sentence just spoke of data: what is listed below it are the data's licences.
fn is_of_data(recent: &Recent<'_>) -> bool {
    recent.iter().any(|line| announces_list(line) && is_other_topic(line))
}

/// A sentence after which a list comes: `It was trained on the following data:`.
fn announces_list(line: &str) -> bool {
    line.starts_with(char::is_alphabetic) && (line.ends_with(':') || line.contains(" following "))
}

fn is_license_title(title: &str) -> bool {
    let speaks_of_it = |three: &[u8]| three.eq_ignore_ascii_case(b"cen");
    if !title.as_bytes().windows(3).any(speaks_of_it) {
        return false;
    }
    let plain: String =
        title.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ').collect::<String>();
    matches!(
        plain.trim().to_lowercase().as_str(),
        "license"
            | "licence"
            | "licenses"
            | "licences"
            | "licensing"
            | "model license"
            | "license information"
    )
}

/// Headings under which a licence is not the model's.
fn is_other_topic(title: &str) -> bool {
    let lower = title.to_lowercase();
    [
        "data",
        "corpus",
        "corpora",
        "code",
        "source",
        "base model",
        "original",
        "upstream",
        "citation",
        "acknowledg",
        "third",
        "credit",
        "attribution",
        "dependenc",
        "component",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// `License: MIT`, `- **License:** [MIT](…)`, `| License | MIT |`.
fn key_value(line: &str) -> Option<&'static License> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = ["License", "Licence", "LICENSE", "license", "licence", "Model License"]
        .into_iter()
        .find_map(|key| line.strip_prefix(key))?;
    let rest = rest.trim_start_matches(['*', '_', '`', ' ']);
    let value = rest.strip_prefix([':', '|', '：'])?;
    named(value)
}

/// `This model is licensed under the MIT license.`
fn sentence(line: &str) -> Option<&'static License> {
    const SUBJECTS: &[&str] = &[
        "this model",
        "the model",
        "our model",
        "the models",
        "these models",
        "our models",
        "the pretrained models",
        "the pre-trained models",
        "the pretrained model",
        "the model weights",
        "the weights",
        "model weights",
    ];
    const VERBS: &[&str] = &[
        " licensed under ",
        " released under ",
        " distributed under ",
        " available under ",
        " published under ",
        " provided under ",
    ];
    let lower = line.to_ascii_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let skipped = line.len() - lower.len();
    let subject =
        SUBJECTS.iter().filter(|subject| lower.starts_with(**subject)).max_by_key(|s| s.len())?;
    let rest = lower.get(subject.len()..)?;
    let (link, verb) = VERBS.iter().find_map(|verb| rest.find(verb).map(|at| (at, *verb)))?;
    // Only an auxiliary may stand between: `is`, `are`, `has been`.
    let between = rest.get(..link)?.trim();
    if !matches!(
        between,
        "is" | "are" | "was" | "were" | "has been" | "have been" | "is made" | "are made"
    ) {
        return None;
    }
    let object = line.get(skipped + subject.len() + link + verb.len()..)?;
    let object = object.trim_start_matches("the terms of ");
    // The sentence ends with the line or with a full stop and a blank.
    let object = object.split_once(". ").map_or(object, |(first, _)| first);
    named(object)
}

/// The licence that a text names, and nothing else.
fn named(text: &str) -> Option<&'static License> {
    const LONGEST: usize = 300;
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '`' | '|' | '.' | '"' | '\'')
    });
    let (words, link) = without_link(text);
    let license = facts::license_by_spelling(&words).or_else(|| {
        words_say_little(&words).then(|| facts::license_by_spelling(link?)).flatten()
    })?;
    (license.family != "placeholder" && !license.versionless).then_some(license)
}

/// Takes one Markdown link apart: its text in its place, and its address.
fn without_link(text: &str) -> (String, Option<&str>) {
    let parts = || {
        let (before, rest) = text.split_once('[')?;
        let (label, rest) = rest.split_once("](")?;
        let (address, after) = rest.split_once(')')?;
        Some((format!("{before}{label}{after}"), address))
    };
    match parts() {
        Some((words, address)) => (words.replace(['*', '`'], ""), Some(address.trim())),
        None => (text.replace(['*', '`'], ""), None),
    }
}

/// `[LICENSE](…)`, `[link](…)`: the address says it all.
fn words_say_little(words: &str) -> bool {
    matches!(words.trim().to_lowercase().as_str(), "license" | "licence" | "link" | "here" | "see")
}

/// Whether a text speaks of one of these licences anywhere. A text beyond all measure is taken to
/// do so: better silent than slow.
pub(super) fn mentions(text: &str, licences: &[&License]) -> bool {
    const LONGEST: usize = 1_000_000;
    if text.len() > LONGEST {
        return true;
    }
    let lower = text.to_lowercase().replace([' ', '_'], "-");
    licences.iter().flat_map(|license| names_of(license)).any(|name| {
        lower.match_indices(name.as_str()).any(|(at, found)| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let before = lower.get(..at).and_then(|t| t.chars().next_back());
            let after = lower.get(at + found.len()..).and_then(|t| t.chars().next());
            !is_letter(before) && !is_letter(after)
        })
    })
}

/// How a licence may be called in a text, in lower case and with `-` for blanks.
fn names_of(license: &License) -> Vec<String> {
    let lower = |name: &str| name.to_lowercase().replace(' ', "-");
    let mut names = vec![lower(license.id), lower(license.name)];
    names.extend(license.spdx.map(lower));
    match license.id.strip_prefix("cc-") {
        // `cc-by` is the beginning of other licences too, so their version has to be there.
        Some(rest) => {
            names.push(
                rest.replace("by", "attribution")
                    .replace("nc", "noncommercial")
                    .replace("sa", "sharealike")
                    .replace("nd", "noderivatives"),
            );
            names.push(match rest.rsplit_once('-') {
                Some((kind, version)) => format!("licenses/{kind}/{version}"),
                None => rest.to_owned(),
            });
        }
        None => {
            let is_version = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
            names.push(license.id.trim_end_matches(is_version).to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        agreed(text).map(|(_, license)| license.id)
    }

    #[test]
    fn plain_statements_count() {
        for (text, wanted) in [
            ("License: MIT", "mit"),
            ("- **License:** Apache 2.0", "apache-2.0"),
            (
                "* **License**: [CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)",
                "cc-by-nc-4.0",
            ),
            ("| **License** | `CC BY-SA 4.0` |", "cc-by-sa-4.0"),
            ("Trained on data.\n\n1\n2\n3\n4\n5\nLicense: MIT", "mit"),
            ("- Training data: x\n- License: MIT", "mit"),
            ("**License:** [link](https://www.apache.org/licenses/LICENSE-2.0)", "apache-2.0"),
            ("### License: MIT", "mit"),
            ("# License\n\nMIT License\n\nSee the file.", "mit"),
            ("## 📜 License\n[Apache License 2.0](LICENSE)\n", "apache-2.0"),
            ("**License**\n\ncc-by-4.0\n", "cc-by-4.0"),
            (
                "This model is licensed under the [Apache License, Version 2.0](https://a.b).",
                "apache-2.0",
            ),
            (
                "The pretrained models are distributed under the terms of the MIT License. More text.",
                "mit",
            ),
        ] {
            assert_eq!(id(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn all_else_is_left_alone() {
        for text in [
            "",
            "License",
            "| License | Model | Size |",
            "License: see below",
            "License: other",
            "License: cc",
            "License: MIT for the code, CC BY-NC 4.0 for the weights",
            "License: Apache 2.0, under the condition that it is not used to compete",
            "The code is released under the MIT license.",
            "The dataset of this model is released under the MIT license.",
            "The model is based on X, which is licensed under the MIT license.",
            "This model is released under the MIT license, but for research only.",
            "## Training data\n- License: CC BY 4.0",
            "**Data**\n\n- License: CC BY 4.0",
            "## Code\nLicense: MIT",
            "It was trained on these data:\n\n* **Name:** X\n* **License:** MIT",
            "```\nLicense: MIT\n```",
            "## License\nThe code is MIT.",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn a_licence_is_mentioned_by_any_of_its_names() {
        let mentions = |text: &str, id: &str| mentions(text, &[facts::license(id).unwrap()]);
        assert!(mentions("under Apache 2", "apache-2.0"));
        assert!(mentions("MIT-licensed", "mit"));
        assert!(!mentions("permitted, MITRE, submit", "mit"));
        assert!(mentions("CC BY 4.0", "cc-by-4.0"));
        assert!(mentions("see creativecommons.org/licenses/by/4.0/", "cc-by-4.0"));
        assert!(!mentions("CC BY-NC 4.0", "cc-by-4.0"));
    }
}
