//! The text of a card: only what is certainly wrong in it.

mod calls;
mod formulas;
mod imports;

pub(super) mod dataset_link;
pub(super) mod latex;
pub(super) mod lfs_pointer;
pub(super) mod paper_link;
pub(super) mod placeholder;
pub(super) mod removed_name;

use std::sync::LazyLock;

use crate::needles::Needles;

/// Words without which the rules have nothing to find. All are looked for at once.
pub(super) static WORDS: LazyLock<Needles> = LazyLock::new(|| {
    let words = placeholder::words().chain(removed_name::words());
    let words = words.chain([dataset_link::PAGE]);
    Needles::new(words.chain(paper_link::NAMES))
});

/// How many there are, as a message says it.
fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// So far around a place a line is looked at: the work stays linear in lines without an end.
const NEAR: usize = 400;

/// What stands before a place on its line, as far as it is near.
fn line_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or("").rsplit('\n').next().unwrap_or("")
}

/// What stands from a place on its line, as far as it is near.
fn line_from(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at.saturating_add(NEAR));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or("").lines().next().unwrap_or("")
}
