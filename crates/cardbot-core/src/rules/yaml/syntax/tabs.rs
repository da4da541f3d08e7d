//! Tabs where YAML wants spaces.

use granit_parser::ErrorKind;

use super::guess::{Broken, Guess};
use super::lines::Line;
use crate::edit::Edit;
use crate::finding::Safety;
use crate::text::Span;
use crate::yaml::ProblemKind;

/// Widths of a tab, the likeliest first.
const WIDTHS: [usize; 4] = [2, 4, 8, 1];

pub(super) fn guess(broken: Broken<'_>, guesses: &mut Vec<Guess>) {
    let about_tabs = matches!(
        broken.kind,
        ProblemKind::TabBeforeKey
            | ProblemKind::Syntax(
                ErrorKind::TabInBlockIndentation
                    | ErrorKind::TabInPlainScalar
                    | ErrorKind::TabNotAllowed
                    | ErrorKind::TabInIndentation
                    | ErrorKind::TabAtBlockScalarStart
                    | ErrorKind::InvalidBlockEntryWhitespace
                    | ErrorKind::InvalidMappingValueWhitespace
                    | ErrorKind::InvalidFlowScalarIndent
            )
    );
    let here = broken.line();
    let near = std::iter::once(here).chain(here.all_after(broken.text));
    // A word is told before the tab of the next line stops it: a few lines may lie between.
    let Some(first) = near.take(if about_tabs { 50 } else { 1 }).find(has_tab) else { return };
    let lines = run(broken.text, first);
    let place = lines.first().map_or(Span::empty(broken.at), tab_place);
    let message = match lines.len() {
        1 => "a tab indents this line, where YAML takes spaces only".to_owned(),
        n => format!("tabs indent {n} lines from here on, where YAML takes spaces only"),
    };
    for width in WIDTHS {
        let edits = lines.iter().map(|line| {
            let prefix = prefix(line);
            let span = Span::new(line.start, line.start + prefix.len());
            Edit::replace(span, expanded(prefix, width))
        });
        guesses.push(Guess {
            id: "tab",
            place,
            message: message.clone(),
            help: "Most editors can be told to write spaces when you press the Tab key.",
            title: "Indent with spaces".to_owned(),
            safety: Safety::Safe,
            edits: edits.collect(),
        });
    }
}

/// The lines with tabs around one of them; idle lines and lines with spaces may lie between two.
fn run<'t>(text: &'t str, first: Line<'t>) -> Vec<Line<'t>> {
    let mut lines = vec![first];
    let mut gap = 0;
    for line in first.all_after(text) {
        if has_tab(&line) {
            lines.push(line);
            gap = 0;
        } else if !line.is_idle() {
            gap += 1;
        }
        if gap > 3 {
            break;
        }
    }
    lines
}

/// What a line begins with: blanks and the dashes of list items.
fn prefix<'t>(line: &Line<'t>) -> &'t str {
    line.text.get(..line.behind_dashes()).unwrap_or("")
}

fn has_tab(line: &Line<'_>) -> bool {
    prefix(line).contains('\t') && !line.content().is_empty()
}

/// The first run of tabs in the prefix.
fn tab_place(line: &Line<'_>) -> Span {
    let prefix = prefix(line);
    let from = prefix.find('\t').unwrap_or(0);
    let rest = prefix.get(from..).unwrap_or("");
    let len = rest.len() - rest.trim_start_matches('\t').len();
    Span::new(line.start + from, line.start + from + len)
}

/// Tabs become spaces up to the next multiple of the width, as an editor shows them.
fn expanded(prefix: &str, width: usize) -> String {
    let mut out = String::with_capacity(prefix.len() * 2);
    for c in prefix.chars() {
        if c == '\t' {
            let missing = width - out.len() % width;
            out.push_str(&" ".repeat(missing));
        } else {
            out.push(c);
        }
    }
    // A dash needs a blank behind it even where the column falls on the stop.
    if out.ends_with('-') { out + " " } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_run_to_the_next_stop() {
        assert_eq!(expanded("\t", 2), "  ");
        assert_eq!(expanded(" \t", 2), "  ");
        assert_eq!(expanded("-\t", 2), "- ");
        assert_eq!(expanded("\t-\t", 4), "    -   ");
        assert_eq!(expanded("-\t", 1), "- ");
    }
}
