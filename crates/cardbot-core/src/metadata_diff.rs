//! What a change does to the metadata, by key path and meaning rather than by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::yaml::{KeyPart, Value};

/// What happened at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Not there before.
    Added,
    /// There no more.
    Removed,
    /// Another value.
    Changed,
    /// The same items in another order.
    Reordered,
}

impl ChangeKind {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Reordered => "reordered",
        }
    }
}

/// One change of the metadata.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataChange {
    /// Where. Places in lists are those of the head; for removed items those of the base.
    pub key: Vec<KeyPart>,
    /// What happened.
    pub kind: ChangeKind,
    /// The value before.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
}

impl MetadataChange {
    /// Both values on one line each, for an output that shows `most` characters of them. Values that
    /// only differ further on are told from there: their beginnings would look the same.
    #[must_use]
    pub fn brief(&self, most: usize) -> (Option<String>, Option<String>) {
        let (before, after) =
            (self.before.as_ref().map(Value::brief), self.after.as_ref().map(Value::brief));
        let (Some(a), Some(b)) = (&before, &after) else { return (before, after) };
        let same = || a.char_indices().zip(b.chars()).take_while(|((_, x), y)| x == y);
        let skipped = same().count().saturating_sub(LEAD_CHARS);
        // What follows must fit in, else both are cut before it.
        if skipped + LEAD_CHARS < most {
            return (before, after);
        }
        let Some(((at, _), _)) = same().nth(skipped) else { return (before, after) };
        let rest = |text: &str| format!("…{}", text.get(at..).unwrap_or(text));
        (Some(rest(a)), Some(rest(b)))
    }
}

/// How much is shown of what two values have in common before they differ.
const LEAD_CHARS: usize = 16;

/// At most this many changes are told one by one; a card with more was written anew.
const MOST_CHANGES: usize = 2_000;
/// Lists longer than this are compared as wholes: the detail would help nobody.
const MOST_ITEMS: usize = 5_000;

/// Compares the metadata of base and head.
#[must_use]
pub fn diff(base: Option<&Value>, head: Option<&Value>) -> Vec<MetadataChange> {
    let mut out = vec![];
    let nothing = Value::Map(vec![]);
    walk(base.unwrap_or(&nothing), head.unwrap_or(&nothing), &mut vec![], &mut out);
    out
}

fn walk(base: &Value, head: &Value, path: &mut Vec<KeyPart>, out: &mut Vec<MetadataChange>) {
    if out.len() >= MOST_CHANGES {
        return;
    }
    match (base, head) {
        (Value::Map(a), Value::Map(b)) => maps(a, b, path, out),
        (Value::Seq(a), Value::Seq(b)) => lists(a, b, path, out),
        _ if base == head => {}
        _ => push(ChangeKind::Changed, Some(base), Some(head), path, out),
    }
}

type Entries = [(String, Value)];

fn maps(a: &Entries, b: &Entries, path: &mut Vec<KeyPart>, out: &mut Vec<MetadataChange>) {
    let find = |entries: &Entries, key: &str| entries.iter().position(|(k, _)| k == key);
    for (key, before) in a {
        path.push(KeyPart::Key(key.clone()));
        match find(b, key).and_then(|at| b.get(at)) {
            None => push(ChangeKind::Removed, Some(before), None, path, out),
            Some((_, after)) => walk(before, after, path, out),
        }
        path.pop();
    }
    for (key, after) in b {
        if find(a, key).is_none() {
            path.push(KeyPart::Key(key.clone()));
            push(ChangeKind::Added, None, Some(after), path, out);
            path.pop();
        }
    }
    let keys = |entries: &Entries| entries.iter().map(|(k, _)| k.clone()).collect::<Vec<_>>();
    let (before, after) = (keys(a), keys(b));
    let mut sorted = (before.clone(), after.clone());
    sorted.0.sort();
    sorted.1.sort();
    if before != after && sorted.0 == sorted.1 {
        let list = |keys: Vec<String>| Value::Seq(keys.into_iter().map(Value::Str).collect());
        push(ChangeKind::Reordered, Some(&list(before)), Some(&list(after)), path, out);
    }
}

