//! What PyYAML's safe loader makes of a front matter that js-yaml takes.
//!
//! `huggingface_hub` and the libraries on it load cards with the pure-Python loader of PyYAML 6.0.3.
//! It is stricter than js-yaml in a few places, found by comparing both on mutated cards
//! (`scripts/differential`).

use std::cell::OnceCell;

use super::node::NodeRef;
use super::scalar::{Scalar, Style};
use super::tree::{Shape, Tree};
use crate::text::{Span, places_of};

/// Why PyYAML refuses what js-yaml takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A tab outside quotes, block text and comments.
    Tab,
    /// A character that PyYAML refuses anywhere.
    Character(char),
    /// U+0085, U+2028 or U+2029: a line end for PyYAML, an ordinary character for js-yaml.
    LineSeparator(char),
    /// `=` without quotes.
    EqualsSign,
    /// `<<` without quotes where no key stands.
    MergeSign,
    /// A map or list as a key.
    CollectionKey,
    /// A date that is not in the calendar.
    ImpossibleDate,
}

impl Tree<'_> {
    /// The places where PyYAML refuses the text: first those in the text, then those in its nodes.
    #[must_use]
    pub fn python_refusals(&self) -> Vec<(Refusal, Span)> {
        let mut found = vec![];
        self.characters(&mut found);
        for node in self.unusual_nodes() {
            if let Some(refusal) = node.python_refusal() {
                found.push((refusal, node.span()));
            }
        }
        found
    }

    fn characters(&self, found: &mut Vec<(Refusal, Span)>) {
        if self.plain {
            return;
        }
        let covered = OnceCell::new();
        let mut next = 0;
        let places = places_of(self.source(), suspicious);
        for (at, c) in places.filter_map(|at| Some((at, self.source().get(at..)?.chars().next()?)))
        {
            // Letters of other scripts begin with such a byte, too.
            if !may_be_refused(c) {
                continue;
            }
            let covered = covered.get_or_init(|| self.covered());
            let span = Span::new(self.offset() + at, self.offset() + at + c.len_utf8());
            while covered.get(next).is_some_and(|(cover, _)| cover.end <= span.start) {
                next += 1;
            }
            let cover = covered.get(next).filter(|(cover, _)| cover.contains(span.start));
            match c {
                '\t' if cover.is_none() => found.push((Refusal::Tab, span)),
                '\t' => {}
                '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    // A comment or block text would go on behind it at the start of a line.
                    let breaks = match cover {
                        None => true,
                        Some((_, Cover::Quoted)) => false,
                        Some((text, Cover::Block)) => {
                            let rest = self.slice(Span::new(span.end, text.end));
                            !rest.split(['\n', '\r']).next().unwrap_or("").trim().is_empty()
                        }
                        Some((comment, Cover::Comment)) => {
                            !self.slice(Span::new(span.end, comment.end)).trim().is_empty()
                        }
                    };
                    if breaks {
                        found.push((Refusal::LineSeparator(c), span));
                    }
                }
                _ => found.push((Refusal::Character(c), span)),
            }
        }
    }

    /// Quoted and block scalars and comments, in the order of the file.
    fn covered(&self) -> Vec<(Span, Cover)> {
        let mut spans: Vec<(Span, Cover)> = self
            .nodes()
            .filter(|node| !matches!(node.style(), None | Some(Style::Plain | Style::Empty)))
            .map(|node| {
                let block = matches!(node.style(), Some(Style::Literal | Style::Folded));
                (node.span(), if block { Cover::Block } else { Cover::Quoted })
            })
            .chain(self.comments().iter().map(|comment| (comment.span, Cover::Comment)))
            .collect();
        spans.sort_by_key(|(span, _)| *span);
        spans
    }
}

#[derive(Debug, Clone, Copy)]
enum Cover {
    Quoted,
    Block,
    Comment,
}

/// Bytes that can begin a character which PyYAML does not take as it is.
fn suspicious(b: u8) -> bool {
    (b < 0x20 && b != b'\n' && b != b'\r') | (b == 0x7f) | (b == 0xc2) | (b == 0xe2) | (b == 0xef)
}

/// Whether PyYAML refuses a character, or takes it for a line end, in some place.
fn may_be_refused(c: char) -> bool {
    match c {
        '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        _ => matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'),
    }
}

