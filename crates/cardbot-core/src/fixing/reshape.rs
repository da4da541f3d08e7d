//! Steps of a fix that give a value another shape and keep its text as it was written: strings of
//! several lines, quotes and comments stay.

use super::FixBuilder;
use super::builder::{
    block_scalar_span, dash_at, dash_prefix, entry_end, indent_of, line_before, line_end,
};
use super::write::scalar_text;
use crate::edit::Edit;
use crate::finding::Change;
use crate::text::Span;
use crate::yaml::{Entry, KeyPart, NodeRef, Shape, Style, Value};

/// By how much a line moves that comes to stand one level deeper.
const STEP: &str = "  ";

impl FixBuilder {
    /// A map becomes the one item of a list.
    #[must_use]
    pub fn wrap_in_list(self, map: NodeRef<'_>) -> Self {
        let promised = Change::Set(map.path(), Value::Seq(vec![map.value()]));
        let fix = self.only_if(!map.is_anchored() && !map.is_tagged()).promise_change(promised);
        match map.shape() {
            Shape::Mapping { flow: true } => fix.around(map.span(), "[", "]"),
            Shape::Mapping { flow: false } => {
                let start = map.span().start;
                let before = line_before(map, start);
                let outer = map.parent().map_or(0, |outer| {
                    let key = outer.entries().next().map_or(outer, |entry| entry.key);
                    line_before(key, key.span().start).len()
                });
                let fix = fix.only_if(before.trim_matches(' ').is_empty());
                if before.len() >= outer + STEP.len() {
                    // The dash takes the place of two blanks, so that no other line moves.
                    fix.edit(Edit::replace(Span::new(start - STEP.len(), start), "- "))
                } else {
                    fix.edit(Edit::insert(start, "- ")).indent_after_first(map, map.span())
                }
            }
            _ => fix.only_if(false),
        }
    }

    /// A scalar item of a list becomes a map that holds it under a key: `- x` is `- key: x`.
    #[must_use]
    pub fn wrap_in_map(self, item: NodeRef<'_>, key: &str) -> Self {
        let fix = self.only_if(!item.is_anchored() && !item.is_tagged()).promise_change(
            Change::Set(item.path(), Value::Map(vec![(key.to_owned(), item.value())])),
        );
        if item.in_flow() {
            return fix.around(item.span(), &format!("{{{key}: "), "}");
        }
        fix.put_key(item, &format!("{key}: "))
    }

    /// The scalar under a key becomes a list of one map that holds it: `key: x` is `key:` with
    /// `- inner: x` below.
    #[must_use]
    pub fn wrap_in_list_of_maps(self, entry: Entry<'_>, inner: &str) -> Self {
        let value = entry.value;
        let map = Value::Map(vec![(inner.to_owned(), value.value())]);
        let fix = self
            .only_if(!value.is_anchored() && !value.is_tagged())
            .promise_change(Change::Set(value.path(), Value::Seq(vec![map])));
        if value.in_flow() {
            return fix.around(value.span(), &format!("[{{{inner}: "), "}]");
        }
        let Some((after, start)) = after_colon(entry).zip(start_of(value)) else {
            return fix.only_if(false);
        };
        let gap = Span::new(after, start);
        let blank = value.tree().slice(gap).trim_matches([' ', '\t']).is_empty();
        let lead = format!("{}{}- {inner}: ", line_end(value), indent_of(entry.key));
        fix.only_if(blank).edit(Edit::replace(gap, lead)).indent_after_first(value, value.span())
    }

    /// The one item of a list, a map, takes the list's place.
    #[must_use]
    pub fn unwrap_item(self, item: NodeRef<'_>) -> Self {
        let Some(list) = item.parent().filter(|list| list.len() == 1) else {
            return self.only_if(false);
        };
        let plain = [list, item].iter().all(|node| !node.is_anchored() && !node.is_tagged());
        let fix = self.only_if(plain).promise_change(Change::Set(list.path(), item.value()));
        match (list.shape(), item.shape()) {
            (Shape::Sequence { flow: false }, Shape::Mapping { flow: false }) => {
                match dash_at(item) {
                    Some(dash) => fix.edit(Edit::replace(Span::new(dash, dash + 1), " ")),
                    None => fix.only_if(false),
                }
            }
            (Shape::Sequence { flow: true }, _) => {
                fix.edit(Edit::replace(list.span(), item.raw().to_owned()))
            }
            _ => fix.only_if(false),
        }
    }

