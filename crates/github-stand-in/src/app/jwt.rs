//! The token that an App signs itself. GitHub checks its times against its own clock.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

use super::key;
use crate::answer::Answer;
use crate::request::Request;
use crate::state::State;
use crate::state::app::App;

/// It may be good for so many seconds at most.
const LONGEST: i64 = 600;

fn refused(message: &str) -> Answer {
    Answer::error(401, message)
}

/// The App that signed the token of a request.
pub(crate) fn app<'a>(state: &'a State, request: &Request) -> Result<&'a App, Answer> {
    let header = request.header("authorization").unwrap_or_default();
    let (scheme, token) = header.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refused("A JSON web token could not be decoded"));
    }
    let (claims, signed, signature) =
        parts(token).ok_or_else(|| refused("A JSON web token could not be decoded"))?;
    let issuer = match &claims["iss"] {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    let named = |app: &&App| app.id.to_string() == issuer || app.client_id == issuer;
    let app = state
        .apps
        .iter()
        .find(named)
        .ok_or_else(|| refused("'Issuer' claim ('iss') must be an Integer"))?;
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key::public(app.key));
    if public.verify(signed.as_bytes(), &signature).is_err() {
        return Err(refused("A JSON web token could not be decoded"));
    }
    let now = state.now().timestamp();
    match (claims["iat"].as_i64(), claims["exp"].as_i64()) {
        (Some(issued), _) if issued > now => Err(refused(
            "'Issued at' claim ('iat') must be an Integer representing the time that the \
             assertion was issued",
        )),
        (_, Some(ends)) if ends > now + LONGEST => {
            Err(refused("'Expiration time' claim ('exp') is too far in the future"))
        }
        (Some(_), Some(ends)) if ends > now => Ok(app),
        _ => Err(refused(
            "'Expiration time' claim ('exp') must be a numeric value representing the future time \
             at which the assertion expires",
        )),
    }
}

/// The claims, what is signed, and the signature.
fn parts(token: &str) -> Option<(Value, &str, Vec<u8>)> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let read = |part: &str| -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    if read(header)?["alg"] != "RS256" {
        return None;
    }
    Some((read(claims)?, signed, URL_SAFE_NO_PAD.decode(signature).ok()?))
}