impl NodeRef<'_> {
    /// Why PyYAML refuses this node, if it does.
    #[must_use]
    pub fn python_refusal(&self) -> Option<Refusal> {
        let is_key = || self.as_entry().is_some();
        match self.shape() {
            // Only these can be one of the cases below; they are few.
            Shape::Scalar(Style::Plain)
                if !self
                    .text()
                    .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '<'))
                    || super::scalar::is_simple_number(self.text()) =>
            {
                None
            }
            Shape::Scalar(Style::Plain) => match self.py() {
                Scalar::PyRefused => Some(Refusal::EqualsSign),
                Scalar::Merge if !is_key() => Some(Refusal::MergeSign),
                Scalar::Date if !in_calendar(self.text()) => Some(Refusal::ImpossibleDate),
                _ => None,
            },
            Shape::Scalar(_) => None,
            Shape::Alias | Shape::Sequence { .. } | Shape::Mapping { .. } => {
                (!self.resolved().is_scalar() && is_key()).then_some(Refusal::CollectionKey)
            }
        }
    }

    /// Whether PyYAML reads another value here than the Hub does. The type counts, but whole
    /// numbers are the same in both notations.
    #[must_use]
    pub fn reads_differently(&self) -> bool {
        if self.shape() != Shape::Scalar(Style::Plain)
            || super::scalar::is_simple_number(self.text())
        {
            return false;
        }
        let (js, py) = (self.js(), self.py());
        match (&js, &py) {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
            (Scalar::Int(a), Scalar::Float(b)) | (Scalar::Float(b), Scalar::Int(a)) => {
                *a as f64 != *b
            }
            (Scalar::Float(a), Scalar::Float(b)) => a != b && !(a.is_nan() && b.is_nan()),
            _ => js != py,
        }
    }
}

/// Whether a timestamp names a day and time that exist, as Python's `datetime` asks for.
fn in_calendar(text: &str) -> bool {
    let (date, rest) = text
        .split_at_checked(text.find(['T', 't', ' ', '\t']).unwrap_or(text.len()))
        .unwrap_or((text, ""));
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().unwrap_or(0));
    let (year, month, day) =
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    if year == 0 || day == 0 || day > days {
        return false;
    }
    let time = rest.trim_start_matches(['T', 't', ' ', '\t']);
    let zone_at = time.find(['Z', '+', '-', ' ', '\t']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone_at).unwrap_or((time, ""));
    let clock = clock.split('.').next().unwrap_or("");
    let most = [23, 59, 59];
    let clock_fits = clock.is_empty()
        || clock
            .split(':')
            .zip(most)
            .all(|(part, most)| part.parse::<u32>().is_ok_and(|n| n <= most));
    let zone = zone.trim_start_matches(['Z', '+', '-', ' ', '\t']);
    let zone_hours = zone.split(':').next().unwrap_or("").parse::<u32>().unwrap_or(0);
    clock_fits && zone_hours < 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    fn kinds(text: &str) -> Vec<Refusal> {
        parse(text, 0).unwrap().python_refusals().into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn tabs_are_refused_where_a_token_could_begin() {
        for text in
            ["a:\tb", "a: b\t", "a: b\t# c", "- \ta", "a: [b,\tc]", "a: b\n\t\nc: d", "a: |\t\n  x"]
        {
            assert_eq!(kinds(text), [Refusal::Tab], "{text:?}");
        }
        for text in ["a: \"b\tc\"", "a: 'b\tc'", "a: |\n  b\tc", "a: b #\tc"] {
            assert_eq!(kinds(text), [], "{text:?}");
        }
    }

    #[test]
    fn the_other_refusals() {
        assert_eq!(kinds("a: ="), [Refusal::EqualsSign]);
        assert_eq!(kinds("=: a"), [Refusal::EqualsSign]);
        assert_eq!(kinds("- <<"), [Refusal::MergeSign]);
        assert_eq!(kinds("a: &x {b: c}\nd:\n  <<: *x"), []);
        assert_eq!(kinds("a: {{b: c}: d}"), [Refusal::CollectionKey]);
        assert_eq!(kinds("? - a\n: b"), [Refusal::CollectionKey]);
        assert_eq!(kinds("a: b\u{2028}c"), [Refusal::LineSeparator('\u{2028}')]);
        assert_eq!(kinds("a: \"b\u{2028}c\" # d\u{85}"), []);
    }

    #[test]
    fn dates_must_be_in_the_calendar() {
        for (text, fits) in [
            ("2022-02-28", true),
            ("2022-02-29", false),
            ("2024-02-29", true),
            ("1900-02-29", false),
            ("2022-13-01", false),
            ("2022-00-10", false),
            ("0000-01-01", false),
            ("2022-04-31", false),
            ("2022-02-21 10:00:00", true),
            ("2022-02-21T24:00:00Z", false),
            ("2022-02-21 10:60:00", false),
            ("2022-02-21 10:00:00.123 +01:00", true),
        ] {
            assert_eq!(in_calendar(text), fits, "{text}");
            assert_eq!(kinds(&format!("a: {text}")).is_empty(), fits, "{text}");
        }
    }
}
