//! What a scalar means: to js-yaml 4 (the Hub) and to PyYAML 6 (Python tools).
//!
//! Both tables were written from the loaders' own sources (js-yaml 4.3.2 `lib/type/*`, PyYAML
//! 6.0.3 `resolver.py`) and are held against both programs by `scripts/independent`.

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// Nothing at all after the colon or dash.
    Empty,
}

/// A scalar's meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Null.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A date or a point in time.
    Date,
    /// Text.
    Str,
    /// The merge key `<<`.
    Merge,
    /// `=`, for which PyYAML's safe loader has no reading: it refuses the file.
    PyRefused,
}

/// A plain scalar as js-yaml's default schema reads it.
#[must_use]
pub fn js(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    // Nothing but these can begin anything other than text; most scalars end here.
    if !matches!(
        first,
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'<'
    ) {
        return Scalar::Str;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        "<<" => return Scalar::Merge,
        _ if first.is_ascii_alphabetic() => return Scalar::Str,
        _ => {}
    }
    js_int(text).or_else(|| js_float(text)).unwrap_or(if is_timestamp(text) {
        Scalar::Date
    } else {
        Scalar::Str
    })
}

fn js_int(text: &str) -> Option<Scalar> {
    let (negative, digits) = sign(text);
    if let Some(rest) = digits.strip_prefix('0') {
        for (prefix, radix) in [('b', 2), ('o', 8), ('x', 16)] {
            if let Some(d) = rest.strip_prefix(prefix) {
                return radix_int(d, radix, negative);
            }
        }
    }
    all_digits(digits).then(|| number(digits, negative))
}

fn radix_int(digits: &str, radix: u32, negative: bool) -> Option<Scalar> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    match i64::from_str_radix(digits, radix) {
        Ok(n) => Some(Scalar::Int(if negative { -n } else { n })),
        Err(_) => {
            let n = digits
                .chars()
                .filter_map(|c| c.to_digit(radix))
                .fold(0.0, |n, d| n * f64::from(radix) + f64::from(d));
            n.is_finite().then_some(Scalar::Float(if negative { -n } else { n }))
        }
    }
}

/// `-12`, `3.5`: a number that both loaders read alike, told without reading it. A leading zero
/// makes an octal number for one of them.
pub(super) fn is_simple_number(text: &str) -> bool {
    const LONGEST: usize = 15;
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let whole = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    let fits = match digits {
        [b'0', rest @ ..] => !rest.first().is_some_and(u8::is_ascii_digit),
        _ => (1..=LONGEST).contains(&whole),
    };
    fits && match digits.get(whole..) {
        Some([b'.', fraction @ ..]) => {
            !fraction.is_empty() && fraction.iter().all(u8::is_ascii_digit)
        }
        rest => rest.is_none_or(<[u8]>::is_empty),
    }
}

/// What is told of a scalar at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Text to the Hub.
    Text,
    /// A number to all.
    Number,
    /// It takes reading.
    Unclear,
}

/// What a plain scalar is at first sight; and whether a loader might refuse it or read it as something
/// else than another does. That can't be with a simple number, nor with what begins with a letter, but
/// for the words that only YAML 1.1 takes for a boolean.
pub(super) fn sight(text: &str) -> (Sight, bool) {
    let boolean = || ["yes", "no", "on", "off"].iter().any(|word| word.eq_ignore_ascii_case(text));
    let sight_of_word = || if js(text) == Scalar::Str { Sight::Text } else { Sight::Unclear };
    match text.as_bytes().first() {
        Some(b'y' | b'Y' | b'n' | b'N' | b'o' | b'O') => {
            (sight_of_word(), text.len() <= 3 && boolean())
        }
        Some(first) if first.is_ascii_alphabetic() => (sight_of_word(), false),
        Some(b'-' | b'0'..=b'9') if is_simple_number(text) => (Sight::Number, false),
        _ => (Sight::Unclear, true),
    }
}

fn js_float(text: &str) -> Option<Scalar> {
    let (negative, rest) = sign(text);
    match rest {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Scalar::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if rest.len() == text.len() => {
            return Some(Scalar::Float(f64::NAN));
        }
        _ => {}
    }
    let (whole, after) = take_digits(rest);
    let after = if whole.is_empty() {
        // `.5` takes no sign in this schema.
        if rest.len() != text.len() {
            return None;
        }
        let (fraction, after) = take_digits(after.strip_prefix('.')?);
        if fraction.is_empty() {
            return None;
        }
        after
    } else {
        after.strip_prefix('.').map_or(after, |fraction| take_digits(fraction).1)
    };
    if !after.is_empty() {
        let exponent = after.strip_prefix(['e', 'E'])?;
        if !all_digits(sign(exponent).1) {
            return None;
        }
    }
    let n: f64 = text.parse().ok()?;
    n.is_finite().then_some(Scalar::Float(n))
}

