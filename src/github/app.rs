//! Authentication as a GitHub App: a signed word of who we are, traded for a token that can do no
//! more than one review.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::crypto::{CryptoProvider, JwkUtils, JwtSigner, JwtVerifier};
use jsonwebtoken::errors::{Error, ErrorKind, Result as JwtResult};
use jsonwebtoken::signature::{Error as SignatureError, Signer};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::{Deserialize, Serialize};

use super::{Client, Host, Login, Pace, Trouble};

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

    /// The word of who we are; `clock_ahead` is how far our clock is ahead of GitHub's, in seconds.
    fn jwt(&self, clock_ahead: i64) -> JwtResult<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        let now = now.saturating_add_signed(-clock_ahead);
        let claims = Claims { iss: &self.id, iat: now.saturating_sub(BEFORE), exp: now + AFTER };
        jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &self.key)
    }
}

#[derive(Deserialize)]
struct Installation {
    id: u64,
}

#[derive(Serialize)]
struct Wanted<'a> {
    repositories: [&'a str; 1],
    permissions: Permissions,
}

/// What a review needs, and no more.
#[derive(Serialize)]
struct Permissions {
    contents: &'static str,
    pull_requests: &'static str,
}

#[derive(Deserialize)]
struct Minted {
    token: String,
}

/// A token of the App for one repository, with the permissions of a review.
///
/// # Errors
/// [`Trouble`]
pub async fn installation_token(
    app: &App,
    host: &Host,
    pace: Pace,
    owner: &str,
    repository: &str,
) -> Result<String, Trouble> {
    let jwt = |ahead| app.jwt(ahead).map_err(|e| Trouble::Unclear(e.to_string()));
    let path = format!("/repos/{owner}/{repository}/installation");
    let mut client = Client::new(host, &Login::Token(jwt(0)?), pace)?;
    let mut answer = client.get(&path).await?;
    if answer.status == 401
        && let Some(ahead) = answer.header("date").and_then(clock_ahead)
        && ahead.unsigned_abs() > 5
    {
        // A wrong clock is the usual reason.
        client = Client::new(host, &Login::Token(jwt(ahead)?), pace)?;
        answer = client.get(&path).await?;
    }
    if answer.status == 404 {
        return Err(Trouble::Refused {
            status: 404,
            message: format!("the App is not installed on {owner}/{repository}"),
            needs: None,
        });
    }
    let installation: Installation = client.accepted(&answer)?.json()?;
    let wanted = Wanted {
        repositories: [repository],
        permissions: Permissions { contents: "read", pull_requests: "write" },
    };
    let path = format!("/app/installations/{}/access_tokens", installation.id);
    let answer = client.post(&path, &wanted).await.map_err(|trouble| trouble.trouble().clone())?;
    Ok(answer.json::<Minted>()?.token)
}

/// How far our clock is ahead of a `Date` header, in seconds.
fn clock_ahead(date: &str) -> Option<i64> {
    let theirs = http_date(date)?;
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    i64::try_from(ours).ok()?.checked_sub(theirs)
}

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(date: &str) -> Option<i64> {
    let parts: Vec<&str> = date.split([' ', ':']).collect();
    let &[_, day, month, year, hour, minute, second, "GMT"] = parts.as_slice() else { return None };
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = i64::try_from(months.iter().position(|m| *m == month)?).ok()? + 1;
    let number = |text: &str| text.parse::<i64>().ok();
    let (year, day) = (number(year)?, number(day)?);
    // Days before a date, with years that begin in March: the leap day is then the last one.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719_468;
    Some(((days * 24 + number(hour)?) * 60 + number(minute)?) * 60 + number(second)?)
}

/// RS256 by ring, which does the TLS too: no second library for cryptography.
static RING: CryptoProvider = CryptoProvider {
    signer_factory: ring_signer,
    verifier_factory: no_verifier,
    jwk_utils: JwkUtils::new_unimplemented(),
};

struct RingSigner(RsaKeyPair);

fn ring_signer(algorithm: &Algorithm, key: &EncodingKey) -> JwtResult<Box<dyn JwtSigner>> {
    if *algorithm != Algorithm::RS256 {
        return Err(Error::from(ErrorKind::InvalidAlgorithm));
    }
    let pair = RsaKeyPair::from_der(key.inner())
        .map_err(|e| Error::from(ErrorKind::InvalidRsaKey(e.to_string())))?;
    Ok(Box::new(RingSigner(pair)))
}

/// We only sign.
fn no_verifier(_: &Algorithm, _: &DecodingKey) -> JwtResult<Box<dyn JwtVerifier>> {
    Err(Error::from(ErrorKind::InvalidAlgorithm))
}

impl Signer<Vec<u8>> for RingSigner {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignatureError::new())?;
        Ok(signature)
    }
}

impl JwtSigner for RingSigner {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_are_read() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(http_date("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199));
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(http_date("yesterday"), None);
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        let error = App::new("12", "-----BEGIN RSA PRIVATE KEY-----\\nsecret\\n").unwrap_err();
        assert!(!error.contains("secret"), "{error}");
        assert!(App::new("1;2", "x").is_err());
    }
}