    /// The maps of a block list become one map in the list's place: `- a: 1` and `- b: 2` are
    /// `a: 1` and `b: 2`.
    #[must_use]
    pub fn merge_items(self, list: NodeRef<'_>) -> Self {
        let mut merged: Vec<(String, Value)> = vec![];
        let mut columns = vec![];
        let mut fix = self.only_if(!list.is_anchored() && !list.is_tagged() && list.len() <= 50);
        for item in list.items().take(50) {
            let (Some(dash), Value::Map(entries)) = (dash_at(item), item.value()) else {
                return fix.only_if(false);
            };
            let distinct =
                entries.iter().all(|(key, _)| merged.iter().all(|(other, _)| other != key));
            let plain = item.shape() == Shape::Mapping { flow: false }
                && !item.is_anchored()
                && !item.is_tagged();
            columns.push(line_before(item, item.span().start).chars().count());
            merged.extend(entries);
            fix =
                fix.only_if(distinct && plain).edit(Edit::replace(Span::new(dash, dash + 1), " "));
        }
        columns.dedup();
        fix.only_if(columns.len() == 1).promise_change(Change::Set(list.path(), Value::Map(merged)))
    }

    /// Two neighbouring maps of a block list become one: the later one's entries join the first.
    #[must_use]
    pub fn join_items(self, first: NodeRef<'_>, second: NodeRef<'_>) -> Self {
        let (Value::Map(mut entries), Value::Map(more)) = (first.value(), second.value()) else {
            return self.only_if(false);
        };
        let distinct = more.iter().all(|(key, _)| entries.iter().all(|(other, _)| other != key));
        entries.extend(more);
        let plain = [first, second].iter().all(|item| {
            item.shape() == Shape::Mapping { flow: false }
                && !item.is_anchored()
                && !item.is_tagged()
        });
        let Some(dash) = dash_at(second) else { return self.only_if(false) };
        self.only_if(distinct && plain)
            .edit(Edit::replace(Span::new(dash, dash + 1), " "))
            .promise_change(Change::Set(first.path(), Value::Map(entries)))
            .promise_change(Change::Splice(second.path(), vec![]))
    }

    /// A text item of a block list becomes an entry of the map before it: `- x` is `key: x`.
    #[must_use]
    pub fn join_text(self, map: NodeRef<'_>, item: NodeRef<'_>, key: &str) -> Self {
        let Value::Map(mut entries) = map.value() else { return self.only_if(false) };
        let distinct = entries.iter().all(|(other, _)| other != key);
        entries.push((key.to_owned(), item.value()));
        let plain = map.shape() == Shape::Mapping { flow: false } && !map.is_anchored();
        let first = map.entries().next().map(|entry| entry.key);
        let column = first.map(|key| line_before(key, key.span().start).chars().count());
        let Some((column, dash)) = column.zip(dash_at(item)) else { return self.only_if(false) };
        let start = dash - line_before(item, dash).len();
        let span = Span::new(start, item.span().start);
        let before = item.tree().slice(span);
        self.only_if(distinct && plain && !item.is_anchored() && !item.is_tagged())
            .only_if(before.trim_matches(' ') == "-")
            .edit(Edit::replace(span, format!("{}{key}: ", " ".repeat(column))))
            .indent_after_first(item, item.span())
            .promise_change(Change::Set(map.path(), Value::Map(entries)))
            .promise_change(Change::Splice(item.path(), vec![]))
    }

    /// An entry moves into a new map beside it: `key: x` is `outer:` with `key: x` below.
    #[must_use]
    pub fn nest_entry(self, entry: Entry<'_>, outer: &str) -> Self {
        let Some(map) = entry.key.parent().filter(|map| map.get(outer).is_none()) else {
            return self.only_if(false);
        };
        let mut path = map.path();
        path.push(KeyPart::Key(outer.to_owned()));
        let inner = Value::Map(vec![(entry.name().to_owned(), entry.value.value())]);
        let fix = self
            .promise_change(Change::Remove(entry.value.path()))
            .promise_change(Change::Set(path, inner));
        let span = Span::new(entry.key.span().start, entry_end(entry));
        if map.in_flow() {
            return fix.around(span, &format!("{outer}: {{"), "}");
        }
        let column = line_before(entry.key, span.start).chars().count();
        let lead = format!("{outer}:{}{}{STEP}", line_end(entry.key), " ".repeat(column));
        fix.edit(Edit::insert(span.start, lead)).indent_after_first(entry.key, span)
    }

