//! The summary: the verdict, what the change does to each card, what is told on no line, and what
//! was left out.

mod section;

use section::Section;

use super::card::CardReview;
use super::counts::{Counts, Told, counts};
use super::spread::Spread;
use super::{limits, markdown};

/// Gives the address of lines of a file: path, first line, last line.
pub type LinesUrl<'a> = dyn Fn(&str, usize, usize) -> String + 'a;

/// Where a text links to.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    /// The page of a rule.
    pub rule: &'a dyn Fn(&str) -> String,
    /// Lines of a file in the head, for ever; where there is such an address.
    pub lines: Option<&'a LinesUrl<'a>>,
}

/// What is to be summed up.
pub(super) struct Sheet<'s, 'r> {
    pub(super) reviews: &'s [(&'r CardReview, &'r [u8])],
    pub(super) spread: &'s Spread<'r>,
    /// Whether findings were told there before.
    pub(super) is_later: bool,
    /// Rules that are ignored because somebody asked for it.
    pub(super) ignored: &'s [String],
    /// What was not looked at and why, a sentence each.
    pub(super) unread: &'s [String],
    /// How many bytes are to be kept free.
    pub(super) reserved: usize,
}

/// With more cards than this, what each changes is folded up.
const OPEN_CARDS: usize = 3;
/// Bytes for the first and the last lines.
const FRAME_BYTES: usize = 2_000;
/// So many sentences about what was not looked at, of so many characters.
const UNREAD: usize = 2;
const UNREAD_CHARS: usize = 300;

/// The text, and where each finding is told.
pub(super) fn write(sheet: &Sheet<'_, '_>, links: Links<'_>) -> (String, Told) {
    let counts = counts(sheet.reviews.iter().map(|(review, _)| *review));
    let mut told = Told::new(&counts, sheet.spread);
    let folds = sheet.reviews.len() > OPEN_CARDS;
    let mut sections: Vec<Section> = sheet
        .reviews
        .iter()
        .zip(&sheet.spread.below)
        .map(|((review, head), below)| Section::new(review, head, below, links, folds))
        .collect();
    let room = limits::BODY_BYTES.saturating_sub(sheet.reserved + FRAME_BYTES);
    let left_out = section::fit(&mut sections, room);
    told.below -= left_out.findings;
    told.cut += left_out.findings;
    let mut out = verdict(counts, sheet.is_later, sheet.ignored);
    let many = sheet.reviews.len() > 1;
    for section in &sections {
        section.write(many, &mut out);
    }
    if left_out.cards > 0 {
        out.push_str(&format!(
            "\n\nWhat this changes in {} is left out, as this text would be too long.",
            plural(left_out.cards, if left_out.has_shown { "further card" } else { "card" })
        ));
    }
    let line = told.line();
    if !line.is_empty() {
        out.push_str("\n\n");
        out.push_str(&line);
    }
    for sentence in sheet.unread.iter().take(UNREAD) {
        out.push_str("\n\n");
        out.push_str(&markdown::inline(&markdown::shortened(sentence, UNREAD_CHARS)));
    }
    if !sheet.ignored.is_empty() {
        let rules: Vec<String> =
            sheet.ignored.iter().map(|rule| markdown::code(rule, limits::VALUE_CHARS)).collect();
        out.push_str(&format!("\n\nIgnored here, as asked: {}.", rules.join(", ")));
    }
    out.push('\n');
    (out, told)
}

/// The first line.
fn verdict(counts: Counts, is_later: bool, ignored: &[String]) -> String {
    let found = counts.introduced();
    if found == 0 && is_later {
        let how = if ignored.is_empty() { "fixed" } else { "fixed or ignored" };
        return format!("**cardbot**: all that was told here is {how}.");
    }
    if found == 0 {
        return "**cardbot**: nothing to say about the metadata in this change.".to_owned();
    }
    let fixable = match counts.fixable {
        0 => String::new(),
        n if n == found && n == 1 => ", with a fix".to_owned(),
        n if n == found => ", all with a fix".to_owned(),
        n => format!(", {n} with a fix"),
    };
    format!("**cardbot**: {}{fixable}.", severities(counts.errors, counts.warnings, counts.notes))
}

/// `1 error, 2 warnings`.
pub(super) fn severities(errors: usize, warnings: usize, notes: usize) -> String {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| plural(n, word))
        .collect();
    parts.join(", ")
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}
