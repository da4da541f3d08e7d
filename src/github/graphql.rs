//! GraphQL: what is asked and what comes back.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Answer, Trouble};

/// A query or a mutation with its variables.
#[derive(Debug, Serialize)]
pub struct Request<'q, V> {
    /// The text.
    pub query: &'q str,
    /// The variables.
    pub variables: V,
}

/// One error of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Error {
    /// GitHub's word for it.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// GitHub's sentence.
    #[serde(default)]
    pub message: String,
    /// Where in the answer something is missing; numbers stand for places in lists.
    #[serde(default)]
    pub path: Vec<serde_json::Value>,
}

impl Error {
    /// Whether a limit was reached.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.contains("RATE_LIMIT"))
            || self.message.to_ascii_lowercase().contains("rate limit")
    }

    /// The first step of its path: the alias that failed.
    #[must_use]
    pub fn alias(&self) -> Option<&str> {
        self.path.first()?.as_str()
    }
}

/// The two parts of an answer. Both can be there: some of what was asked for may have failed.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    /// What was asked for.
    pub data: Option<T>,
    /// What went wrong.
    pub errors: Vec<Error>,
}

#[derive(Deserialize)]
struct Wire<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<Error>,
}

impl<T: DeserializeOwned> Reply<T> {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`Trouble::Unclear`]
    pub fn read(answer: &Answer) -> Result<Self, Trouble> {
        let wire: Wire<T> = answer.json()?;
        Ok(Self { data: wire.data, errors: wire.errors })
    }

    /// The data, where nothing at all went wrong with it.
    ///
    /// # Errors
    /// What GitHub says, as a refusal.
    pub fn whole(self) -> Result<T, Trouble> {
        match (self.data, self.errors.first()) {
            (Some(data), None) => Ok(data),
            (_, error) => Err(refusal(error)),
        }
    }
}

/// An error as the refusal that REST would have given.
#[must_use]
pub fn refusal(error: Option<&Error>) -> Trouble {
    let Some(error) = error else { return Trouble::Unclear("it has no data".to_owned()) };
    let status = match error.kind.as_deref() {
        Some("NOT_FOUND") => 404,
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => 403,
        _ => 422,
    };
    let message = error.message.split_whitespace().collect::<Vec<_>>().join(" ");
    Trouble::Refused { status, message: message.chars().take(300).collect(), needs: None }
}
