//! Why the Hub finds no metadata, or can't read what it finds.

use std::borrow::Cow;

use crate::card::{Card, Metadata};
use crate::edit::Edit;
use crate::facts;
use crate::front_matter;
use crate::lfs;
use crate::text::Span;
use crate::yaml;

/// What happened to the metadata.
#[derive(Debug, Clone)]
pub(in crate::rules) enum Lost {
    /// A line of dashes that is not exactly `---`.
    Fence { line: Span, edits: Vec<Edit>, opens: bool },
    /// The closing line is missing; it belongs at `at`.
    Unclosed { open: Span, at: usize, sure: bool, swallows: bool },
    /// The block stands behind other text.
    NotAtTop { block: Span, open: Span },
    /// Keys and values without any line of dashes before them.
    Unfenced { keys: Span, closed: bool, sure: bool },
    /// Two lines `---` with nothing between.
    Empty { at: Span },
    /// Nothing that looks like metadata.
    Nothing,
}

/// Why a card has no readable metadata; `None` when it has some, or when its YAML is broken
/// without a hint at its fences.
pub(in crate::rules) fn of(card: &Card<'_>) -> Option<Lost> {
    let text = card.source.text();
    match (&card.metadata, card.front) {
        // Another rule tells of it.
        (Metadata::Missing, _) if lfs::is_pointer(text) => None,
        (Metadata::Missing, _) => Some(of_missing(text)),
        (Metadata::Parsed(tree), Some(front)) => match tree.root() {
            None => Some(Lost::Empty { at: front.open }),
            Some(root) if root.is_map() && root.is_empty() || root.is_null() => {
                Some(Lost::Empty { at: front.open })
            }
            // Sentences with a colon are keys to YAML: the text may be in there without an error.
            Some(root) if root.is_map() => root
                .entries()
                .any(|e| e.name().contains(' '))
                .then(|| of_opened(text, front.open, front.yaml.start, Some(front.yaml.end)))
                .flatten()
                .filter(|lost| matches!(lost, Lost::Unclosed { sure: true, .. })),
            Some(_) => of_opened(text, front.open, front.yaml.start, Some(front.yaml.end)),
        },
        (Metadata::Broken(problem), Some(front)) if !problem.kind.is_limit() => {
            of_opened(text, front.open, front.yaml.start, Some(front.yaml.end))
        }
        _ => None,
    }
}

fn of_missing(text: &str) -> Lost {
    let start = text.len() - text.trim_start_matches(front_matter::is_js_space).len();
    let first = line_at(text, start);
    if is_dashes(first.text) {
        let yaml = first.next;
        let found = if first.text == "---" {
            of_opened(text, first.span(), yaml, None)
        } else {
            odd_opening(text, first, yaml)
        };
        if let Some(lost) = found {
            return lost;
        }
        let second = line_at(text, yaml);
        if first.text == "---" && second.text == "---" {
            return Lost::Empty { at: first.span() };
        }
    }
    unfenced(text, start).or_else(|| not_at_top(text, start)).unwrap_or(Lost::Nothing)
}

/// The opening line is right; the closing one is odd or missing. `end` is where the Hub sees the
/// block end.
fn of_opened(text: &str, open: Span, yaml: usize, end: Option<usize>) -> Option<Lost> {
    let end = end.unwrap_or(text.len());
    let block = text.get(yaml..end)?;
    // The marks of a merge conflict end no metadata.
    if block.contains("<<<<<<< ") {
        return None;
    }
    if let Some(fence) = lines(block, yaml).take(MOST_LINES).find(|line| {
        let said = line.text.trim();
        said != line.text && said == "---" || is_dashes(said) && said != "---"
    }) && is_metadata(text.get(yaml..fence.start)?)
    {
        let edits = vec![Edit::replace(fence.span(), "---")];
        return Some(Lost::Fence { line: fence.span(), edits, opens: false });
    }
    let (at, sure) = end_of_yaml(block)?;
    let swallows = end < text.len();
    // A block that goes on to its end is broken by something else.
    let goes_on = !block.get(at..)?.trim().is_empty();
    (goes_on || !swallows).then_some(Lost::Unclosed { open, at: yaml + at, sure, swallows })
}

/// The opening line has blanks behind it, or more or fewer dashes than three.
fn odd_opening(text: &str, open: Line<'_>, yaml: usize) -> Option<Lost> {
    let rest = text.get(yaml..)?;
    let close = lines(rest, yaml).take(MOST_LINES).find(|line| is_dashes(line.text.trim()))?;
    if !is_metadata(text.get(yaml..close.start)?) {
        return None;
    }
    let mut edits = vec![Edit::replace(open.span(), "---")];
    let fits = close.text.trim_end_matches([' ', '\t']) == "---";
    if !fits {
        edits.push(Edit::replace(close.span(), "---"));
    }
    Some(Lost::Fence { line: open.span(), edits, opens: true })
}

