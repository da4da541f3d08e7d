//! The builder that rules use: each step adds the edits and the promise that goes with them.

use super::write::scalar_text;
use crate::edit::Edit;
use crate::finding::{Change, Fix, Promise, Safety};
use crate::text::Span;
use crate::yaml::{Entry, KeyPart, NodeRef, Shape, Style, Value};

/// Collects the edits of one fix. A step that can't be done keeping all else as it is makes the
/// whole fix void: [`FixBuilder::build`] then gives `None`.
#[derive(Debug)]
pub struct FixBuilder {
    title: String,
    safety: Safety,
    edits: Vec<Edit>,
    changes: Vec<Change>,
    promise: Option<Promise>,
    void: bool,
}

impl FixBuilder {
    /// A fix that needs no look.
    #[must_use]
    pub fn safe(title: impl Into<String>) -> Self {
        Self::new(title.into(), Safety::Safe)
    }

    /// A fix that a person must look at.
    #[must_use]
    pub fn ask(title: impl Into<String>) -> Self {
        Self::new(title.into(), Safety::Ask)
    }

    fn new(title: String, safety: Safety) -> Self {
        Self { title, safety, edits: vec![], changes: vec![], promise: None, void: false }
    }

    /// Sets the safety afterwards.
    #[must_use]
    pub fn with_safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// A free edit; say what it means with [`Self::promise_change`] or [`Self::promise`].
    #[must_use]
    pub fn edit(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// Adds a promised change of the loaded metadata.
    #[must_use]
    pub fn promise_change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// A promise other than changed values.
    #[must_use]
    pub fn promise(mut self, promise: Promise) -> Self {
        self.promise = Some(promise);
        self
    }

    /// Makes the fix void unless `ok`.
    #[must_use]
    pub fn only_if(mut self, ok: bool) -> Self {
        self.void |= !ok;
        self
    }

    /// A scalar (or a missing value) becomes this text, in the quotes it had.
    #[must_use]
    pub fn set_text(self, node: NodeRef<'_>, text: &str) -> Self {
        let written = scalar_text(text, node.style());
        self.set_raw(node, written, Value::Str(text.to_owned()))
    }

    /// A scalar becomes this YAML text, which loads to `value`.
    #[must_use]
    pub fn set_raw(mut self, node: NodeRef<'_>, written: String, value: Value) -> Self {
        let Some(style) = node.style() else {
            // An alias or a collection in flow style can be replaced as it stands.
            let flow = matches!(
                node.shape(),
                Shape::Alias | Shape::Sequence { flow: true } | Shape::Mapping { flow: true }
            );
            self.void |= !flow || node.is_anchored() || node.is_tagged();
            self.edits.push(Edit::replace(node.span(), written));
            self.changes.push(Change::Set(node.path(), value));
            return self;
        };
        if node.is_anchored() || node.is_tagged() {
            self.void = true;
        }
        match style {
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => {
                self.edits.push(Edit::replace(node.span(), written));
            }
            Style::Empty => self.edits.push(Edit::insert(node.span().start, format!(" {written}"))),
            Style::Literal | Style::Folded => match block_scalar_span(node) {
                Some(span) => self.edits.push(Edit::replace(span, written)),
                None => self.void = true,
            },
        }
        self.changes.push(Change::Set(node.path(), value));
        self
    }

    /// A map in block style becomes this YAML text, which loads to `value`.
    #[must_use]
    pub fn set_block(mut self, map: NodeRef<'_>, written: String, value: Value) -> Self {
        let first = map.entries().next().map(|entry| entry.key.span().start);
        let last = map.entries().last().map(entry_end);
        let (Shape::Mapping { flow: false }, Some(start), Some(end)) = (map.shape(), first, last)
        else {
            self.void = true;
            return self;
        };
        self.void |= map.is_anchored() || map.is_tagged();
        self.edits.push(Edit::replace(Span::new(start, end), written));
        self.changes.push(Change::Set(map.path(), value));
        self
    }

    /// A list of one becomes its only item, a text, behind the key.
    #[must_use]
    pub fn unwrap_list(mut self, entry: Entry<'_>, text: &str) -> Self {
        let list = entry.value;
        let written = scalar_text(text, None);
        let value = Value::Str(text.to_owned());
        if !matches!(list.shape(), Shape::Sequence { flow: false }) {
            return self.set_raw(list, written, value);
        }
        let Some(end) = list.items().last().map(node_end) else {
            self.void = true;
            return self;
        };
        let span = Span::new(entry.key.span().end, end);
        // A comment in between would be lost; a block scalar ends elsewhere.
        let simple = list.items().all(|item| {
            matches!(item.style(), Some(Style::Plain | Style::SingleQuoted | Style::DoubleQuoted))
        });
        self.void |= !simple
            || list.is_anchored()
            || list.is_tagged()
            || list.tree().slice(span).contains('#');
        self.edits.push(Edit::replace(span, format!(": {written}")));
        self.changes.push(Change::Set(list.path(), value));
        self
    }

    /// A scalar is wrapped into a one-item flow list: `x` becomes `[x]`.
    #[must_use]
    pub fn set_list(self, node: NodeRef<'_>, items: &[&str]) -> Self {
        let written = items.iter().map(|i| scalar_text(i, None)).collect::<Vec<_>>().join(", ");
        let value = Value::Seq(items.iter().map(|i| Value::Str((*i).to_owned())).collect());
        self.set_raw(node, format!("[{written}]"), value)
    }

    /// One item of a list becomes several, in the style of the list.
    #[must_use]
    pub fn split_item(mut self, item: NodeRef<'_>, parts: &[String]) -> Self {
        let (Some(list), Some((first, rest))) = (item.parent(), parts.split_first()) else {
            self.void = true;
            return self;
        };
        if item.is_anchored()
            || item.is_tagged()
            || !matches!(
                item.style(),
                Some(Style::Plain | Style::SingleQuoted | Style::DoubleQuoted)
            )
        {
            self.void = true;
            return self;
        }
        let separator = match list.shape() {
            Shape::Sequence { flow: true } => ", ".to_owned(),
            Shape::Sequence { flow: false } => match dash_prefix(item) {
                Some(prefix) => format!("{}{prefix}", line_end(item)),
                None => {
                    self.void = true;
                    return self;
                }
            },
            _ => {
                self.void = true;
                return self;
            }
        };
        let mut written = scalar_text(first, item.style());
        for part in rest {
            written.push_str(&separator);
            written.push_str(&scalar_text(part, item.style()));
        }
        self.edits.push(Edit::replace(item.span(), written));
        let parts = parts.iter().map(|part| Value::Str(part.clone())).collect();
        self.changes.push(Change::Splice(item.path(), parts));
        self
    }

    /// Renames a key.
    #[must_use]
    pub fn rename_key(mut self, entry: Entry<'_>, name: &str) -> Self {
        let style = entry.key.style();
        if !matches!(style, Some(Style::Plain | Style::SingleQuoted | Style::DoubleQuoted)) {
            self.void = true;
        }
        let written = scalar_text(name, None);
        self.edits.push(Edit::replace(entry.key.span(), written));
        self.changes.push(Change::Rename(entry.key.path(), name.to_owned()));
        self
    }

    /// Removes an entry of a map with its lines.
    #[must_use]
    pub fn remove_entry(mut self, entry: Entry<'_>) -> Self {
        let Some(map) = entry.key.parent() else {
            self.void = true;
            return self;
        };
        let path = entry.value.path();
        if map.len() == 1 {
            // The map itself would become null; an empty block is a change of kind.
            self.void = true;
            return self;
        }
        let end = entry_end(entry);
        match map.shape() {
            Shape::Mapping { flow: false } => {
                match whole_lines(entry.key, entry.key.span().start, end) {
                    Some(span) => self.edits.push(Edit::delete(span)),
                    None => self.void = true,
                }
            }
            Shape::Mapping { flow: true } => {
                let next = map.entries().skip_while(|e| e.key != entry.key).nth(1).map(|e| e.key);
                let previous =
                    map.entries().take_while(|e| e.key != entry.key).last().map(entry_end);
                self.edits.push(Edit::delete(flow_span(entry.key, end, next, previous)));
            }
            _ => self.void = true,
        }
        self.changes.push(Change::Remove(path));
        self
    }

    /// Removes an item of a list with its lines. The list must keep at least one.
    #[must_use]
    pub fn remove_item(self, item: NodeRef<'_>) -> Self {
        self.remove_items(&[item])
    }

    /// Removes several items of one list. The list must keep at least one.
    #[must_use]
    pub fn remove_items(mut self, removed: &[NodeRef<'_>]) -> Self {
        let Some(list) = removed.first().and_then(NodeRef::parent) else {
            self.void = true;
            return self;
        };
        if list.len() <= removed.len() {
            self.void = true;
            return self;
        }
        let last_kept = match removed {
            [item] => item.next_item(),
            _ => list.items().filter(|i| !removed.contains(i)).last(),
        };
        let mut lines = vec![];
        for item in removed {
            let end = node_end(*item);
            match list.shape() {
                Shape::Sequence { flow: false } => {
                    lines.push(dash_at(*item).and_then(|start| lines_of(*item, start, end)));
                }
                Shape::Sequence { flow: true } => {
                    // Where all that follows goes too, the comma before must go once only.
                    let followed = last_kept.is_some_and(|k| k.span().start > item.span().start);
                    let span = match item.next_item().filter(|_| followed) {
                        Some(next) => Span::new(item.span().start, next.span().start),
                        None => {
                            let before = list.items().take_while(|i| i != item).last();
                            flow_span(*item, end, None, before.map(node_end))
                        }
                    };
                    self.edits.push(Edit::delete(span));
                }
                _ => self.void = true,
            }
            self.changes.push(Change::Splice(item.path(), vec![]));
        }
        self.delete_lines(list, lines)
    }

    /// Removes several entries of one map with their lines. The map must keep at least one.
    #[must_use]
    pub fn remove_entries(mut self, removed: &[Entry<'_>]) -> Self {
        let Some(map) = removed.first().and_then(|entry| entry.key.parent()) else {
            self.void = true;
            return self;
        };
        if let [one] = removed {
            return self.remove_entry(*one);
        }
        self.void |= map.len() <= removed.len() || map.shape() != Shape::Mapping { flow: false };
        let lines = removed
            .iter()
            .map(|entry| lines_of(entry.key, entry.key.span().start, entry_end(*entry)))
            .collect();
        self.changes.extend(removed.iter().map(|entry| Change::Remove(entry.value.path())));
        self.delete_lines(map, lines)
    }

    /// Deletes whole lines. Neighbours go in one edit, and what ends the block takes the line end
    /// before it along.
    fn delete_lines(mut self, node: NodeRef<'_>, lines: Vec<Option<Span>>) -> Self {
        let mut spans: Vec<Span> = vec![];
        self.void |= lines.iter().any(Option::is_none);
        let mut lines: Vec<Span> = lines.into_iter().flatten().collect();
        lines.sort();
        for line in lines {
            match spans.last_mut() {
                Some(last) if last.end >= line.start => last.end = last.end.max(line.end),
                _ => spans.push(line),
            }
        }
        self.edits.extend(spans.into_iter().map(|span| Edit::delete(with_line_end(node, span))));
        self
    }

    /// Adds a top-level entry on a line of its own, after `after` (an entry of the same map).
    #[must_use]
    pub fn add_entry_after(
        mut self,
        after: Entry<'_>,
        key: &str,
        written: &str,
        value: Value,
    ) -> Self {
        let Some(map) = after.key.parent() else {
            self.void = true;
            return self;
        };
        let mut path = map.path();
        path.push(KeyPart::Key(key.to_owned()));
        match map.shape() {
            Shape::Mapping { flow: true } => {
                self.edits.push(Edit::insert(entry_end(after), format!(", {key}: {written}")));
            }
            _ => {
                let tree = after.key.tree();
                let eol = line_end(after.key);
                let indent = indent_of(after.key);
                let end = end_of_line(after.key, entry_end(after));
                if end >= tree.span().end
                    && !tree.slice(Span::new(end.saturating_sub(1), end)).ends_with('\n')
                {
                    self.edits.push(Edit::insert(end, format!("{eol}{indent}{key}: {written}")));
                } else {
                    self.edits.push(Edit::insert(end, format!("{indent}{key}: {written}{eol}")));
                }
            }
        }
        self.changes.push(Change::Set(path, value));
        self
    }

    /// Adds a top-level entry on a line of its own, before `before` (an entry of the same map).
    #[must_use]
    pub fn add_entry_before(
        mut self,
        before: Entry<'_>,
        key: &str,
        written: &str,
        value: Value,
    ) -> Self {
        let Some(map) = before.key.parent() else {
            self.void = true;
            return self;
        };
        let mut path = map.path();
        path.push(KeyPart::Key(key.to_owned()));
        let between = match map.shape() {
            Shape::Mapping { flow: true } => ", ".to_owned(),
            _ => format!("{}{}", line_end(before.key), indent_of(before.key)),
        };
        let start = before.key.span().start;
        self.edits.push(Edit::insert(start, format!("{key}: {written}{between}")));
        self.changes.push(Change::Set(path, value));
        self
    }

    /// The fix, unless a step made it void.
    #[must_use]
    pub fn build(mut self) -> Option<Fix> {
        if self.void || self.edits.is_empty() {
            return None;
        }
        self.edits.sort();
        join_insertions(&mut self.edits);
        if !crate::edit::are_disjoint(&self.edits) {
            return None;
        }
        let promise = self.promise.unwrap_or(Promise::Values(self.changes));
        Some(Fix { title: self.title, safety: self.safety, edits: self.edits, promise })
    }
}

/// Within one fix the order of a replacement and of what is inserted at its end is no matter of
/// luck: they become one edit.
fn join_insertions(edits: &mut Vec<Edit>) {
    edits.dedup_by(|next, edit| {
        let joins =
            next.span.is_empty() && !edit.span.is_empty() && next.span.start == edit.span.end;
        if joins {
            edit.text.push_str(&next.text);
        }
        joins
    });
}

/// The line end in use around a node.
pub(super) fn line_end(node: NodeRef<'_>) -> &'static str {
    if node.tree().source().contains("\r\n") { "\r\n" } else { "\n" }
}

/// The white space before a node on its line; empty when something else stands there.
pub(super) fn indent_of(node: NodeRef<'_>) -> String {
    let before = line_before(node, node.span().start);
    if before.trim().is_empty() { before.to_owned() } else { " ".repeat(before.chars().count()) }
}

/// What stands on the line before an offset.
pub(super) fn line_before(node: NodeRef<'_>, at: usize) -> &str {
    let tree = node.tree();
    let before = tree.slice(Span::new(tree.offset(), at));
    before.rsplit(['\n', '\r']).next().unwrap_or("")
}

/// The dash of a block list's item.
pub(super) fn dash_at(item: NodeRef<'_>) -> Option<usize> {
    let before = line_before(item, item.span().start);
    let dash = before.trim_end_matches([' ', '\t']);
    dash.ends_with('-').then(|| item.span().start - (before.len() - dash.len()) - 1)
}

/// What a further item of the same block list begins with: the same indentation, dash and blanks.
pub(super) fn dash_prefix(item: NodeRef<'_>) -> Option<String> {
    let before = line_before(item, item.span().start);
    let blank = before.trim_start_matches(' ').trim_end_matches(' ') == "-";
    blank.then(|| before.to_owned())
}

/// Where a node ends, block scalar and anchors included.
fn node_end(node: NodeRef<'_>) -> usize {
    node.span().end
}

/// Where an entry ends; a missing value ends at its colon.
pub(super) fn entry_end(entry: Entry<'_>) -> usize {
    entry.value.span().end.max(entry.key.span().end)
}

/// The offset after the line end that follows `at`, or the end of the YAML text.
fn end_of_line(node: NodeRef<'_>, at: usize) -> usize {
    let tree = node.tree();
    if at > tree.offset() && tree.slice(Span::new(at - 1, at)) == "\n" {
        return at;
    }
    let rest = tree.slice(Span::new(at, tree.span().end));
    rest.find('\n').map_or(tree.span().end, |eol| at + eol + 1)
}

/// The whole lines from `start` to `end`, if nothing else but a comment stands on them, with one
/// line end.
fn whole_lines(node: NodeRef<'_>, start: usize, end: usize) -> Option<Span> {
    lines_of(node, start, end).map(|span| with_line_end(node, span))
}

/// The whole lines from `start` to `end`, if nothing else but a comment stands on them.
fn lines_of(node: NodeRef<'_>, start: usize, end: usize) -> Option<Span> {
    let before = line_before(node, start);
    if !before.trim_matches(' ').is_empty() {
        return None;
    }
    let tree = node.tree();
    let last = end_of_line(node, end);
    let trailing = tree.slice(Span::new(end, last)).trim();
    let clean = trailing.is_empty() || trailing.starts_with('#');
    clean.then(|| Span::new(start - before.len(), last))
}

/// Lines with one line end: the last line of the block has none of its own, so it takes the one
/// before.
fn with_line_end(node: NodeRef<'_>, lines: Span) -> Span {
    let tree = node.tree();
    if lines.end < tree.span().end || tree.slice(lines).ends_with('\n') {
        return lines;
    }
    let head = tree.slice(Span::new(tree.offset(), lines.start));
    let eol = if head.ends_with("\r\n") { 2 } else { usize::from(head.ends_with('\n')) };
    Span::new(lines.start - eol, lines.end)
}

/// What to delete for one element of a flow collection: itself with one comma.
fn flow_span(
    first: NodeRef<'_>,
    end: usize,
    next: Option<NodeRef<'_>>,
    previous: Option<usize>,
) -> Span {
    match (next, previous) {
        (Some(next), _) => Span::new(first.span().start, next.span().start),
        (None, Some(previous)) => Span::new(previous, end),
        (None, None) => Span::new(first.span().start, end),
    }
}

/// A block scalar from its `|` or `>` to the end of its text, without the last line end.
pub(super) fn block_scalar_span(node: NodeRef<'_>) -> Option<Span> {
    let tree = node.tree();
    let before = tree.slice(Span::new(tree.offset(), node.span().start));
    let header_line = before.trim_end_matches([' ', '\t', '\n', '\r']);
    let header = header_line.rfind(['|', '>'])?;
    let sign = header_line.get(header..)?;
    if sign.contains('\n') || sign.len() > 3 {
        return None;
    }
    let raw = node.raw();
    let end = node.span().end - (raw.len() - raw.trim_end_matches(['\n', '\r']).len());
    Some(Span::new(tree.offset() + header, end))
}
