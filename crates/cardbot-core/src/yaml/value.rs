//! Values as the Hub's loader gives them.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::node::NodeRef;
use super::scalar::{Scalar, Style};
use super::tags::Tag;
use super::tree::Shape;

/// A loaded value. Map keys are text, as in JavaScript.
#[derive(Debug, Clone)]
pub enum Value {
    /// Null.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(String),
    /// A point in time, in ISO form.
    Date(String),
    /// A list.
    Seq(Vec<Value>),
    /// A map, in the order of the file; no key twice.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value under a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// A number of either kind.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
            Self::Int(n) => Some(*n as f64),
            Self::Float(n) => Some(*n),
            _ => None,
        }
    }

    /// The text of a string value.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(s) => Some(s),
            _ => None,
        }
    }

    /// A word for the kind of value, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Str(_) => "text",
            Self::Date(_) => "a date",
            Self::Seq(_) => "a list",
            Self::Map(_) => "a map",
        }
    }

    /// The value on one line, for tables and messages: text as it is, the rest in flow style.
    #[must_use]
    pub fn brief(&self) -> String {
        match self {
            Self::Str(s) => s.clone(),
            _ => self.canonical(),
        }
    }

    /// A canonical one-line form in which equal values are equal text: the order of map keys and
    /// the notation of numbers do not count.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        self.write_canonical(&mut out);
        out
    }

    fn write_canonical(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Int(n) => write_to(out, format_args!("{n}")),
            Self::Float(n) if n.is_nan() => out.push_str(".nan"),
            Self::Float(n) if n.is_infinite() => {
                out.push_str(if *n > 0.0 { ".inf" } else { "-.inf" });
            }
            Self::Float(n) => write_to(out, format_args!("{n}")),
            Self::Str(s) => write_to(out, format_args!("{s:?}")),
            Self::Date(d) => out.push_str(d),
            Self::Seq(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    item.write_canonical(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                out.push('{');
                for (i, (key, value)) in sorted.into_iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(key);
                    out.push_str(": ");
                    value.write_canonical(out);
                }
                out.push('}');
            }
        }
    }
}

/// Writing to a string can't fail.
fn write_to(out: &mut String, args: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(args);
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Str(a), Self::Str(b)) | (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Seq(a), Self::Seq(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x == y)
                    || (a.len() == b.len() && {
                        let mut a: Vec<_> = a.iter().collect();
                        let mut b: Vec<_> = b.iter().collect();
                        a.sort_by(|x, y| x.0.cmp(&y.0));
                        b.sort_by(|x, y| x.0.cmp(&y.0));
                        a == b
                    })
            }
            _ => match (self.as_f64(), other.as_f64()) {
                (Some(a), Some(b)) => a == b || (a.is_nan() && b.is_nan()),
                _ => false,
            },
        }
    }
}

/// At most this many nodes are visited when aliases are expanded.
const EXPANSION_LIMIT: usize = 200_000;
/// At most this deep.
const DEPTH_LIMIT: usize = 300;

/// Loads a node as js-yaml does. Where aliases would expand beyond all bounds, the rest is null.
#[must_use]
pub fn load(node: NodeRef<'_>) -> Value {
    let mut budget = EXPANSION_LIMIT.max(node.tree_len().saturating_mul(2));
    load_within(node, &mut budget, 0)
}

fn load_within(node: NodeRef<'_>, budget: &mut usize, depth: usize) -> Value {
    if *budget == 0 || depth > DEPTH_LIMIT {
        return Value::Null;
    }
    *budget -= 1;
    match node.shape() {
        Shape::Alias => match node.target() {
            Some(target) => load_within(target, budget, depth + 1),
            None => Value::Null,
        },
        Shape::Scalar(_) => load_scalar(node),
        Shape::Sequence { .. } => {
            let mut items = Vec::with_capacity(node.len());
            for item in node.items() {
                items.push(load_within(item, budget, depth + 1));
            }
            Value::Seq(items)
        }
        Shape::Mapping { .. } => {
            let mut map = MapInMaking::with_capacity(node.len());
            let mut merged = vec![];
            for entry in node.entries() {
                if entry.is_merge() {
                    merge_from(entry.value, budget, depth + 1, &mut merged);
                    continue;
                }
                let key = key_of(entry.key);
                let value = load_within(entry.value, budget, depth + 1);
                map.set(key, value);
            }
            for (key, value) in merged {
                map.set_if_absent(key, value);
            }
            Value::Map(map.entries)
        }
    }
}

/// A map that is being filled. Maps of the size that people write need no index.
struct MapInMaking {
    entries: Vec<(String, Value)>,
    /// Where each key stands, once there are many.
    index: HashMap<String, usize>,
}

impl MapInMaking {
    const SMALL: usize = 32;

    fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity), index: HashMap::new() }
    }

    fn find(&mut self, key: &str) -> Option<usize> {
        if self.entries.len() < Self::SMALL {
            return self.entries.iter().position(|(k, _)| k == key);
        }
        if self.index.is_empty() {
            self.index =
                self.entries.iter().enumerate().map(|(i, (k, _))| (k.clone(), i)).collect();
        }
        self.index.get(key).copied()
    }

    fn push(&mut self, key: String, value: Value) {
        if !self.index.is_empty() {
            self.index.insert(key.clone(), self.entries.len());
        }
        self.entries.push((key, value));
    }

    /// Of a key that stands twice the last value counts.
    fn set(&mut self, key: String, value: Value) {
        match self.find(&key).and_then(|at| self.entries.get_mut(at)) {
            Some(slot) => slot.1 = value,
            None => self.push(key, value),
        }
    }

    fn set_if_absent(&mut self, key: String, value: Value) {
        if self.find(&key).is_none() {
            self.push(key, value);
        }
    }
}

