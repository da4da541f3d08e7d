//! What whoever starts a review may choose, and how they follow it.

use cardbot_core::review::Event;

use super::Prepared;
use crate::output::RulePages;
use crate::settings::Overrides;

/// What to do with a configuration that is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenConfig {
    /// The review fails.
    Fails,
    /// The defaults are in force, and a note says so.
    Defaults,
}

/// The choices.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the command line puts on top of the configuration; its file is not read here.
    pub overrides: Overrides,
    /// A configuration instead of the base branch's: name and bytes.
    pub config: Option<(String, Vec<u8>)>,
    /// What to do with one that is not valid.
    pub broken_config: BrokenConfig,
    /// Rules to ignore in this pull request from now on.
    pub ignore: Vec<String>,
    /// Where rules are explained.
    pub pages: RulePages,
    /// What the review is to be besides a comment.
    pub event: Event,
    /// Whether the threads of retired comments are resolved: that takes the right to push.
    pub resolve_threads: bool,
}

/// Where a review has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It reads the pull request.
    Reading,
    /// It judges so many files.
    Judging {
        /// How many.
        files: usize,
    },
    /// It posts.
    Posting,
}

/// Follows a review.
pub trait Watcher {
    /// It got to a step.
    fn step(&mut self, step: Step) {
        let _ = step;
    }

    /// Whether what was prepared may be posted. Asked once, only when there is something to post.
    fn may_post(&mut self, prepared: &Prepared) -> bool;
}

/// Looks away; the choice was made before.
#[derive(Debug, Clone, Copy)]
pub struct Silent {
    /// Whether to post.
    pub post: bool,
}

impl Watcher for Silent {
    fn may_post(&mut self, _: &Prepared) -> bool {
        self.post
    }
}
