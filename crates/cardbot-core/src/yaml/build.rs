//! Builds the tree from parser events, within limits.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, Span as RawSpan, StructureStyle, Tag as RawTag,
};

use super::node::{KeyPart, NodeRef};
use super::problem::{Duplicate, Problem, ProblemKind};
use super::scalar::{self, Scalar, Sight, Style};
use super::sights::Sights;
use super::tags::Tag;
use super::tree::{Comment, NONE, Node, NodeId, Place, Shape, Tree};
use super::value;
use crate::text::{Span, is_plain_ascii, places_of};

/// Bounds on what is read. What goes beyond is a [`Problem`], never a crash or a hang.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of YAML text.
    pub bytes: usize,
    /// Nodes in the tree.
    pub nodes: usize,
    /// Levels of nesting.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        // The largest real front matter seen is 600 KB; nesting beyond 8 was not seen.
        Self { bytes: 16 << 20, nodes: 2_000_000, depth: 200 }
    }
}

/// Parses the YAML text that begins at `offset` of the file.
///
/// # Errors
/// The first reason for which the Hub's loader would refuse the text.
pub fn parse(source: &str, offset: usize) -> Result<Tree<'_>, Box<Problem>> {
    parse_with(source, offset, Limits::default())
}

/// As [`parse`], with limits of one's own.
///
/// # Errors
/// As for [`parse`].
pub fn parse_with(source: &str, offset: usize, limits: Limits) -> Result<Tree<'_>, Box<Problem>> {
    let mut failed = match build(source, offset, limits) {
        Ok(tree) => return Ok(tree),
        Err(failed) => failed,
    };
    // js-yaml takes tabs at the start of a line inside `[…]` and `{…}`, and a comment right behind a
    // closing quote or bracket; the parser does not. Both are read as blanks, which keeps every
    // offset.
    let mut patched = source.to_owned();
    for _ in 0..MOST_PATCHES {
        let next = match failed.lenient {
            Some(Lenient::TabsInFlow(at)) => blank_tabs(&patched, at),
            Some(Lenient::GluedComment(at)) => blank_comment(&patched, at),
            None => None,
        };
        let Some(next) = next else { break };
        patched = next;
        match build(&patched, offset, limits) {
            Ok(tree) => return Ok(tree.into_owned(source)),
            Err(again) => failed = again,
        }
    }
    Err(failed.problem)
}

/// How often one front matter is patched; each patch costs one more reading.
const MOST_PATCHES: usize = 32;

/// What js-yaml takes and the parser does not, with its place in the YAML text.
#[derive(Debug, Clone, Copy)]
enum Lenient {
    /// A tab in the indentation of a flow collection's line.
    TabsInFlow(usize),
    /// A `#` right behind a closing quote or bracket.
    GluedComment(usize),
}

/// Replaces the comment at `at` by blanks.
fn blank_comment(text: &str, at: usize) -> Option<String> {
    let (before, comment) = text.split_at_checked(at)?;
    let len =
        comment.starts_with('#').then(|| comment.find(['\n', '\r']))?.unwrap_or(comment.len());
    Some([before, &" ".repeat(len), comment.get(len..)?].concat())
}

/// Replaces the tabs in the indentation of the line at `at`, and of the lines that follow as long
/// as they begin with a tab, by blanks.
fn blank_tabs(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |eol| eol + 1);
    let mut out = String::with_capacity(text.len());
    out.push_str(text.get(..start)?);
    let mut patching = true;
    let mut changed = false;
    for (i, line) in text.get(start..)?.split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - content.len()).unwrap_or("");
        patching &= i == 0 || indent.contains('\t');
        if patching && indent.contains('\t') {
            changed = true;
            out.push_str(&" ".repeat(indent.len()));
            out.push_str(content);
        } else {
            out.push_str(line);
        }
    }
    changed.then_some(out)
}

/// A reading that failed.
struct Failed {
    problem: Box<Problem>,
    /// Set when js-yaml would have read on.
    lenient: Option<Lenient>,
}