fn merge_from(
    source: NodeRef<'_>,
    budget: &mut usize,
    depth: usize,
    into: &mut Vec<(String, Value)>,
) {
    match load_within(source, budget, depth) {
        Value::Map(entries) => into.extend(entries),
        Value::Seq(items) => {
            for item in items {
                if let Value::Map(entries) = item {
                    into.extend(entries);
                }
            }
        }
        _ => {}
    }
    into.truncate(EXPANSION_LIMIT);
}

/// A map key as JavaScript turns it into text.
pub(super) fn key_of(key: NodeRef<'_>) -> String {
    let key = key.resolved();
    match key.shape() {
        Shape::Scalar(_) => match load_scalar(key) {
            Value::Str(s) | Value::Date(s) => s,
            Value::Float(n) if n.is_nan() => "NaN".to_owned(),
            Value::Float(n) if n.is_infinite() => {
                if n > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
            }
            other => other.canonical(),
        },
        Shape::Mapping { .. } => "[object Object]".to_owned(),
        _ => key.items().map(key_of).collect::<Vec<_>>().join(","),
    }
}

/// A scalar's value under js-yaml's default schema.
pub(super) fn load_scalar(node: NodeRef<'_>) -> Value {
    let text = node.text();
    match node.js() {
        Scalar::Null => Value::Null,
        Scalar::Bool(b) => Value::Bool(b),
        Scalar::Int(n) => Value::Int(n),
        Scalar::Float(n) => Value::Float(n),
        Scalar::Date => Value::Date(super::value::iso(text)),
        Scalar::Str | Scalar::Merge | Scalar::PyRefused => Value::Str(text.to_owned()),
    }
}

/// The reading of a scalar with its style and tag taken into account.
pub(super) fn read(text: &str, style: Style, tag: Tag, plain: fn(&str) -> Scalar) -> Scalar {
    match tag {
        Tag::None => match style {
            Style::Empty => Scalar::Null,
            Style::Plain => plain(text),
            _ => Scalar::Str,
        },
        Tag::Null => Scalar::Null,
        Tag::Bool | Tag::Int | Tag::Timestamp => plain(text),
        Tag::Float => match plain(text) {
            #[expect(clippy::cast_precision_loss, reason = "a float was asked for")]
            Scalar::Int(n) => Scalar::Float(n as f64),
            other => other,
        },
        _ => Scalar::Str,
    }
}

/// The text of a timestamp as JavaScript's `Date.toISOString` writes it.
pub(super) fn iso(text: &str) -> String {
    let mut numbers = Numbers { rest: text };
    let year = numbers.next(4);
    let month = numbers.next(2);
    let day = numbers.next(2);
    // `Date.UTC` takes years 0 to 99 for the twentieth century.
    let year = if (0..100).contains(&year) { year + 1900 } else { year };
    let (hour, minute, second) = (numbers.next(2), numbers.next(2), numbers.next(2));
    let mut millis = 0;
    if let Some(fraction) = numbers.rest.strip_prefix('.') {
        let digits: String = fraction.chars().take_while(char::is_ascii_digit).collect();
        millis = format!("{digits:0<3}").get(..3).and_then(|d| d.parse().ok()).unwrap_or(0);
        numbers.rest = fraction.get(digits.len()..).unwrap_or("");
    }
    let zone = numbers.rest.trim_start();
    let mut offset = 0;
    if let Some(at) = zone.find(['+', '-']) {
        let west = zone.get(at..).is_some_and(|z| z.starts_with('-'));
        let mut parts = Numbers { rest: zone.get(at + 1..).unwrap_or("") };
        let minutes = parts.next(2) * 60 + parts.next(2);
        offset = if west { -minutes } else { minutes };
    }
    let seconds =
        days_from_civil(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second;
    iso_of(seconds, millis)
}

struct Numbers<'t> {
    rest: &'t str,
}

impl Numbers<'_> {
    /// The next number of at most `width` digits, after separators; 0 where there is none.
    fn next(&mut self, width: usize) -> i64 {
        if self.rest.starts_with(['.', '+']) {
            return 0;
        }
        let start = self.rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        let digits = start.bytes().take(width).take_while(u8::is_ascii_digit).count();
        let (number, rest) = start.split_at_checked(digits).unwrap_or(("", ""));
        if number.is_empty() {
            return 0;
        }
        self.rest = rest;
        number.parse().unwrap_or(0)
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date; months and days may run over.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let month0 = month - 1;
    let year = year + month0.div_euclid(12);
    let month = month0.rem_euclid(12) + 1;
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

fn iso_of(seconds: i64, millis: i64) -> String {
    let days = seconds.div_euclid(86_400);
    let s = seconds.rem_euclid(86_400);
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{millis:03}Z",
        s / 3600,
        s / 60 % 60,
        s % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_javascript_writes_them() {
        assert_eq!(iso("2022-02-21"), "2022-02-21T00:00:00.000Z");
        assert_eq!(iso("2001-12-14t21:59:43.10-05:00"), "2001-12-15T02:59:43.100Z");
        assert_eq!(iso("2001-12-14 21:59:43.1 -5"), "2001-12-15T02:59:43.100Z");
        assert_eq!(iso("2022-13-45"), "2023-02-14T00:00:00.000Z");
        assert_eq!(iso("2001-12-15 2:59:43Z"), "2001-12-15T02:59:43.000Z");
    }
}
