//! A request as it came in.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent, without the query.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// A header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The path without the prefix that an Enterprise server has.
    pub(crate) fn api_path(&self) -> &str {
        let path = self.path.strip_prefix("/api/v3").filter(|rest| rest.starts_with('/'));
        match path {
            Some(rest) => rest,
            None if self.path == "/api/graphql" => "/graphql",
            None => &self.path,
        }
    }

    /// The parts of the path, decoded.
    pub(crate) fn segments(&self) -> Vec<String> {
        let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        self.api_path().split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }

    /// The body as JSON; null when it is empty or something else.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Whether it goes to GraphQL.
    pub(crate) fn is_graphql(&self) -> bool {
        self.method == "POST" && self.api_path() == "/graphql"
    }

    /// Whether it changes something.
    pub(crate) fn is_write(&self) -> bool {
        if self.is_graphql() {
            let body = self.json();
            return is_mutation(body["query"].as_str().unwrap_or_default());
        }
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}

/// Whether a GraphQL document begins an operation that changes something.
fn is_mutation(query: &str) -> bool {
    let begins = |line: &str| line.trim_start().starts_with("mutation");
    query.lines().any(begins)
}
