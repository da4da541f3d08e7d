//! The smallest HTTP client that does: one request a connection.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use github_stand_in::StandIn;
use serde_json::{Value, json};

/// What came back.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A client with a token or without.
pub(crate) struct Client {
    address: String,
    headers: Vec<(String, String)>,
}

impl Client {
    pub(crate) fn new(github: &StandIn, token: &str) -> Self {
        let mut headers = vec![
            ("user-agent".to_owned(), "tests".to_owned()),
            ("x-github-api-version".to_owned(), "2022-11-28".to_owned()),
        ];
        if !token.is_empty() {
            headers.push(("authorization".to_owned(), format!("Bearer {token}")));
        }
        Self { address: github.url().trim_start_matches("http://").to_owned(), headers }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Sends a request; nothing comes back when the connection ends.
    pub(crate) fn try_send(&self, method: &str, path: &str, body: &Value) -> Option<Response> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.try_send_text(method, path, &body)
    }

    fn try_send_text(&self, method: &str, path: &str, body: &str) -> Option<Response> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in &self.headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!(
            "connection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ));
        stream.write_all(request.as_bytes()).unwrap();
        let mut told = Vec::new();
        stream.read_to_end(&mut told).ok()?;
        let end = told.windows(4).position(|four| four == b"\r\n\r\n")?;
        let (head, bytes) = told.split_at(end);
        let head = String::from_utf8(head.to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(Response { status, headers, bytes: bytes.get(4..).unwrap_or_default().to_vec() })
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &Value) -> Response {
        self.try_send(method, path, body).expect("an answer")
    }

    pub(crate) fn send_text(&self, method: &str, path: &str, body: &str) -> Response {
        self.try_send_text(method, path, body).expect("an answer")
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send("GET", path, &Value::Null)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Response {
        self.send("POST", path, body)
    }

    pub(crate) fn graphql(&self, query: &str, variables: &Value) -> Value {
        let told = self.post("/graphql", &json!({"query": query, "variables": variables}));
        assert_eq!(told.status, 200, "{told:?}");
        told.json()
    }
}
