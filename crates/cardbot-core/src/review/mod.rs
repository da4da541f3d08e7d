//! The review of a change: which findings it introduced, where each is told, and the text.

mod card;
mod comment;
pub mod markdown;
mod place;
mod summary;

pub use card::{CardChange, CardReview, Origin, Reviewed, review_card};
pub use comment::{Comment, comments};
pub use place::{Abilities, Placement};
pub use summary::{Counts, body, counts};