/// Few texts have more nodes than one for so many bytes; memory that is not used costs nothing.
const BYTES_OF_A_NODE: usize = 10;

fn build(source: &str, offset: usize, limits: Limits) -> Result<Tree<'_>, Failed> {
    let plain = is_plain_ascii(source);
    let mut builder = Builder {
        tree: Tree {
            source,
            offset,
            plain,
            nodes: Vec::with_capacity(source.len() / BYTES_OF_A_NODE + 8),
            texts: String::new(),
            root: NONE,
            comments: vec![],
            duplicates: vec![],
            anchored: vec![],
            unusual: vec![],
        },
        open: vec![],
        anchors: HashMap::new(),
        documents: 0,
        limits,
        has_tab: !plain && memchr::memchr(b'\t', source.as_bytes()).is_some(),
        has_unusual: !plain && places_of(source, may_be_refused).next().is_some(),
    };
    match builder.run() {
        Ok(()) => Ok(builder.tree),
        Err((kind, span)) => {
            let path = builder.path_here();
            let lenient = match kind {
                ProblemKind::Syntax(ErrorKind::CommentNotSeparated) => {
                    Some(Lenient::GluedComment(span.start))
                }
                ProblemKind::Syntax(_) if builder.in_flow() => {
                    Some(Lenient::TabsInFlow(span.start))
                }
                _ => None,
            };
            let end = offset + source.len();
            let place = Span::new((span.start + offset).min(end), (span.end + offset).min(end));
            Err(Failed { problem: Box::new(Problem { kind, span: place, path }), lenient })
        }
    }
}

/// A problem with its place in the YAML text.
type Failure = (ProblemKind, Span);

struct Open {
    id: NodeId,
    last_child: NodeId,
}

struct Builder<'s> {
    tree: Tree<'s>,
    open: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
    documents: usize,
    limits: Limits,
    /// Almost all texts are free of tabs and of bytes that may be refused: looked for once.
    has_tab: bool,
    has_unusual: bool,
}

