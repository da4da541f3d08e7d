//! From an intention (`this value becomes that`) to edits that keep everything else as it is.

mod apply;
mod builder;
mod reshape;
mod verify;
mod write;

pub use apply::apply_safe;
pub use builder::FixBuilder;
pub(crate) use verify::{Prover, disjoint};
pub use verify::{verify, verify_yaml};
pub use write::{can_be_plain, quote_double, scalar_text};
