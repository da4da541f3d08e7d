//! Lengths of time as people write them: `24`, `7.5 days`, `2 h 30 min`, `480 GPU-hours`.

use super::number;

/// How long something ran.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time {
    /// In hours.
    pub hours: f64,
    /// Whether the hours of all devices are added up already, as in `480 GPU-hours`.
    pub of_devices: bool,
}

/// A longer text is prose that we do not read.
const LONGEST: usize = 400;

/// A length of time in a longer text, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The time.
    pub time: Time,
    /// The offset of its first number.
    pub start: usize,
    /// The offset of its end.
    pub end: usize,
}

/// Reads a text that is nothing but a time; a number without a unit is hours.
#[must_use]
pub fn read(text: &str) -> Option<Time> {
    let text = text.trim();
    let number_alone = text.find(|c: char| c.is_ascii_digit()).and_then(|start| {
        let (number, rest) = number::read(text.get(start..)?)?;
        if text.get(..start)?.ends_with(['-', '−']) {
            return None;
        }
        // `168 (1 week)`: what follows must be the same in other words, or nothing.
        let rest = rest.trim_matches([' ', '(', ')', '.', '~']);
        let same = rest.is_empty()
            || find(rest).is_some_and(|found| {
                let whole = is_filler(rest.get(..found.start).unwrap_or(""))
                    && is_filler(rest.get(found.end..).unwrap_or(""));
                whole && alike(found.time.hours, number.value)
            });
        let hours = number.value;
        (same && hours > 0.0 && is_filler(text.get(..start)?))
            .then_some(Time { hours, of_devices: false })
    });
    number_alone.or_else(|| {
        let found = find(text)?;
        let alone = is_filler(text.get(..found.start)?) && is_filler(text.get(found.end..)?);
        alone.then_some(found.time)
    })
}

/// The time that a text tells. `None` if it tells none, or several that differ.
#[must_use]
pub fn find(text: &str) -> Option<Found> {
    if text.len() > LONGEST {
        return None;
    }
    let mut found: Option<Found> = None;
    let mut at = 0;
    while let Some(start) = next_number(text, at) {
        let Some((number, rest)) = number::read(text.get(start..)?) else {
            at = start + 1;
            continue;
        };
        at = text.len() - rest.len();
        let Some((unit, of_devices, end)) = unit_after(text, at) else { continue };
        let hours = number.value * unit;
        at = end;
        found = Some(match found {
            None => Found { time: Time { hours, of_devices }, start, end },
            Some(before) => {
                let between = text.get(before.end..start)?.trim_matches([' ', ',']);
                let adds = matches!(between, "" | "and") && hours < before.time.hours;
                let hours = match adds {
                    true => before.time.hours + hours,
                    // The same again in other words.
                    false if alike(before.time.hours, hours) => before.time.hours,
                    false => return None,
                };
                let of_devices = of_devices || before.time.of_devices;
                Found { time: Time { hours, of_devices }, start: before.start, end }
            }
        });
    }
    found.filter(|found| found.time.hours.is_finite() && found.time.hours > 0.0)
}

/// The next digit that begins a number rather than going on with a name such as `v3`.
fn next_number(text: &str, from: usize) -> Option<usize> {
    let mut before: Option<char> = None;
    for (at, c) in text.get(from..)?.char_indices() {
        let goes_on = before.is_some_and(|c| c.is_alphanumeric() || c == '.');
        if c.is_ascii_digit() && !goes_on {
            return Some(from + at);
        }
        before = Some(c);
    }
    None
}

/// The unit of time after an offset: its hours, whether it is of devices, and where it ends.
fn unit_after(text: &str, at: usize) -> Option<(f64, bool, usize)> {
    let mut rest = text.get(at..)?;
    let mut of_devices = false;
    // A few words may stand between: `480 GPU-hours`, `3 full days`.
    for _ in 0..2 {
        rest = rest.trim_start_matches([' ', '-', '\u{a0}']);
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(letters)?;
        rest = after;
        let word = word.to_lowercase();
        if let Some(hours) = hours_in(&word) {
            return Some((hours, of_devices, text.len() - rest.len()));
        }
        match word.as_str() {
            "gpu" | "gpus" | "tpu" | "device" | "accelerator" | "card" | "core" | "chip" => {
                of_devices = true;
            }
            "full" | "whole" => {}
            _ => return None,
        }
    }
    None
}

fn hours_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 3600.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 1.0 / 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 1.0,
        "d" | "day" | "days" => 24.0,
        "week" | "weeks" => 168.0,
        "month" | "months" => 730.0,
        _ => return None,
    })
}

/// Months and weeks are rounded by those who write them.
fn alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.1 * a.max(b)
}

/// Whether a text has nothing but marks and words such as `about`.
fn is_filler(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        crate::facts::is_about_word(&word.to_lowercase()) || matches!(word, "for" | "or" | "in")
    }) && !text.contains(|c: char| c.is_ascii_digit() || c == '/' || c == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_many_words() {
        for (text, hours, of_devices) in [
            ("24", 24.0, false),
            ("1.5", 1.5, false),
            ("About 400 hours", 400.0, false),
            ("7.5 days", 180.0, false),
            ("2 h 30 min", 2.5, false),
            ("2h30m", 2.5, false),
            ("1 day and 4 hours", 28.0, false),
            ("720 hours (30 days)", 720.0, false),
            ("168 (1 week)", 168.0, false),
            ("2190 (~3 months)", 2190.0, false),
            ("480 GPU-hours", 480.0, true),
            ("150000", 150_000.0, false),
            ("1,000 hours", 1000.0, false),
        ] {
            assert_eq!(read(text), Some(Time { hours, of_devices }), "{text}");
        }
        for text in [
            "",
            "Unknown",
            "2x24h",
            "10 hours or 3 days",
            "8 V100",
            "0",
            "-3",
            "24 hours per epoch",
            "1/2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_found_beside_hardware() {
        let text = "TPUv3-8 for about 180 hours or 7.5 days";
        let found = find(text).unwrap();
        assert_eq!(found.time.hours, 180.0);
        assert_eq!(&text[found.start..found.end], "180 hours or 7.5 days");
        assert_eq!(find("8 V100 GPUs"), None);
    }
}
