//! A fix as a small diff.

use std::fmt::Write as _;

use annotate_snippets::renderer::{
    DEFAULT_ADDITION_STYLE, DEFAULT_HELP_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_REMOVAL_STYLE,
    Style,
};
use cardbot_core::finding::{Fix, Safety};
use unicode_width::UnicodeWidthChar as _;

use super::super::escape::{one_line, plain};
use super::count;
use super::finding::digits;
use crate::report::{DiffLine, FixDiff, Sign, window};

/// Draws a fix below its finding, whose line numbers take `gutter` columns.
pub(super) fn draw(
    fix: &Fix,
    diff: Option<&FixDiff>,
    gutter: usize,
    width: usize,
    out: &mut String,
) {
    let head = DEFAULT_HELP_STYLE;
    let check = match fix.safety {
        Safety::Safe => "",
        Safety::Ask => " (please check)",
    };
    let _ = write!(out, "{head}fix{head:#}{check}: {}", one_line(&fix.title));
    let Some(diff) = diff else { return };
    let last = diff.blocks.iter().flatten().map(|line| line.number).max().unwrap_or(0);
    let gutter = gutter.max(digits(last));
    let bar = Bar { gutter };
    let _ = write!(out, "\n{bar}");
    for (i, block) in diff.blocks.iter().enumerate() {
        if i > 0 {
            let _ = write!(out, "\n{DEFAULT_LINE_NUM_STYLE}...{DEFAULT_LINE_NUM_STYLE:#}");
        }
        for line in block {
            draw_line(line, gutter, width, out);
        }
    }
    if diff.left_out > 0 {
        let _ = write!(out, "\n{bar} and {} more", count(diff.left_out, "line"));
    }
    let _ = write!(out, "\n{bar}");
}

fn draw_line(line: &DiffLine, gutter: usize, width: usize, out: &mut String) {
    let (sign, style) = match line.sign {
        Sign::Context => ("|", DEFAULT_LINE_NUM_STYLE),
        Sign::Removed => ("-", DEFAULT_REMOVAL_STYLE),
        Sign::Added => ("+", DEFAULT_ADDITION_STYLE),
    };
    let numbers = DEFAULT_LINE_NUM_STYLE;
    let _ = write!(out, "\n{numbers}{:>gutter$}{numbers:#} {style}{sign}{style:#}", line.number);
    let room = width.saturating_sub(gutter + 3);
    let part = |range: std::ops::Range<usize>| shown(line.text.get(range).unwrap_or(""));
    let (before, changed) = (part(0..line.changed.start), part(line.changed.clone()));
    let after = part(line.changed.end..line.text.len());
    let place = before.len()..before.len() + changed.len();
    let (text, place) = window(&format!("{before}{changed}{after}"), place, room, columns);
    let style = if line.sign == Sign::Context { Style::new() } else { style };
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or("");
    let (before, changed) = (part(0..place.start), part(place.clone()));
    let after = part(place.end..text.len());
    let text = format!("{before}{style}{changed}{style:#}{after}");
    let _ = write!(out, " {}", text.trim_end());
}

/// Text as it can be seen on one line.
fn shown(text: &str) -> String {
    plain(text).replace('\t', "    ")
}

/// How many columns a character takes on a terminal.
pub(super) fn columns(c: char) -> usize {
    if c == '\t' { 4 } else { c.width().unwrap_or(1) }
}

/// The line at the left, without a number.
struct Bar {
    gutter: usize,
}

impl std::fmt::Display for Bar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let style = DEFAULT_LINE_NUM_STYLE;
        write!(f, "{:gutter$} {style}|{style:#}", "", gutter = self.gutter)
    }
}