impl<'s> Builder<'s> {
    fn run(&mut self) -> Result<(), Failure> {
        let source = self.tree.source;
        if source.len() > self.limits.bytes || u32::try_from(source.len()).is_err() {
            return Err((ProblemKind::TooLarge(self.limits.bytes), Span::empty(0)));
        }
        let nul = if self.tree.plain { None } else { memchr::memchr(0, source.as_bytes()) };
        if let Some(at) = nul {
            return Err((ProblemKind::ControlCharacter('\0'), Span::new(at, at + 1)));
        }
        let options = options(self.limits.depth);
        for next in Parser::new_from_str_with_options(source, options) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or(source.len());
                (syntax_kind(error.kind().clone(), self.limits), char_span(source, at))
            })?;
            self.event(event, &span)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'s>, span: &RawSpan) -> Result<(), Failure> {
        let place = byte_span(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.as_deref(), place)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let shape = Shape::Sequence { flow: style == StructureStyle::Flow };
                self.open_collection(shape, anchor, tag.as_deref(), place)
            }
            Event::MappingStart(style, anchor, tag) => {
                let shape = Shape::Mapping { flow: style == StructureStyle::Flow };
                self.open_collection(shape, anchor, tag.as_deref(), place)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close_collection(place),
            Event::Alias(id) => {
                let target = self.anchors.get(&id).copied().unwrap_or(NONE);
                self.add(Shape::Alias, Tag::None, false, place, Cow::Borrowed(""))
                    .map(|node| self.set_first(node, target))
            }
            Event::UnresolvedAlias(name) => {
                Err((ProblemKind::UnknownAlias(name.into_owned()), place))
            }
            Event::Comment(..) => {
                let span = Span::new(place.start + self.tree.offset, place.end + self.tree.offset);
                self.tree.comments.push(Comment { span });
                Ok(())
            }
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err((ProblemKind::SecondDocument, place));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'s, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&RawTag>,
        place: Span,
    ) -> Result<(), Failure> {
        let mut place = place;
        let mut text = text;
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            _ if place.is_empty() => Style::Empty,
            _ => Style::Plain,
        };
        if style == Style::Empty {
            text = Cow::Borrowed("");
            if self.at_key() && tag.is_none() && anchor == 0 && !self.after_question(place.start) {
                return Err((ProblemKind::EmptyKey, char_span(self.tree.source, place.start)));
            }
            place = self.place_of_missing(place);
        }
        self.check_characters(style, place)?;
        let tag_known = self.tag(tag, place)?;
        if !scalar_fits(&text, style, tag_known) {
            let name = tag.map(RawTag::original).unwrap_or_default();
            return Err((ProblemKind::WrongTag(name), place));
        }
        let id = self.add(Shape::Scalar(style), tag_known, anchor != 0, place, text)?;
        self.remember(anchor, id);
        Ok(())
    }

    /// The next node is a key of the innermost open map.
    fn at_key(&self) -> bool {
        self.open.last().and_then(|open| self.node(open.id)).is_some_and(|node| {
            matches!(node.shape, Shape::Mapping { .. }) && node.children % 2 == 0
        })
    }

    /// The `?` of an explicit key stands before: `? : x` and a lone `?` have a null key.
    fn after_question(&self, at: usize) -> bool {
        let before = self.tree.source.get(..at).unwrap_or("");
        let before = before.trim_end_matches([' ', '\t', '\n', '\r']);
        // Only an indicator has nothing but blanks and other indicators on its left.
        before
            .strip_suffix('?')
            .is_some_and(|left| left.ends_with([' ', '\n', '\r', '[', '{', ',']) || left.is_empty())
    }

    /// Both loaders refuse a tab on the line before a block collection begins; the parser does not.
    fn check_tab_before(&self, at: usize, is_list: bool) -> Result<(), Failure> {
        if !self.has_tab {
            return Ok(());
        }
        let before = self.tree.source.get(..at).unwrap_or("");
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        let line_start = at - line.len();
        // A list may begin at its first item: tabs between dash and item are fine.
        let line = match line.trim_end_matches([' ', '\t']).strip_suffix('-') {
            Some(left) if is_list => left,
            _ => line,
        };
        match line.find('\t') {
            Some(tab) => {
                let start = line_start + tab;
                let tabs = line.get(tab..).unwrap_or("");
                let len = tabs.len() - tabs.trim_start_matches([' ', '\t']).len();
                Err((ProblemKind::TabBeforeKey, Span::new(start, start + len)))
            }
            None => Ok(()),
        }
    }

    /// A missing value stands right after its colon; the parser puts it before.
    fn place_of_missing(&self, place: Span) -> Span {
        let Some(open) = self.open.last() else { return place };
        let is_value = self
            .node(open.id)
            .is_some_and(|n| matches!(n.shape, Shape::Mapping { .. }) && n.children % 2 == 1);
        if !is_value {
            return self.after_dash(open).map_or(place, Span::empty);
        }
        let from = self.node(open.last_child).map_or(place.start, |key| key.place.end());
        let after = self.tree.source.get(from..).unwrap_or("");
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        match after.as_bytes().get(blanks) {
            Some(b':') => Span::empty(from + blanks + 1),
            _ => place,
        }
    }

    /// The first dash of a block list. A list that is not indented against its key has its start at
    /// its first item; where that is missing, at whatever comes next.
    fn first_dash(&self, list: &Node) -> Option<usize> {
        let start = list.place.start();
        let in_map =
            self.node(list.parent).is_some_and(|node| matches!(node.shape, Shape::Mapping { .. }));
        let mut end = start;
        while in_map && end > 0 {
            let line_start = self.tree.source.get(..end)?.rfind('\n').map_or(0, |eol| eol + 1);
            let line = self.tree.source.get(line_start..end)?;
            let content = line.split('#').next().unwrap_or("").trim_end();
            if content.ends_with('-') {
                return Some(line_start + content.len() - 1);
            }
            if !content.is_empty() {
                break;
            }
            end = line_start.saturating_sub(1);
        }
        Some(start)
    }

    /// Where the next item of a block list begins: after its dash.
    fn after_dash(&self, list: &Open) -> Option<usize> {
        let node = self.node(list.id)?;
        if node.shape != (Shape::Sequence { flow: false }) {
            return None;
        }
        let source = self.tree.source;
        let mut at = match self.node(list.last_child) {
            Some(item) => item.place.end(),
            None => self.first_dash(node)?,
        };
        loop {
            let rest = source.get(at..)?;
            let blanks = rest.len() - rest.trim_start().len();
            match rest.as_bytes().get(blanks)? {
                b'-' => return Some(at + blanks + 1),
                b'#' => at += blanks + rest.get(blanks..)?.find(['\n', '\r'])?,
                _ => return None,
            }
        }
    }

    fn check_characters(&self, style: Style, place: Span) -> Result<(), Failure> {
        if !self.has_unusual {
            return Ok(());
        }
        let Some(raw) = self.tree.source.get(place.range()) else { return Ok(()) };
        if !raw.bytes().any(may_be_refused) {
            return Ok(());
        }
        let quoted = matches!(style, Style::SingleQuoted | Style::DoubleQuoted);
        for (at, c) in raw.char_indices() {
            let refused = match c {
                '\t' | '\n' | '\r' => false,
                '\0'..='\u{1f}' => true,
                '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => !quoted,
                _ => false,
            };
            if refused {
                let start = place.start + at;
                return Err((
                    ProblemKind::ControlCharacter(c),
                    Span::new(start, start + c.len_utf8()),
                ));
            }
        }
        Ok(())
    }

    fn tag(&self, tag: Option<&RawTag>, place: Span) -> Result<Tag, Failure> {
        match tag {
            None => Ok(Tag::None),
            Some(raw) => Tag::known(raw).map_err(|name| (ProblemKind::UnknownTag(name), place)),
        }
    }

    fn remember(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn open_collection(
        &mut self,
        shape: Shape,
        anchor: usize,
        tag: Option<&RawTag>,
        place: Span,
    ) -> Result<(), Failure> {
        if self.open.len() >= self.limits.depth {
            return Err((ProblemKind::TooDeep(self.limits.depth), place));
        }
        if matches!(shape, Shape::Sequence { flow: false } | Shape::Mapping { flow: false }) {
            self.check_tab_before(place.start, matches!(shape, Shape::Sequence { .. }))?;
        }
        let tag_known = self.tag(tag, place)?;
        let fits = match shape {
            Shape::Sequence { .. } => {
                matches!(
                    tag_known,
                    Tag::None | Tag::NonSpecific | Tag::Seq | Tag::Omap | Tag::Pairs
                )
            }
            _ => matches!(tag_known, Tag::None | Tag::NonSpecific | Tag::Map | Tag::Set),
        };
        if !fits {
            let name = tag.map(RawTag::original).unwrap_or_default();
            return Err((ProblemKind::WrongTag(name), place));
        }
        let id = self.add(shape, tag_known, anchor != 0, place, Cow::Borrowed(""))?;
        self.remember(anchor, id);
        self.open.push(Open { id, last_child: NONE });
        Ok(())
    }

    fn close_collection(&mut self, place: Span) -> Result<(), Failure> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        let (start, flow, is_map) = match self.node(closed.id) {
            Some(node) => (
                node.place.start(),
                matches!(
                    node.shape,
                    Shape::Sequence { flow: true } | Shape::Mapping { flow: true }
                ),
                matches!(node.shape, Shape::Mapping { .. }),
            ),
            None => return Ok(()),
        };
        // A block collection ends with its last child; the parser puts the end after the blank
        // lines and comments that follow.
        let last = self.node(closed.last_child).map(|child| child.place.end());
        let end = if flow { place.end } else { last.unwrap_or(start) };
        let first = self.node(closed.id).map_or(NONE, |node| node.first);
        let start = match self.node(first) {
            Some(child) if !flow => start.min(child.place.start()),
            _ => start,
        };
        if let Some(node) = self.tree.nodes.get_mut(closed.id as usize) {
            node.place = Place::new(start, end.max(start));
        }
        if is_map {
            self.find_duplicates(closed.id);
            self.check_merge(closed.id)?;
        }
        Ok(())
    }

    fn check_merge(&self, id: NodeId) -> Result<(), Failure> {
        for entry in
            (NodeRef { tree: self.borrowed(), id }).entries().filter(super::Entry::is_merge)
        {
            let source = entry.value.resolved();
            let ok = source.is_map() || (source.is_seq() && source.items().all(|i| i.is_map()));
            if !ok {
                let offset = self.tree.offset;
                let span = entry.key.span();
                return Err((
                    ProblemKind::BadMerge,
                    Span::new(span.start - offset, span.end - offset),
                ));
            }
        }
        Ok(())
    }

    fn borrowed(&self) -> &Tree<'_> {
        &self.tree
    }

    /// Keys are compared as the text that JavaScript makes of them.
    fn find_duplicates(&mut self, id: NodeId) {
        let map = NodeRef { tree: &self.tree, id };
        if differ_at_first_sight(map) {
            return;
        }
        let mut found = vec![];
        let mut seen: HashMap<Cow<'_, str>, NodeRef<'_>> = HashMap::new();
        for key in map.entries().filter(|e| !e.is_merge()).map(|e| e.key) {
            let text = if is_plain_word(key.text()) {
                Cow::Borrowed(key.text())
            } else {
                Cow::Owned(value::key_of(key))
            };
            match seen.get(&text) {
                Some(first) => found.push((*first, key)),
                None => {
                    seen.insert(text, key);
                }
            }
        }
        let found: Vec<_> = found
            .into_iter()
            .map(|(first, second)| Duplicate {
                first: first.span(),
                second: second.span(),
                first_id: first.id,
                second_id: second.id,
            })
            .collect();
        self.tree.duplicates.extend(found);
    }

    fn add(
        &mut self,
        shape: Shape,
        tag: Tag,
        anchored: bool,
        place: Span,
        text: Cow<'s, str>,
    ) -> Result<NodeId, Failure> {
        let next = self.tree.nodes.len();
        let Some(id) = NodeId::try_from(next).ok().filter(|_| next < self.limits.nodes) else {
            return Err((ProblemKind::TooManyNodes(self.limits.nodes), place));
        };
        let (sight, unusual) = match shape {
            Shape::Scalar(Style::Plain) => scalar::sight(&text),
            Shape::Scalar(Style::Empty) => (Sight::Unclear, false),
            Shape::Scalar(_) => (Sight::Text, false),
            _ => (Sight::Unclear, self.at_key()),
        };
        let sight = if tag == Tag::None { sight } else { Sight::Unclear };
        if anchored {
            self.tree.anchored.push(id);
        }
        if unusual || tag != Tag::None {
            self.tree.unusual.push(id);
        }
        let (parent, index) = match self.open.last_mut() {
            None => (NONE, 0),
            Some(open) => {
                let previous = std::mem::replace(&mut open.last_child, id);
                let parent = open.id;
                if let Some(node) = self.tree.nodes.get_mut(previous as usize) {
                    node.next = id;
                }
                let mut index = 0;
                if let Some(node) = self.tree.nodes.get_mut(parent as usize) {
                    index = node.children;
                    node.children += 1;
                    if node.first == NONE {
                        node.first = id;
                    }
                }
                (parent, index)
            }
        };
        if parent == NONE && self.tree.root == NONE {
            self.tree.root = id;
        }
        let (text, own_text) = self.keep(text);
        self.tree.nodes.push(Node {
            shape,
            tag,
            sight,
            own_text,
            place: Place::new(place.start, place.end),
            text,
            parent,
            next: NONE,
            first: NONE,
            children: 0,
            index,
        });
        Ok(id)
    }

    /// Where a text stands: in the source, as nearly all do, or among the texts that the tree keeps.
    fn keep(&mut self, text: Cow<'s, str>) -> (Place, bool) {
        let source = self.tree.source;
        if let Cow::Borrowed(text) = text {
            let at = text.as_ptr().addr().wrapping_sub(source.as_ptr().addr());
            if at <= source.len() && text.len() <= source.len() - at {
                return (Place::new(at, at + text.len()), false);
            }
        }
        let at = self.tree.texts.len();
        self.tree.texts.push_str(&text);
        (Place::new(at, self.tree.texts.len()), true)
    }

    fn set_first(&mut self, id: NodeId, first: NodeId) {
        if let Some(node) = self.tree.nodes.get_mut(id as usize) {
            node.first = first;
        }
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.tree.nodes.get(id as usize)
    }

    /// The innermost open collection is in flow style.
    fn in_flow(&self) -> bool {
        self.open.last().and_then(|open| self.node(open.id)).is_some_and(|node| {
            matches!(node.shape, Shape::Sequence { flow: true } | Shape::Mapping { flow: true })
        })
    }

    fn path_here(&self) -> Vec<KeyPart> {
        let innermost =
            self.open.last().map(|o| if o.last_child == NONE { o.id } else { o.last_child });
        match innermost {
            Some(id) => NodeRef { tree: &self.tree, id }.path(),
            None => vec![],
        }
    }
}