/// Keys at the top with no line before them.
fn unfenced(text: &str, start: usize) -> Option<Lost> {
    let rest = text.get(start..)?;
    let first = line_at(text, start).text;
    let (key, _) = first.split_once(':')?;
    if !is_key(key) {
        return None;
    }
    let last = lines(rest, start)
        .take(MOST_LINES)
        .take_while(|line| !line.text.trim().is_empty() && !is_dashes(line.text.trim()))
        .last()?;
    let keys = Span::new(start, last.end());
    let yaml = text.get(keys.range())?;
    if !is_metadata(yaml) {
        return None;
    }
    let closing = line_at(text, last.next);
    let closed = last.next > last.end() && closing.text.trim_end() == "---";
    let sure = closed || all_keys_known(yaml);
    Some(Lost::Unfenced { keys, closed, sure })
}

/// A block further down that would be metadata at the top.
fn not_at_top(text: &str, start: usize) -> Option<Lost> {
    const MOST_BLOCKS: usize = 20;
    let rest = text.get(start..)?;
    let mut in_code = false;
    let fences = lines(rest, start).take(MOST_LINES).filter(|line| {
        if line.text.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        !in_code && line.text == "---"
    });
    for fence in fences.take(MOST_BLOCKS) {
        let Some(found) = front_matter::block_at(text, fence.start) else { continue };
        if found.yaml.len() < LARGEST && is_metadata(text.get(found.yaml.range())?) {
            let block = Span::new(found.open.start, found.body.start);
            return Some(Lost::NotAtTop { block, open: found.open });
        }
    }
    None
}

/// No search goes beyond this many lines of a file.
const MOST_LINES: usize = 2_000;
/// Nor takes more bytes than these for metadata.
const LARGEST: usize = 1 << 20;

/// Where the YAML at the beginning of a text ends and Markdown begins, and whether that is certain.
fn end_of_yaml(text: &str) -> Option<(usize, bool)> {
    let mut end = 0;
    let mut blank_before = false;
    let mut certain = false;
    let mut all = lines(text, 0).take(MOST_LINES).peekable();
    while let Some(line) = all.next() {
        let said = line.text.trim_end();
        if said.is_empty() {
            blank_before = true;
            continue;
        }
        let blank_after = all.peek().is_none_or(|next| next.text.trim().is_empty());
        if is_heading(said) && blank_before {
            // Alone between blank lines, or of a lower level: no comment in YAML looks like that.
            if blank_after || said.starts_with("##") {
                certain = true;
                break;
            }
            continue;
        }
        if is_markdown(said) {
            certain = blank_before;
            break;
        }
        if !said.trim_start().starts_with('#') {
            end = line.end();
        }
        blank_before = false;
    }
    (end > 0 && is_metadata(text.get(..end)?)).then_some((end, certain))
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    (1..=6).contains(&level) && rest.starts_with(' ')
}

/// Whether a line at the margin can't be YAML of a card: no key, no item, no comment.
fn is_markdown(line: &str) -> bool {
    if line.starts_with([' ', '\t', '#', '"', '\'', ']', '}', ',', '&', '*', '?', ':'])
        && !line.starts_with("**")
        && !line.starts_with("* ")
    {
        return false;
    }
    if ["```", "![", "<", "**", "* ", "|", "> "].iter().any(|mark| line.starts_with(mark)) {
        return true;
    }
    if line.starts_with('[') {
        return line.contains("](");
    }
    if line.starts_with('-') {
        return false;
    }
    // Words, and no key among them.
    let key = line.split_once(':').map_or("", |(key, _)| key);
    let is_short_key = !key.is_empty() && !key.trim_end().contains(' ');
    line.contains(' ') && !is_short_key
}

/// Whether a text is a map with a key of model cards.
fn is_metadata(yaml: &str) -> bool {
    if yaml.len() > LARGEST {
        return false;
    }
    let Ok(tree) = yaml::parse(yaml, 0) else { return false };
    let Some(root) = tree.root().filter(yaml::NodeRef::is_map) else { return false };
    root.entries().any(|e| is_key(e.name()))
}

fn all_keys_known(yaml: &str) -> bool {
    let Ok(tree) = yaml::parse(yaml, 0) else { return false };
    tree.root().is_some_and(|root| root.entries().all(|e| is_key(e.name())))
}

fn is_key(name: &str) -> bool {
    facts::key(name).is_some() || facts::key_by_spelling(name).is_some_and(|spelt| spelt.sure)
}

/// Two dashes or more and nothing else but blanks behind.
fn is_dashes(line: &str) -> bool {
    let said = line.trim_end_matches([' ', '\t']);
    said.len() >= 2 && said.bytes().all(|b| b == b'-')
}

/// A line without its line end.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// Where the next line begins.
    next: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn span(&self) -> Span {
        Span::new(self.start, self.end())
    }
}

fn lines(text: &str, offset: usize) -> impl Iterator<Item = Line<'_>> {
    let mut next = offset;
    text.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        Line { start, text: line.trim_end_matches(['\n', '\r']), next }
    })
}

fn line_at(text: &str, at: usize) -> Line<'_> {
    let rest = text.get(at..).unwrap_or("");
    lines(rest, at).next().unwrap_or(Line { start: at, text: "", next: at })
}

/// The line end to write, and a line end before it where the text has none.
pub(super) fn closing(text: &str, at: usize) -> Cow<'static, str> {
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let rest = text.get(at..).unwrap_or("");
    if rest.starts_with(['\n', '\r']) || rest.is_empty() {
        Cow::Owned(format!("{eol}---"))
    } else {
        Cow::Owned(format!("{eol}---{eol}"))
    }
}
