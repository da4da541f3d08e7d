//! The review of a change: which findings it introduced, where each is told, and the text; and for
//! a pull request, what is to be done so that it stands there.

mod card;
mod comment;
mod counts;
mod draft;
mod group;
pub mod limits;
pub mod markdown;
pub mod marker;
mod place;
mod plan;
mod posted;
mod reconcile;
mod snippet;
mod spread;
mod summary;
mod words;

pub use card::{CardChange, CardReview, Origin, Reviewed, review_card};
pub use comment::Comment;
pub use counts::{Counts, Told, counts};
pub use draft::{Draft, draft};
pub use marker::{AnswerMark, CommentMark, Mark, ReviewMark, SummaryMark};
pub use place::{Abilities, Placement};
pub use plan::{Event, How, NewComment, NewReview, Plan, Retire, Run};
pub use posted::{Posted, PostedComment, PostedSummary};
pub use reconcile::plan;
pub use summary::{LinesUrl, Links};