    /// A map whose one entry holds a list becomes several maps, each with one item of the list:
    /// `- key: [a, b]` is `- key: a` and `- key: b`.
    #[must_use]
    pub fn split_list(self, map: NodeRef<'_>, entry: Entry<'_>) -> Self {
        let scalars = entry.value.items().all(|item| item.is_scalar() && item.style().is_some());
        let Some(prefix) = dash_prefix(map).filter(|_| scalars && !map.in_flow()) else {
            return self.only_if(false);
        };
        let name = entry.name();
        let mut written = String::new();
        let mut maps = vec![];
        for (i, item) in entry.value.items().enumerate() {
            if i > 0 {
                written.push_str(&format!("{}{prefix}{}: ", line_end(map), entry.key.raw()));
            }
            written.push_str(&scalar_text(item.text(), item.style()));
            maps.push(Value::Map(vec![(name.to_owned(), Value::Str(item.text().to_owned()))]));
        }
        self.rewrite(entry, &written).promise_change(Change::Splice(map.path(), maps))
    }

    /// All entries of a map move one level down: `a: 1` is `outer:` with `a: 1` below.
    #[must_use]
    pub fn nest_map(self, map: NodeRef<'_>, outer: &str) -> Self {
        let promised = Value::Map(vec![(outer.to_owned(), map.value())]);
        let fix = self
            .only_if(!map.is_anchored() && !map.is_tagged())
            .promise_change(Change::Set(map.path(), promised));
        if map.in_flow() {
            return fix.around(map.span(), &format!("{{{outer}: "), "}");
        }
        let Some(first) = map.entries().next() else { return fix.only_if(false) };
        let start = first.key.span().start;
        let column = line_before(first.key, start).chars().count();
        let lead = format!("{outer}:{}{}{STEP}", line_end(map), " ".repeat(column));
        fix.only_if(map.shape() == Shape::Mapping { flow: false })
            .edit(Edit::insert(start, lead))
            .indent_after_first(map, Span::new(start, map.span().end))
    }

    /// The value of an entry, whatever its shape, is written anew on the key's own line.
    #[must_use]
    pub fn set_entry(self, entry: Entry<'_>, written: &str, value: Value) -> Self {
        self.rewrite(entry, written).promise_change(Change::Set(entry.value.path(), value))
    }

    /// An entry becomes another one: `a: 1` is `b: 2`.
    #[must_use]
    pub fn replace_entry(self, entry: Entry<'_>, key: &str, written: &str, value: Value) -> Self {
        let Some(map) = entry.key.parent().filter(|map| map.get(key).is_none()) else {
            return self.only_if(false);
        };
        let mut path = map.path();
        path.push(KeyPart::Key(key.to_owned()));
        self.rewrite(entry, written)
            .edit(Edit::replace(entry.key.span(), key))
            .promise_change(Change::Remove(entry.value.path()))
            .promise_change(Change::Set(path, value))
    }

    /// Writes something else in the place of an entry's value.
    fn rewrite(self, entry: Entry<'_>, written: &str) -> Self {
        let old = entry.value;
        let tree = old.tree();
        let Some(colon) = after_colon(entry) else { return self.only_if(false) };
        let raw = tree.slice(Span::new(colon, entry_end(entry)));
        let span = Span::new(colon, colon + raw.trim_end().len());
        // A comment within would be lost, and so would an anchor that others point to.
        let commented = tree.comments().iter().any(|comment| comment.span.touches(span));
        let values = old.entries().map(|inner| inner.value);
        let mut nodes = old.items().chain(values).chain([old]);
        let pinned = nodes.any(|node| node.is_anchored() || node.is_tagged());
        self.only_if(!commented && !pinned).edit(Edit::replace(span, format!(" {written}")))
    }

    /// Puts a key before a scalar of a block list.
    fn put_key(self, item: NodeRef<'_>, key: &str) -> Self {
        let Some(start) = start_of(item) else { return self.only_if(false) };
        self.edit(Edit::insert(start, key)).indent_after_first(item, item.span())
    }

    /// Puts something before and after a span.
    fn around(self, span: Span, before: &str, after: &str) -> Self {
        self.only_if(!span.is_empty())
            .edit(Edit::insert(span.start, before))
            .edit(Edit::insert(span.end, after))
    }