/// Bytes that can begin a character which a loader refuses.
fn may_be_refused(b: u8) -> bool {
    (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r')
        | (b == 0x7f)
        | (b == 0xc2)
        | (b == 0xef)
}

/// Whether no two keys of a map can be the same: all are words, and look different at first sight.
/// Nearly all maps are so.
fn differ_at_first_sight(map: NodeRef<'_>) -> bool {
    let mut seen = Sights::NONE;
    map.entries().all(|entry| seen.add(entry.key.text()) && is_plain_word(entry.key.text()))
}

/// Letters, digits, `_` and `-`, not beginning like a number: such a key is its own text.
fn is_plain_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !matches!(text.len(), 4 | 5 if matches!(super::scalar::js(text), Scalar::Null | Scalar::Bool(_)))
}

fn scalar_fits(text: &str, style: Style, tag: Tag) -> bool {
    let read = || super::scalar::js(text);
    match tag {
        Tag::None | Tag::NonSpecific | Tag::Str | Tag::Binary | Tag::Merge => true,
        Tag::Null => style == Style::Empty || read() == Scalar::Null,
        Tag::Bool => matches!(read(), Scalar::Bool(_)),
        Tag::Int => matches!(read(), Scalar::Int(_)),
        Tag::Float => matches!(read(), Scalar::Int(_) | Scalar::Float(_)),
        Tag::Timestamp => read() == Scalar::Date,
        Tag::Seq | Tag::Map | Tag::Omap | Tag::Pairs | Tag::Set => style == Style::Empty,
    }
}

fn options(depth: usize) -> Options {
    granit_parser::options! {
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: false,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: 100_000,
        flow_nesting_limit: depth + 1,
        block_nesting_limit: depth + 1,
    }
}

fn syntax_kind(kind: ErrorKind, limits: Limits) -> ProblemKind {
    match kind {
        ErrorKind::RecursionLimitExceeded => ProblemKind::TooDeep(limits.depth),
        other => ProblemKind::Syntax(other),
    }
}

fn byte_span(span: &RawSpan) -> Span {
    span.byte_range().map_or(Span::default(), |r| Span::new(r.start, r.end))
}

/// The character at an offset; empty at the end of the text and at line ends.
fn char_span(source: &str, at: usize) -> Span {
    match source.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' && c != '\r' => Span::new(at, at + c.len_utf8()),
        _ => Span::empty(at.min(source.len())),
    }
}
