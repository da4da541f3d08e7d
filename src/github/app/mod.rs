//! Authentication as a GitHub App: a signed word of who we are, traded for a token that can do no
//! more than one review.

mod access;
mod clock;
mod signer;

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::errors::Result as JwtResult;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;

pub use access::{
    AppAccess, Permissions, REVIEW, REVIEW_AND_CHECK, REVIEW_AND_RESOLVE, installation_token,
};

use signer::RING;

/// A GitHub App.
#[derive(Clone)]
pub struct App {
    id: String,
    key: EncodingKey,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "App {{ id: {} }}", self.id)
    }
}

/// GitHub holds these times against its own clock: a little in the past, and less than the ten
/// minutes that it allows, so that a clock that is off by a minute does no harm.
const BEFORE: u64 = 60;
const AFTER: u64 = 9 * 60;

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    iat: u64,
    exp: u64,
}

impl App {
    /// An App by its id (or client id) and its private key in PEM.
    ///
    /// # Errors
    /// A message for people, when the key is none.
    pub fn new(id: &str, pem: &str) -> Result<Self, String> {
        // Set once; whoever comes second finds the same.
        let _ = RING.install_default();
        let wrong = || "the App's private key is not an RSA key in PEM form".to_owned();
        let id = id.trim().to_owned();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
            return Err("the App's id is not an id".to_owned());
        }
        // Variables often hold the key on one line.
        let pem = if pem.contains('\n') { pem.to_owned() } else { pem.replace("\\n", "\n") };
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| wrong())?;
        let app = Self { id, key };
        app.jwt(0).map_err(|_| wrong())?;
        Ok(app)
    }

    /// Its id, or its client id: what it was made with.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The word of who we are; `clock_ahead` is how far our clock is ahead of GitHub's, in seconds.
    fn jwt(&self, clock_ahead: i64) -> JwtResult<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        let now = now.saturating_add_signed(-clock_ahead);
        let claims = Claims { iss: &self.id, iat: now.saturating_sub(BEFORE), exp: now + AFTER };
        jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        let error = App::new("12", "-----BEGIN RSA PRIVATE KEY-----\\nsecret\\n").unwrap_err();
        assert!(!error.contains("secret"), "{error}");
        assert!(App::new("1;2", "x").is_err());
    }
}
