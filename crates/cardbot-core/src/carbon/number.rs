//! Numbers as people write them: `1,234.5`, `0,32`, `1 000`, `1e3`.

/// A number that was read from a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Decimal {
    /// Without marks between thousands, with a point: `1234.5`.
    pub text: String,
    /// Its value.
    pub value: f64,
    /// Whether it can mean nothing else; `1,234` may be one and a bit.
    pub sure: bool,
    /// Whether it was written just as in `text`.
    pub plain: bool,
}

/// Reads the number that a text begins with; also gives what stands after it.
#[must_use]
pub fn read(text: &str) -> Option<(Decimal, &str)> {
    let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (run, rest) = unsigned.split_at_checked(length(unsigned))?;
    if run.is_empty() {
        return None;
    }
    let (mut digits, sure) = plain(run)?;
    let mut after = rest;
    if let Some((exponent, rest)) = exponent(rest) {
        let value: f64 = format!("{digits}e{exponent}").parse().ok()?;
        digits = format!("{value}");
        after = rest;
    }
    if negative {
        digits.insert(0, '-');
    }
    let value: f64 = digits.parse().ok()?;
    let written = text.get(..text.len() - after.len())?;
    value.is_finite().then(|| {
        let plain = written == digits;
        (Decimal { text: digits, value, sure, plain }, after)
    })
}

/// How far a run of digits with marks between them goes.
fn length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let is_mark = matches!(c, '.' | ',' | '\'' | '_') && next_is_digit;
        // A blank parts thousands only where three digits and no more follow.
        let is_blank = matches!(c, ' ' | '\u{a0}' | '\u{202f}')
            && end > 0
            && text.get(at + c.len_utf8()..).is_some_and(|rest| leading_digits(rest) == 3);
        if c.is_ascii_digit() || (is_mark && (end > 0 || c == '.')) || is_blank {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn leading_digits(text: &str) -> usize {
    text.chars().take_while(char::is_ascii_digit).count()
}

/// `e5`, `E-3` at the beginning, and what follows it.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let rest = text.strip_prefix(['e', 'E'])?;
    let unsigned = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let end = rest.len() - unsigned.len() + leading_digits(unsigned);
    let (number, after) = rest.split_at_checked(end)?;
    let goes_on = after.starts_with(char::is_alphanumeric);
    number.parse().ok().filter(|_| !goes_on).map(|number| (number, after))
}

/// A run without the marks between thousands, with a point; and whether that is sure.
fn plain(run: &str) -> Option<(String, bool)> {
    let whole = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let mark = run.rfind(|c: char| !c.is_ascii_digit());
    let Some(mark) = mark else { return Some((run.to_owned(), true)) };
    let (before, rest) = run.split_at_checked(mark)?;
    let c = rest.chars().next()?;
    let after = rest.get(c.len_utf8()..)?;
    let others = before.chars().any(|other| !other.is_ascii_digit());
    let is_same = before.contains(c);
    let grouped = in_thousands(run);
    match c {
        // `1.234.567`
        '.' | ',' if is_same => grouped.then(|| (whole(run), true)),
        '.' | ',' if others => {
            in_thousands(before).then(|| (format!("{}.{after}", whole(before)), true))
        }
        '.' if before.is_empty() => Some((format!("0.{after}"), true)),
        '.' => Some((run.to_owned(), true)),
        ',' if after.len() != 3 || before.starts_with('0') => {
            Some((format!("{before}.{after}"), true))
        }
        ',' => Some((whole(run), false)),
        _ => grouped.then(|| (whole(run), true)),
    }
}

/// Whether marks part groups of three digits, all with the same mark.
fn in_thousands(run: &str) -> bool {
    let Some(mark) = run.chars().find(|c| !c.is_ascii_digit()) else { return true };
    let mut groups = run.split(mark);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_digit())
        && groups.all(|group| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit()))
}

/// A number in digits times a power of ten, to the digit: `0.1069` by 3 is `106.9`.
#[must_use]
pub fn shifted(text: &str, by: usize) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut fraction = fraction.to_owned();
    while fraction.len() < by {
        fraction.push('0');
    }
    let (moved, rest) = fraction.split_at_checked(by).unwrap_or((&fraction, ""));
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// A number for people: four digits that count, thousands parted by commas.
#[must_use]
pub fn for_people(value: f64) -> String {
    let text = rounded(value);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && out != "-" {
            out.push(',');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number in digits, rounded to four that count; whole numbers stay whole.
#[must_use]
pub fn rounded(value: f64) -> String {
    let mut digits: usize = 0;
    let mut scaled = value.abs();
    while scaled < 1000.0 && scaled > 0.0 && digits < 12 {
        scaled *= 10.0;
        digits += 1;
    }
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(String, bool, String)> {
        read(text).map(|(number, rest)| (number.text, number.sure, rest.to_owned()))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number, sure, rest) in [
            ("12", "12", true, ""),
            ("28.53 in grams", "28.53", true, " in grams"),
            ("1,234.5", "1234.5", true, ""),
            ("1.234,5", "1234.5", true, ""),
            ("1,234,567", "1234567", true, ""),
            ("1.234.567 g", "1234567", true, " g"),
            ("1 234 kg", "1234", true, " kg"),
            ("12 3456", "12", true, " 3456"),
            ("1'234", "1234", true, ""),
            ("1,234", "1234", false, ""),
            ("0,32kg", "0.32", true, "kg"),
            ("12,5", "12.5", true, ""),
            (".5", "0.5", true, ""),
            ("-3.0 g", "-3.0", true, " g"),
            ("1e3", "1000", true, ""),
            ("2eq", "2", true, "eq"),
            ("12.", "12", true, "."),
        ] {
            assert_eq!(of(text), Some((number.to_owned(), sure, rest.to_owned())), "{text}");
        }
        for text in ["", "kg", "-", "1.23.4", "1,2345,6", "1e999"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn digits_move_without_rounding() {
        assert_eq!(shifted("0.1069", 3), "106.9");
        assert_eq!(shifted("28.53", 3), "28530");
        assert_eq!(shifted("-0.5", 3), "-500");
        assert_eq!(shifted("0.0000001", 3), "0.0001");
        assert_eq!(shifted("12", 6), "12000000");
        assert_eq!(shifted("0", 3), "0");
    }

    #[test]
    fn numbers_for_people_are_short() {
        assert_eq!(for_people(38_126.9), "38,127");
        assert_eq!(for_people(57.6), "57.6");
        assert_eq!(for_people(0.140_02), "0.14");
        assert_eq!(for_people(1_000_000.0), "1,000,000");
        assert_eq!(for_people(0.0), "0");
        assert_eq!(rounded(3227.8), "3228");
    }
}