fn lists(a: &[Value], b: &[Value], path: &mut Vec<KeyPart>, out: &mut Vec<MetadataChange>) {
    if a == b {
        return;
    }
    let whole = |kind, out: &mut Vec<MetadataChange>, path: &mut Vec<KeyPart>| {
        push(kind, Some(&Value::Seq(a.to_vec())), Some(&Value::Seq(b.to_vec())), path, out);
    };
    if a.len().max(b.len()) > MOST_ITEMS {
        whole(ChangeKind::Changed, out, path);
        return;
    }
    let canonical = |items: &[Value]| items.iter().map(Value::canonical).collect::<Vec<_>>();
    let (before, after) = (canonical(a), canonical(b));
    let mut sorted = (before.clone(), after.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 {
        whole(ChangeKind::Reordered, out, path);
        return;
    }
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        // Items that were written anew stand in the same order; each pair is looked into.
        let paired = old.len().min(new.len());
        for i in 0..paired {
            if let (Some(x), Some(y)) = (a.get(old.start + i), b.get(new.start + i)) {
                path.push(KeyPart::Index(new.start + i));
                walk(x, y, path, out);
                path.pop();
            }
        }
        for (at, item) in a.iter().enumerate().take(old.end).skip(old.start + paired) {
            path.push(KeyPart::Index(at));
            push(ChangeKind::Removed, Some(item), None, path, out);
            path.pop();
        }
        for (at, item) in b.iter().enumerate().take(new.end).skip(new.start + paired) {
            path.push(KeyPart::Index(at));
            push(ChangeKind::Added, None, Some(item), path, out);
            path.pop();
        }
    }
}

fn push(
    kind: ChangeKind,
    before: Option<&Value>,
    after: Option<&Value>,
    path: &[KeyPart],
    out: &mut Vec<MetadataChange>,
) {
    if out.len() < MOST_CHANGES {
        out.push(MetadataChange {
            key: path.to_vec(),
            kind,
            before: before.cloned(),
            after: after.cloned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{self, path_text};

    fn told(base: &str, head: &str) -> Vec<String> {
        let load = |text: &str| yaml::parse(text, 0).unwrap().root().map(|r| r.value());
        diff(load(base).as_ref(), load(head).as_ref())
            .into_iter()
            .map(|c| format!("{} {}", c.kind.word(), path_text(&c.key)))
            .collect()
    }

    #[test]
    fn changes_are_told_by_path() {
        assert_eq!(told("a: 1\nb: 2", "a: 1.0\nc: 2"), ["removed b", "added c"]);
        assert_eq!(told("t: [a, b, c]", "t: [a, c, d]"), ["removed t[1]", "added t[2]"]);
        assert_eq!(told("t: [a, b]", "t: [b, a]"), ["reordered t"]);
        assert_eq!(told("a: 1\nb: 2", "b: 2\na: 1"), ["reordered (card)"]);
        assert_eq!(told("w: [{x: 1, y: 2}]", "w: [{x: 1, y: 3}]"), ["changed w[0].y"]);
        assert_eq!(told("a: x", "a: [x]"), ["changed a"]);
        assert_eq!(told("", "a: x"), ["added a"]);
    }

    #[test]
    fn long_values_are_told_from_where_they_differ() {
        let change = |before: &str, after: &str| MetadataChange {
            key: vec![],
            kind: ChangeKind::Changed,
            before: Some(Value::Str(before.to_owned())),
            after: Some(Value::Str(after.to_owned())),
        };
        let brief = |before: &str, after: &str| {
            let (before, after) = change(before, after).brief(40);
            (before.unwrap(), after.unwrap())
        };
        let long = "Nutzungsbedingungen für das Modell, Stand März";
        let told = brief(&format!("{long} 2024"), &format!("{long} 2025"));
        assert_eq!(told, ("…, Stand März 2024".to_owned(), "…, Stand März 2025".to_owned()));
        assert_eq!(brief(long, &format!("{long} 2025")).0, "…dell, Stand März");
        assert_eq!(brief("short", "shorter"), ("short".to_owned(), "shorter".to_owned()));
        assert_eq!(brief(long, "other"), (long.to_owned(), "other".to_owned()));
    }
}