/// A plain scalar as PyYAML's safe loader (YAML 1.1) reads it.
#[must_use]
pub fn py(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    // Nothing but these can begin anything other than text; most scalars end here.
    if !matches!(
        first,
        b'0'..=b'9'
            | b'+'
            | b'-'
            | b'.'
            | b'~'
            | b'<'
            | b'='
            | b'n'
            | b'N'
            | b'y'
            | b'Y'
            | b't'
            | b'T'
            | b'f'
            | b'F'
            | b'o'
            | b'O'
    ) {
        return Scalar::Str;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Scalar::Bool(true);
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Scalar::Bool(false);
        }
        "<<" => return Scalar::Merge,
        "=" => return Scalar::PyRefused,
        _ if !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.') => return Scalar::Str,
        _ => {}
    }
    // PyYAML tries float before int, and timestamps last.
    py_float(text).or_else(|| py_int(text)).unwrap_or(if is_timestamp(text) {
        Scalar::Date
    } else {
        Scalar::Str
    })
}

fn py_float(text: &str) -> Option<Scalar> {
    let (negative, rest) = sign(text);
    match rest {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Scalar::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if rest.len() == text.len() => {
            return Some(Scalar::Float(f64::NAN));
        }
        _ => {}
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        // `\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?`, without a sign.
        let valid = rest.len() == text.len()
            && fraction.starts_with(|c: char| c.is_ascii_digit())
            && py_exponent(fraction.trim_start_matches(digit_or_underscore));
        return valid.then(|| underscored(text, false)).flatten();
    }
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let after = rest.trim_start_matches(digit_or_underscore);
    if let Some(fraction) = after.strip_prefix('.') {
        let tail = fraction.trim_start_matches(digit_or_underscore);
        return py_exponent(tail).then(|| underscored(rest, negative)).flatten();
    }
    // Base 60: `[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*`
    let (groups, fraction) = rest.split_once('.')?;
    let whole = sexagesimal(groups)?;
    if !fraction.chars().all(digit_or_underscore) {
        return None;
    }
    let fraction: f64 = format!("0.{}", fraction.replace('_', "")).parse().unwrap_or(0.0);
    let n = whole + fraction;
    Some(Scalar::Float(if negative { -n } else { n }))
}

/// Empty, or `[eE][-+][0-9]+`: the sign is obligatory in PyYAML's pattern.
fn py_exponent(tail: &str) -> bool {
    tail.is_empty()
        || tail
            .strip_prefix(['e', 'E'])
            .and_then(|t| t.strip_prefix(['+', '-']))
            .is_some_and(all_digits)
}

fn py_int(text: &str) -> Option<Scalar> {
    let (negative, rest) = sign(text);
    let clean = || rest.replace('_', "");
    if rest == "0" {
        return Some(Scalar::Int(0));
    }
    if let Some(after) = rest.strip_prefix('0') {
        if let Some(d) = after.strip_prefix('b') {
            let ok = !d.is_empty() && d.chars().all(|c| matches!(c, '0' | '1' | '_'));
            return ok.then(|| radix_int(&d.replace('_', ""), 2, negative)).flatten();
        }
        if let Some(d) = after.strip_prefix('x') {
            let ok = !d.is_empty() && d.chars().all(|c| c.is_ascii_hexdigit() || c == '_');
            return ok.then(|| radix_int(&d.replace('_', ""), 16, negative)).flatten();
        }
        let ok = !after.is_empty() && after.chars().all(|c| matches!(c, '0'..='7' | '_'));
        return ok.then(|| radix_int(&clean(), 8, negative)).flatten();
    }
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if rest.chars().all(digit_or_underscore) {
        return Some(number(&clean(), negative));
    }
    let n = sexagesimal(rest)?;
    let n = if negative { -n } else { n };
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number below 2^53")]
    Some(if n.abs() < 9.0e15 { Scalar::Int(n as i64) } else { Scalar::Float(n) })
}

/// `[0-9][0-9_]*(?::[0-5]?[0-9])+` read in base 60.
fn sexagesimal(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let head = parts.next()?;
    if !head.starts_with(|c: char| c.is_ascii_digit()) || !head.chars().all(digit_or_underscore) {
        return None;
    }
    let mut n: f64 = head.replace('_', "").parse().ok()?;
    let mut groups = 0;
    for part in parts {
        if !all_digits(part) || part.len() > 2 {
            return None;
        }
        let d: u8 = part.parse().ok()?;
        if d > 59 {
            return None;
        }
        n = n * 60.0 + f64::from(d);
        groups += 1;
    }
    (groups > 0).then_some(n)
}

fn digit_or_underscore(c: char) -> bool {
    c.is_ascii_digit() || c == '_'
}

