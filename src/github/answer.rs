//! One answer of the API.

use std::fmt;

use http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;

use super::Trouble;

/// An answer that was read to its end.
#[derive(Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer {{ status: {}, {} bytes }}", self.status, self.body.len())
    }
}

/// GitHub's words are cut to this many characters.
const MOST_CHARS: usize = 300;

impl Answer {
    /// The text of a header.
    #[must_use]
    pub fn header(&self, name: &'static str) -> Option<&str> {
        self.headers.get(HeaderName::from_static(name))?.to_str().ok()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`Trouble::Unclear`]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        serde_json::from_slice(&self.body).map_err(|e| Trouble::Unclear(e.to_string()))
    }

    /// GitHub's words about a refusal, on one line.
    #[must_use]
    pub fn message(&self) -> String {
        let json: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let Some(json) = json else { return String::new() };
        let mut said = json.get("message").and_then(|m| m.as_str()).unwrap_or_default().to_owned();
        let errors = json.get("errors").and_then(|e| e.as_array()).map(Vec::as_slice);
        for error in errors.unwrap_or_default() {
            let text = error.as_str().or_else(|| error.get("message").and_then(|m| m.as_str()));
            if let Some(text) = text {
                said.push_str(if said.is_empty() { "" } else { ": " });
                said.push_str(text);
            }
        }
        let line: Vec<&str> = said.split_whitespace().collect();
        line.join(" ").chars().take(MOST_CHARS).collect()
    }

    /// The refusal that this answer is.
    #[must_use]
    pub fn refusal(&self) -> Trouble {
        if self.status >= 500 {
            return Trouble::Broken { status: self.status };
        }
        let needs = self.header("x-accepted-github-permissions").filter(|n| !n.trim().is_empty());
        Trouble::Refused {
            status: self.status,
            message: Some(self.message()).filter(|m| !m.is_empty()).unwrap_or_else(|| {
                http::StatusCode::from_u16(self.status)
                    .ok()
                    .and_then(|s| s.canonical_reason())
                    .unwrap_or("no reason given")
                    .to_owned()
            }),
            needs: needs.map(|n| n.chars().take(MOST_CHARS).collect()),
        }
    }

    /// The page that the `Link` header calls the next.
    #[must_use]
    pub fn next_page(&self) -> Option<String> {
        self.header("link")?.split(',').find_map(|link| {
            let (url, params) = link.trim().strip_prefix('<')?.split_once('>')?;
            params.split(';').any(|p| p.trim() == "rel=\"next\"").then(|| url.to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Answer {
        let headers = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), http::HeaderValue::from_static(value))
        });
        Answer { status, headers: headers.collect(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn refusals_say_what_github_says() {
        let body = r#"{"message":"Validation\nFailed","errors":["line must be part of the diff",
                       {"message":"and more","code":"x"}]}"#;
        let refused = answer(422, &[("x-accepted-github-permissions", "contents=read")], body);
        assert_eq!(
            refused.refusal(),
            Trouble::Refused {
                status: 422,
                message: "Validation Failed: line must be part of the diff: and more".to_owned(),
                needs: Some("contents=read".to_owned()),
            }
        );
        let Trouble::Refused { message, .. } = answer(404, &[], "<html>").refusal() else {
            panic!("a refusal");
        };
        assert_eq!(message, "Not Found");
        assert_eq!(answer(502, &[], "").refusal(), Trouble::Broken { status: 502 });
    }

    #[test]
    fn the_next_page_is_found() {
        let link = "<https://h/x?page=1>; rel=\"prev\", <https://h/x?page=3>; rel=\"next\"";
        assert_eq!(
            answer(200, &[("link", link)], "").next_page().as_deref(),
            Some("https://h/x?page=3")
        );
        assert_eq!(answer(200, &[("link", "<x>; rel=\"last\"")], "").next_page(), None);
    }
}
