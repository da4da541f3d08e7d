//! A stateful stand-in for GitHub, for tests.
//!
//! It serves REST and GraphQL on the loopback interface, from threads of its own. Behind it are real
//! bare git repositories, driven by the `git` program, and people, tokens with permissions, pull
//! requests, reviews and comments. It holds to the rules that GitHub has, and refuses what GitHub
//! refuses: one comment outside the hunks refuses a whole review.
//!
//! ```
//! use github_stand_in::{Level, StandIn};
//!
//! let github = StandIn::start();
//! let repo = github.repository("org/model");
//! repo.commit("main", &[("README.md", "---\nlicense: mit\n---\n")], "Begin");
//! let fork = repo.fork("author");
//! fork.commit("fix", &[("README.md", "---\nlicense: MIT\n---\n")], "Change");
//! let pull = repo.open_from_fork(&fork, "fix", "main");
//! let token = github.actions_token(&repo, &[("pull_requests", Level::Write)]);
//! // … run the program with `token` and `github.environment()` …
//! assert!(pull.reviews().is_empty());
//! # drop(token);
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "it is for tests, and a test may fail by a panic"
)]

mod answer;
mod app;
mod by_hand;
mod caps;
mod change;
mod diff;
mod faults;
mod gate;
mod git;
mod graphql;
mod log;
mod positions;
mod pull_request;
mod pushes;
mod repo;
mod request;
mod rest;
mod said;
mod server;
mod shared;
mod stand_in;
mod state;
mod suggestions;
mod tell;
mod tokens;
mod visit;
mod web;

pub use app::event::Event;
pub use app::handle::{AppHandle, Delivered, Signed};
pub use caps::Caps;
pub use change::Change;
pub use faults::{Fault, On};
pub use log::Received;
pub use pull_request::{PostedCheck, PostedComment, PostedIssueComment, PostedReview, PullRequest};
pub use repo::Repo;
pub use stand_in::{LOG_VARIABLE, StandIn};
pub use state::access::Role;
pub use state::pull::Side;
pub use state::token::Level;
pub use suggestions::Applied;