fn underscored(text: &str, negative: bool) -> Option<Scalar> {
    let n: f64 = text.replace('_', "").parse().ok()?;
    Some(Scalar::Float(if negative { -n } else { n }))
}

/// A date (`2022-02-21`) or a point in time, by the pattern both loaders share.
#[must_use]
pub fn is_timestamp(text: &str) -> bool {
    let b = text.as_bytes();
    let (Some(year), Some(rest)) = (text.get(..4), text.get(4..)) else { return false };
    if !all_digits(year) || !rest.starts_with('-') {
        return false;
    }
    if b.len() == 10 {
        return matches!(b, [_, _, _, _, b'-', m1, m2, b'-', d1, d2]
            if [m1, m2, d1, d2].iter().all(|c| c.is_ascii_digit()));
    }
    timestamp_tail(rest).is_some()
}

/// `-M[M]-D[D] (T | blanks) H[H]:MM:SS [.fraction] [zone]`
fn timestamp_tail(rest: &str) -> Option<()> {
    let (_, rest) = digits_between(rest.strip_prefix('-')?, 1, 2)?;
    let (_, rest) = digits_between(rest.strip_prefix('-')?, 1, 2)?;
    let after = rest.trim_start_matches([' ', '\t']);
    let rest = if after.len() < rest.len() { after } else { rest.strip_prefix(['T', 't'])? };
    let (_, rest) = digits_between(rest, 1, 2)?;
    let (_, rest) = digits_between(rest.strip_prefix(':')?, 2, 2)?;
    let (_, rest) = digits_between(rest.strip_prefix(':')?, 2, 2)?;
    let rest = rest.strip_prefix('.').map_or(rest, |fraction| take_digits(fraction).1);
    if rest.is_empty() {
        return Some(());
    }
    let zone = rest.trim_start_matches([' ', '\t']);
    if zone == "Z" {
        return Some(());
    }
    let (_, rest) = digits_between(zone.strip_prefix(['+', '-'])?, 1, 2)?;
    if rest.is_empty() {
        return Some(());
    }
    let (_, rest) = digits_between(rest.strip_prefix(':')?, 2, 2)?;
    rest.is_empty().then_some(())
}

fn digits_between(text: &str, least: usize, most: usize) -> Option<(&str, &str)> {
    let (digits, _) = take_digits(text);
    let n = digits.len().min(most);
    (n >= least).then(|| text.split_at_checked(n)).flatten()
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn take_digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at_checked(text.len() - rest.len()).unwrap_or((text, ""))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn number(digits: &str, negative: bool) -> Scalar {
    match digits.parse::<i64>() {
        Ok(n) => Scalar::Int(if negative { -n } else { n }),
        Err(_) => {
            let n: f64 = digits.parse().unwrap_or(f64::INFINITY);
            if n.is_finite() { Scalar::Float(if negative { -n } else { n }) } else { Scalar::Str }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_versions_differ_as_measured() {
        let cases = [
            ("no", Scalar::Str, Scalar::Bool(false)),
            ("On", Scalar::Str, Scalar::Bool(true)),
            ("1e-5", Scalar::Float(1e-5), Scalar::Str),
            ("1.0e-5", Scalar::Float(1e-5), Scalar::Float(1e-5)),
            ("010", Scalar::Int(10), Scalar::Int(8)),
            ("0o10", Scalar::Int(8), Scalar::Str),
            ("1:30", Scalar::Str, Scalar::Int(90)),
            ("1_000", Scalar::Str, Scalar::Int(1000)),
            ("2022-02-21", Scalar::Date, Scalar::Date),
            ("2022-2-21", Scalar::Str, Scalar::Str),
            ("2022-02-21 10:00:00 +01:00", Scalar::Date, Scalar::Date),
            ("1.10", Scalar::Float(1.1), Scalar::Float(1.1)),
            ("1.", Scalar::Float(1.0), Scalar::Float(1.0)),
            ("-.5", Scalar::Str, Scalar::Str),
            (".5", Scalar::Float(0.5), Scalar::Float(0.5)),
            ("-.inf", Scalar::Float(f64::NEG_INFINITY), Scalar::Float(f64::NEG_INFINITY)),
            ("190:20:30.15", Scalar::Str, Scalar::Float(685_230.15)),
            ("08", Scalar::Int(8), Scalar::Str),
            ("y", Scalar::Str, Scalar::Str),
            ("=", Scalar::Str, Scalar::PyRefused),
            ("1e400", Scalar::Str, Scalar::Str),
            ("~", Scalar::Null, Scalar::Null),
            ("0x1F", Scalar::Int(31), Scalar::Int(31)),
        ];
        for (text, by_js, by_py) in cases {
            assert_eq!(js(text), by_js, "js {text}");
            assert_eq!(py(text), by_py, "py {text}");
        }
    }
}