    /// Indents the lines of a span that begin within it.
    fn indent_after_first(mut self, node: NodeRef<'_>, span: Span) -> Self {
        let span = match node.style() {
            // Its first line is the one with the sign.
            Some(Style::Literal | Style::Folded) => block_scalar_span(node).unwrap_or(span),
            _ => span,
        };
        let text = node.tree().slice(span);
        let mut at = span.start;
        let mut first = true;
        for line in text.split_inclusive('\n') {
            if !first && !line.trim().is_empty() {
                self = self.edit(Edit::insert(at, STEP));
            }
            first = false;
            at += line.len();
        }
        self
    }
}

/// Where a scalar begins, the sign of a block scalar included.
fn start_of(node: NodeRef<'_>) -> Option<usize> {
    match node.style()? {
        Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => Some(node.span().start),
        Style::Literal | Style::Folded => block_scalar_span(node).map(|span| span.start),
        Style::Empty => None,
    }
}

/// The offset after the colon of an entry.
fn after_colon(entry: Entry<'_>) -> Option<usize> {
    let from = entry.key.span().end;
    let tree = entry.key.tree();
    let rest = tree.slice(Span::new(from, tree.span().end));
    let colon = rest.find(':')?;
    rest.get(..colon)?.trim_matches([' ', '\t']).is_empty().then_some(from + colon + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Card;
    use crate::edit;
    use crate::fixing;
    use crate::text::Source;

    /// The metadata after a verified fix; `None` when there is none.
    fn mended(yaml: &str, make: impl Fn(&Card<'_>) -> Option<FixBuilder>) -> Option<String> {
        let text = format!("---\n{yaml}---\n");
        let source = Source::new(text.as_bytes());
        let card = Card::new("README.md", &source);
        let fix = make(&card)?.build()?;
        assert_eq!(fixing::verify(&card, &[&fix]), [true], "{:?}", fix.edits);
        let after = edit::apply(&text, &fix.edits)?;
        Some(after.trim_start_matches("---\n").trim_end_matches("---\n").to_owned())
    }

    fn fix() -> FixBuilder {
        FixBuilder::safe("Mend")
    }

    #[test]
    fn a_map_becomes_a_list_of_one() {
        let wrap = |card: &Card<'_>| Some(fix().wrap_in_list(card.get("w")?));
        for (before, after) in [
            (
                "w:\n  a: 1\n  b: |\n    x\n     y\nc: 2\n",
                "w:\n- a: 1\n  b: |\n    x\n     y\nc: 2\n",
            ),
            ("w:\n    a: 1\n    b: 2\n", "w:\n  - a: 1\n    b: 2\n"),
            ("w:\n a: 1\n b: \"x\n   y\"\n", "w:\n - a: 1\n   b: \"x\n     y\"\n"),
            ("w: {a: 1}\n", "w: [{a: 1}]\n"),
        ] {
            assert_eq!(mended(before, wrap).as_deref(), Some(after));
        }
        assert_eq!(mended("w: &x\n  a: 1\ny: *x\n", wrap), None);
    }

    #[test]
    fn a_text_item_becomes_a_map() {
        let wrap =
            |card: &Card<'_>| Some(fix().wrap_in_map(card.get("w")?.items().next()?, "text"));
        for (before, after) in [
            ("w:\n- some text\n- b\n", "w:\n- text: some text\n- b\n"),
            ("w:\n  - \"a: b\" # c\n", "w:\n  - text: \"a: b\" # c\n"),
            ("w:\n- plain of\n  two lines\n- b\n", "w:\n- text: plain of\n    two lines\n- b\n"),
            ("w:\n- |\n  a\n\n  b\n- c\n", "w:\n- text: |\n    a\n\n    b\n- c\n"),
            ("w: [a b, c]\n", "w: [{text: a b}, c]\n"),
        ] {
            assert_eq!(mended(before, wrap).as_deref(), Some(after));
        }
    }

    #[test]
    fn a_lone_text_becomes_a_list_of_one_map() {
        let wrap = |card: &Card<'_>| Some(fix().wrap_in_list_of_maps(card.entry("w")?, "text"));
        for (before, after) in [
            ("w: some text # c\n", "w:\n- text: some text # c\n"),
            ("w: 'of\n  two lines'\n", "w:\n- text: 'of\n    two lines'\n"),
            ("w: >\n  a\n  b\nc: 1\n", "w:\n- text: >\n    a\n    b\nc: 1\n"),
        ] {
            assert_eq!(mended(before, wrap).as_deref(), Some(after));
        }
        assert_eq!(mended("w:\n  # c\n  text\n", wrap), None);
    }

    #[test]
    fn two_items_become_one() {
        let join = |card: &Card<'_>| {
            let mut items = card.get("w")?.items();
            Some(fix().join_items(items.next()?, items.next()?))
        };
        assert_eq!(
            mended("w:\n- a: 1\n- b: 2\n- a: 3\n", join).as_deref(),
            Some("w:\n- a: 1\n  b: 2\n- a: 3\n")
        );
        assert_eq!(mended("w:\n- a: 1\n- a: 2\n", join), None);
    }

    #[test]
    fn a_text_joins_the_map_before_it() {
        let join = |card: &Card<'_>| {
            let mut items = card.get("w")?.items();
            Some(fix().join_text(items.next()?, items.next()?, "b"))
        };
        for (before, after) in [
            ("w:\n  - a: 1\n  - \"x: y\"\n", Some("w:\n  - a: 1\n    b: \"x: y\"\n")),
            ("w:\n- b: 1\n- x\n", None),
        ] {
            assert_eq!(mended(before, join).as_deref(), after);
        }
    }

    #[test]
    fn an_entry_moves_one_level_down() {
        let nest = |card: &Card<'_>| {
            let item = card.get("w")?.items().next()?;
            Some(fix().nest_entry(item.entry("b")?, "p"))
        };
        for (before, after) in [
            ("w:\n- a: 1\n  b: 2\n  c: 3\n", "w:\n- a: 1\n  p:\n    b: 2\n  c: 3\n"),
            ("w:\n- b: [1,\n    2]\n", "w:\n- p:\n    b: [1,\n      2]\n"),
            ("w: [{a: 1, b: 2}]\n", "w: [{a: 1, p: {b: 2}}]\n"),
        ] {
            assert_eq!(mended(before, nest).as_deref(), Some(after));
        }
    }

    #[test]
    fn a_whole_map_moves_one_level_down() {
        let nest = |card: &Card<'_>| Some(fix().nest_map(card.get("w")?, "p"));
        for (before, after) in [
            ("w:\n  a: 1 # c\n  b: 2\nc: 3\n", "w:\n  p:\n    a: 1 # c\n    b: 2\nc: 3\n"),
            ("w: {a: 1}\n", "w: {p: {a: 1}}\n"),
        ] {
            assert_eq!(mended(before, nest).as_deref(), Some(after));
        }
    }

    #[test]
    fn the_one_item_takes_the_place_of_its_list() {
        let unwrap = |card: &Card<'_>| Some(fix().unwrap_item(card.get("w")?.items().next()?));
        for (before, after) in [
            ("w:\n- a: 1\n  b: 2\n", Some("w:\n  a: 1\n  b: 2\n")),
            ("w: [{a: 1}]\n", Some("w: {a: 1}\n")),
            ("w:\n- a: 1\n- b: 2\n", None),
        ] {
            assert_eq!(mended(before, unwrap).as_deref(), after);
        }
    }

    #[test]
    fn a_list_is_split_into_maps() {
        let split = |card: &Card<'_>| {
            let map = card.get("w")?.items().next()?;
            Some(fix().split_list(map, map.entries().next()?))
        };
        for (before, after) in [
            ("w:\n  - a: [x, 'y']\n", Some("w:\n  - a: x\n  - a: 'y'\n")),
            ("w:\n- a:\n  - x\n  - 1\n- b: 2\n", Some("w:\n- a: x\n- a: \"1\"\n- b: 2\n")),
            ("w:\n- a:\n  - x # c\n  - y\n", None),
        ] {
            assert_eq!(mended(before, split).as_deref(), after);
        }
    }

    #[test]
    fn a_value_of_any_shape_is_written_anew() {
        let set = |card: &Card<'_>| {
            Some(fix().set_entry(card.entry("w")?, "\"a, b\"", Value::Str("a, b".to_owned())))
        };
        for (before, after) in [
            ("w:\n- a\n- b\nc: 1\n", "w: \"a, b\"\nc: 1\n"),
            ("w: [a, b] # c\n", "w: \"a, b\" # c\n"),
            ("w:\nc: 1\n", "w: \"a, b\"\nc: 1\n"),
        ] {
            assert_eq!(mended(before, set).as_deref(), Some(after));
        }
        assert_eq!(mended("w:\n- a # why\n- b\n", set), None);
        let replace =
            |card: &Card<'_>| Some(fix().replace_entry(card.entry("w")?, "x", "2", Value::Int(2)));
        assert_eq!(mended("w: 1 # c\ny: 3\n", replace).as_deref(), Some("x: 2 # c\ny: 3\n"));
        assert_eq!(mended("w: 1\nx: 3\n", replace), None);
    }
}
