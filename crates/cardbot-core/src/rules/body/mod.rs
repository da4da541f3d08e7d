//! The text of a card: only what is certainly wrong in it.

mod calls;
mod formulas;

pub(super) mod latex;
pub(super) mod lfs_pointer;
pub(super) mod placeholder;
pub(super) mod removed_name;

/// How many there are, as a message says it.
fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
