//! Everything that was received, for tests to count and for a check against GitHub's descriptions.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::request::Request;
use crate::web;

/// A request that was received.
#[derive(Clone, Debug)]
pub struct Received {
    /// `GET`, `POST`…
    pub method: String,
    /// As sent, without the query.
    pub path: String,
    /// The parameters.
    pub query: Vec<(String, String)>,
    /// The body as JSON; null where there was none.
    pub body: Value,
    /// The headers, names in lower case, without the one that carries the token.
    pub headers: Vec<(String, String)>,
    /// What was answered; nothing when the connection was dropped.
    pub status: Option<u16>,
    /// The fault that was injected.
    pub fault: Option<String>,
    /// Whether it asked to change something.
    pub write: bool,
    /// When it came in.
    pub at: Instant,
}

impl Received {
    /// Whether it went to GraphQL.
    #[must_use]
    pub fn is_graphql(&self) -> bool {
        self.path.ends_with("/graphql")
    }
}

/// The record of all requests.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) received: Vec<Received>,
    /// A file that each request is appended to as a line of JSON.
    pub(crate) file: Option<PathBuf>,
}

/// Longer answers are left out of the file.
const LONGEST_ANSWER: usize = 4 << 20;

impl Log {
    pub(crate) fn record(
        &mut self,
        request: &Request,
        answer: Option<&Answer>,
        fault: Option<&str>,
        at: Instant,
    ) {
        let headers = request.headers.iter().filter(|(name, _)| name != "authorization");
        self.received.push(Received {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            body: request.json(),
            headers: headers.cloned().collect(),
            status: answer.map(|answer| answer.status),
            fault: fault.map(ToOwned::to_owned),
            write: request.is_write(),
            at,
        });
        if let Some(file) = self.file.as_ref().filter(|_| !web::is_page(request)) {
            let line = format!("{}\n", line(request, answer, fault));
            let opened = OpenOptions::new().create(true).append(true).open(file);
            // One write a line: several processes may append to the same file.
            let written = opened.and_then(|mut file| file.write_all(line.as_bytes()));
            assert!(written.is_ok(), "the log {} can be written", file.display());
        }
    }
}

fn line(request: &Request, answer: Option<&Answer>, fault: Option<&str>) -> Value {
    let query: Map<String, Value> =
        request.query.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let told = answer.filter(|answer| answer.body.len() <= LONGEST_ANSWER);
    let told: Option<Value> = told.and_then(|answer| serde_json::from_slice(&answer.body).ok());
    json!({
        "method": request.method,
        "path": request.api_path(),
        "query": query,
        "accept": request.header("accept"),
        "content_type": request.header("content-type"),
        "body": request.json(),
        "status": answer.map(|answer| answer.status),
        "answer_type": answer.and_then(|answer| answer.value_of("content-type")),
        "answer": told,
        "fault": fault,
    })
}
