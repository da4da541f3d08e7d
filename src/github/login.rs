//! Who asks, how patiently, and how much was asked.

use std::fmt;
use std::time::Duration;

use super::Env;

/// Who we are for GitHub.
#[derive(Clone)]
pub enum Login {
    /// Nobody: public things can be read, 60 requests an hour.
    Anonymous,
    /// Whoever the token stands for.
    Token(String),
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Token(_) => "Token(***)",
        })
    }
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long GitHub works on a request before it drops it; a write that was not answered may
    /// be done until then.
    pub request_limit: Duration,
    /// The longest wait for the end of a limit.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { request_limit: Duration::from_secs(10), patience: Duration::from_secs(90) }
    }
}

/// How long GitHub works on a request at most, in seconds.
const REQUEST_LIMIT: &str = "CARDBOT_REQUEST_LIMIT";
/// How long a limit is waited for at most, in seconds.
const PATIENCE: &str = "CARDBOT_PATIENCE";

impl Pace {
    /// The pace that the environment asks for.
    ///
    /// # Errors
    /// A message for people, when a variable holds no number of seconds.
    pub fn of_environment(env: Env<'_>) -> Result<Self, String> {
        let seconds = |name: &str, default: Duration| match env(name) {
            None => Ok(default),
            Some(text) => {
                let seconds =
                    text.trim().parse::<f64>().ok().filter(|s| (0.0..86_400.0).contains(s));
                let wait = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
                wait.ok_or_else(|| format!("{name} is not a number of seconds"))
            }
        };
        let default = Self::default();
        Ok(Self {
            request_limit: seconds(REQUEST_LIMIT, default.request_limit)?,
            patience: seconds(PATIENCE, default.patience)?,
        })
    }
}

/// What a run has asked of GitHub.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Requests that read, each try and each redirect counted.
    pub reads: u32,
    /// Requests that write.
    pub writes: u32,
    /// Points of GraphQL, as GitHub counts them.
    pub graphql_cost: u32,
    /// Of the reads, those that were tried again.
    pub retries: u32,
}
