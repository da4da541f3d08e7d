//! Who may see the operations: whoever knows the token, for some hours after saying it.

use axum::http::{HeaderMap, header};
use ring::hmac::{self, HMAC_SHA256, Key};

const COOKIE: &str = "cardbot-operations";
const HOURS: i64 = 12;

/// The token of those who run the server; it is kept as a key alone and shown to nobody.
#[derive(Debug)]
pub(super) struct Guard(Key);

impl Guard {
    pub(super) fn new(token: &str) -> Self {
        Self(Key::new(HMAC_SHA256, token.as_bytes()))
    }

    /// Whether a text is the token, in a time that tells nothing about it.
    pub(super) fn knows(&self, said: &str) -> bool {
        let of = |key: &Key| hmac::sign(key, b"cardbot token");
        hmac::verify(
            &Key::new(HMAC_SHA256, said.as_bytes()),
            b"cardbot token",
            of(&self.0).as_ref(),
        )
        .is_ok()
    }

    fn sign(&self, text: &str) -> String {
        let tag = hmac::sign(&self.0, text.as_bytes());
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn signed(&self, text: &str, tag: &str) -> bool {
        // Comparing tags of tags tells nothing about the first byte that differs.
        let of = |text: &str| hmac::sign(&self.0, text.as_bytes());
        hmac::verify(&self.0, self.sign(text).as_bytes(), of(tag).as_ref()).is_ok()
    }

    /// The cookie of a new session. Only a browser on this machine may carry it without TLS.
    pub(super) fn begin(&self, now: i64, headers: &HeaderMap) -> String {
        let until = (now + HOURS * 3_600_000).to_string();
        let tag = self.sign(&format!("session {until}"));
        format!("{}; Max-Age={}", attributes(&format!("{until}.{tag}"), headers), HOURS * 3600)
    }

    /// The cookie that ends one.
    pub(super) fn end(headers: &HeaderMap) -> String {
        format!("{}; Max-Age=0", attributes("", headers))
    }

    /// The session of a request, and the word that its forms must carry.
    pub(super) fn session(&self, headers: &HeaderMap, now: i64) -> Option<String> {
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(|line| line.split(';'));
        let value = cookies.find_map(|one| one.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
        let (until, tag) = value.split_once('.')?;
        let lasts = until.parse::<i64>().is_ok_and(|until| now < until);
        let known = lasts && self.signed(&format!("session {until}"), tag);
        known.then(|| self.sign(&format!("form {value}")))
    }

    /// Whether a program says the token with its request.
    pub(super) fn bears(&self, headers: &HeaderMap) -> bool {
        let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        said.and_then(|said| said.strip_prefix("Bearer ")).is_some_and(|token| self.knows(token))
    }
}

fn attributes(value: &str, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let secure = if matches!(name, "localhost" | "127.0.0.1" | "[::1]") { "" } else { "; Secure" };
    format!("{COOKIE}={value}; Path=/operations; HttpOnly; SameSite=Strict{secure}")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_sessions_count_and_only_for_a_while() {
        let guard = Guard::new("correct horse battery");
        assert!(
            guard.knows("correct horse battery")
                && !guard.knows("correct horse")
                && !guard.knows("")
        );
        let cookie = guard.begin(1_000, &HeaderMap::new());
        assert!(
            cookie.contains("; HttpOnly; SameSite=Strict; Secure") && !cookie.contains("horse")
        );
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(text).unwrap());
            headers
        };
        let sent = cookie.split(';').next().unwrap();
        assert!(guard.session(&with(sent), 2_000).is_some());
        assert!(guard.session(&with(sent), 1_000 + HOURS * 3_600_000).is_none(), "over");
        assert!(guard.session(&with(&sent.replace('=', "=9")), 2_000).is_none(), "longer");
        assert!(Guard::new("another").session(&with(sent), 2_000).is_none());
    }
}
