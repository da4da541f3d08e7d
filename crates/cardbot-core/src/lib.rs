//! The pure part of cardbot: model card text in, findings and edits out.
//!
//! Nothing here does I/O, reads a clock, an environment or the network, and no input makes it
//! panic. Every position is a byte offset into the file.

pub mod asked;
pub mod carbon;
pub mod card;
pub mod config;
pub mod config_file;
pub mod described;
pub mod edit;
pub mod engine;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod fixing;
pub mod front_matter;
pub mod hunks;
pub mod kind;
pub mod lfs;
mod markdown;
pub mod metadata_diff;
mod needles;
pub mod preview;
pub mod review;
pub mod rules;
pub mod spelling;
pub mod suppress;
pub mod tags;
pub mod task;
pub mod text;
pub mod yaml;
