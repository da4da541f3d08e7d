//! YAML as a tree that remembers where everything stood.
//!
//! [`parse`] turns the text of a front matter into a [`Tree`] of nodes with byte spans, scalar
//! styles and comments. Scalars are kept as written; [`scalar`] reads them as js-yaml (the Hub)
//! and as PyYAML (Python tools) do. What the Hub's loader would refuse is a [`Problem`].

mod build;
mod node;
mod problem;
mod python;
pub mod scalar;
mod sights;
mod tags;
mod tree;
mod value;

pub use build::{Limits, parse, parse_with};
pub use node::{Entry, KeyPart, NodeRef, key_text, path_text};
pub use problem::{Duplicate, Problem, ProblemKind};
pub use python::Refusal;
pub use scalar::{Scalar, Style};
pub(crate) use sights::Sights;
pub use tree::{Comment, Shape, Tree};
pub use value::{Value, load};
