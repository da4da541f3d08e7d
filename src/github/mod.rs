//! The client of GitHub's API: hosts, tokens, requests, limits. Nothing here knows about cards.

mod answer;
mod app;
mod client;
mod find_token;
mod gh;
pub mod graphql;
mod hosts;
mod limits;
mod login;
mod random;
mod redact;
mod redirects;
mod target;
mod transport;
mod trouble;

pub use answer::Answer;
pub use app::{
    App, AppAccess, Permissions, REVIEW, REVIEW_AND_CHECK, REVIEW_AND_RESOLVE, installation_token,
};
pub use client::Client;
pub use find_token::{Credentials, Source, find_credentials};
pub use hosts::{Env, Host};
pub use limits::Budget;
pub use login::{Login, Pace, Tally};
#[cfg(feature = "app")]
pub(crate) use random::fraction as random_fraction;
pub use random::run_id;
pub use redact::{Redacting, redact};
pub use target::{PullRequestTarget, TargetError};
pub use trouble::{Limit, Trouble, WriteTrouble};
