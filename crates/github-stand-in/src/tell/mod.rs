//! The forms in which REST tells things.

mod check;
mod comments;
mod git;
mod pull;
mod repository;
mod user;

pub(crate) use check::check_run;
pub(crate) use comments::{hunk_down_to, issue_comment, review, review_comment};
pub(crate) use git::{commit, diff_entry};
pub(crate) use pull::{pull, pull_base, pull_page, pull_simple};
pub(crate) use repository::{permissions, repository, repository_small};
pub(crate) use user::{association, public_user, user};
